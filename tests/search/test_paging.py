"""Pages of every engine: nothing twice, nothing skipped, whatever changes meanwhile."""

import pytest
from django.core.cache import cache

from marketplace.core import keyset
from search.documents import Document
from search.engines.base import Engine
from search.queries import SORTS, BadCursor
from tests.search.conftest import Ask, Write, listing

STORED = [("", sort) for sort in SORTS] + [("oak", sort) for sort in SORTS if sort != "recommended"]
ORDERS = [*STORED, ("oak", "recommended")]


def forest(count: int) -> list[Document]:
    """Listings with many equal values: prices, ratings and saves repeat, a third has none."""
    return [
        listing(
            n,
            title="Oak",
            published_at=listing(n // 3).published_at,
            price_from=n % 4 * 100 if n % 3 else None,
            rating=4.0 + n % 2 / 2 if n % 3 else None,
            rating_count=n % 5,
            saves=n % 3,
        )
        for n in range(1, count + 1)
    ]


def walk(ask: Ask, way: str, cursor: str = "", **said: object) -> list[int]:
    """The ids of all pages from here, forward or back, in order of the list."""
    pages = []
    while True:
        found = ask(cursor=cursor, limit=7, **said)
        pages.append(found.ids)
        cursor = getattr(found, way)
        if not cursor:
            break
        assert len(pages) < 20
    return [i for page in (pages if way == "next" else reversed(pages)) for i in page]


@pytest.mark.parametrize(("words", "sort"), ORDERS)
def test_every_listing_is_on_one_page(write: Write, ask: Ask, words: str, sort: str) -> None:
    write(*forest(30))
    once = ask(words, sort=sort, limit=100).ids
    assert sorted(once) == list(range(1, 31))
    assert walk(ask, "next", words=words, sort=sort) == once


@pytest.mark.parametrize(("words", "sort"), ORDERS)
def test_going_back_shows_the_same_pages(write: Write, ask: Ask, words: str, sort: str) -> None:
    write(*forest(30))
    first = ask(words, sort=sort, limit=7)
    second = ask(words, sort=sort, limit=7, cursor=first.next)
    third = ask(words, sort=sort, limit=7, cursor=second.next)
    assert ask(words, sort=sort, limit=7, cursor=third.previous).ids == second.ids
    assert walk(ask, "previous", third.previous, words=words, sort=sort) == [*first.ids, *second.ids]
    assert first.previous == ""
    assert second.previous != ""


@pytest.mark.parametrize(("words", "sort"), ORDERS)
def test_what_stays_is_shown_once_while_others_come_and_go(
    write: Write, ask: Ask, engine: Engine, words: str, sort: str
) -> None:
    write(*forest(40))
    order = ask(words, sort=sort, limit=100).ids
    first = ask(words, sort=sort, limit=7)
    write(*(listing(n, title="Oak oak", saves=n, price_from=n) for n in range(100, 130)))
    gone = {order[2], order[6], order[7], order[20]}
    engine.delete([("project", n) for n in gone])
    rest = walk(ask, "next", first.next, words=words, sort=sort)
    assert len(rest) == len(set(rest))
    assert not gone & set(rest)
    assert [i for i in rest if i < 100] == [i for i in order[7:] if i not in gone]


def test_relevance_goes_on_when_the_cache_forgets(write: Write, ask: Ask) -> None:
    write(*forest(20))
    first = ask("oak", limit=7)
    cache.clear()
    second = ask("oak", limit=7, cursor=first.next)
    assert [*first.ids, *second.ids] == ask("oak", limit=14).ids
    assert walk(ask, "next", first.next, words="oak") == ask("oak", limit=100).ids[7:]


def test_a_total_stops_at_a_thousand(write: Write, ask: Ask) -> None:
    write(*(listing(n, title="Oak") for n in range(1, 1_003)))
    for found in (ask(), ask("oak"), ask("oak", sort="newest")):
        assert (found.total, found.total_capped) == (1_000, True)


def test_a_total_of_several_pages_is_counted_once_a_minute(write: Write, ask: Ask, engine: Engine) -> None:
    write(*(listing(n, city="almaty") for n in range(1, 31)))
    assert ask(city="almaty").total == 30
    engine.delete([("project", n) for n in range(1, 4)])
    assert (ask(city="almaty").total, ask(city="almaty", sort="price_low").total) == (30, 30)
    cache.clear()
    assert ask(city="almaty").total == 27


def test_a_total_of_one_page_is_that_of_now(write: Write, ask: Ask, engine: Engine) -> None:
    write(*(listing(n, city="almaty") for n in range(1, 31)))
    assert ask(city="almaty").total == 30
    engine.delete([("project", n) for n in range(1, 11)])
    assert ask(city="almaty").total == 20


def test_relevance_ends_at_a_thousand(write: Write, ask: Ask) -> None:
    write(*(listing(n, title="Oak") for n in range(1, 1_003)))
    found, seen = ask("oak", limit=100), []
    while found.next:
        seen += found.ids
        found = ask("oak", limit=100, cursor=found.next)
    assert len({*seen, *found.ids}) == 1_000


def test_an_empty_page_still_knows_the_total(write: Write, ask: Ask, engine: Engine) -> None:
    write(*forest(10))
    first = ask(limit=7)
    engine.delete([("project", n) for n in range(1, 11) if n not in first.ids])
    found = ask(limit=7, cursor=first.next)
    assert (found.ids, found.total, found.next, found.previous) == ([], 7, "", "")


def test_versions_are_those_of_now(write: Write, ask: Ask) -> None:
    write(*forest(10))
    first = ask("oak", limit=7)
    write(*(listing(n, title="Oak", version=5) for n in range(1, 11)))
    assert {hit.version for hit in ask("oak", limit=7, cursor=first.next).hits} == {5}


def cursors(ask: Ask) -> list[str]:
    found = ask(sort="newest", limit=2).next
    words = ask("oak", limit=2).next
    fingerprint = keyset.decode(words, length=3)[0]
    return [
        "x",
        "%%%",
        "a" * 5_000,
        "🙂",
        found[:-4],
        words,
        keyset.encode(["newest", "sideways", 1, 2]),
        keyset.encode(["newest", "f", "2026-01-01", 2]),
        keyset.encode(["newest", "f", 2**62, 2]),
        keyset.encode(["newest", "f", None, 2]),
        keyset.encode(["newest", "f", 1.5, 2]),
        keyset.encode(["newest", "f", 1, "2"]),
        keyset.encode([fingerprint, "../../etc", 2]),
    ]


def test_a_cursor_of_another_list_is_refused(write: Write, ask: Ask) -> None:
    write(*forest(10))
    for cursor in cursors(ask):
        with pytest.raises(BadCursor):
            ask(sort="newest", cursor=cursor)


def test_a_relevance_cursor_is_bound_to_its_question(write: Write, ask: Ask) -> None:
    write(*forest(10))
    found = ask("oak", limit=2).next
    fingerprint, token, _ = keyset.decode(found, length=3)
    bad = [keyset.encode([fingerprint, token, n]) for n in (-1, 1_000, 2.5, "2", None)]
    for cursor in [*bad, keyset.encode([fingerprint, "../../etc", 2]), ask(limit=2).next]:
        with pytest.raises(BadCursor):
            ask("oak", cursor=cursor)
    for other in ({"words": "birch"}, {"words": "oak", "city": "almaty"}, {"words": "oak", "kind": "specialist"}):
        write(listing(90, title="birch"))
        write(listing(91, title="oak", kind="specialist"))
        with pytest.raises(BadCursor):
            ask(cursor=found, **other)


@pytest.mark.parametrize("sort", ["saved", "rating", "price_low"])
def test_a_number_too_large_for_the_column_is_refused(write: Write, ask: Ask, sort: str) -> None:
    write(*forest(3))
    values = {"saved": [2**40, 1], "rating": [4.5, 2**40, 1], "price_low": [10**30, 1]}[sort]
    with pytest.raises(BadCursor):
        ask(sort=sort, cursor=keyset.encode([sort, "f", *values]))
