"""Counts beside the choices."""

import pytest
from django.core.cache import cache
from pytest_django import DjangoAssertNumQueries

from search import facets as facet_words
from search.documents import KINDS
from search.engines.base import Engine
from search.facets import price
from search.queries import FACETS, FacetCount, Facets, Histogram, Query
from tests.search.conftest import Ask, Write, listing


@pytest.fixture(autouse=True)
def street(write: Write) -> None:
    write(
        listing(1, title="Oak", category_path=("rooms", "kitchen"), styles=("loft",), city="almaty", price_from=100),
        listing(
            2, title="Oak", category_path=("rooms", "bath"), styles=("loft", "calm"), city="almaty", price_from=200
        ),
        listing(
            3, title="Pine", category_path=("garden",), styles=("calm",), city="astana", rating=4.6, rating_count=1
        ),
        listing(
            4, title="Pine", category_path=("garden",), rooms=("yard",), languages=("ru",), rating=3.5, rating_count=2
        ),
        listing(5, title="Oak", kind="specialist", city="almaty"),
        listing(6, title="Ash", kind="specialist", languages=("ru", "en"), rating=4.6, rating_count=1),
        listing(7, title="Ash", kind="specialist", languages=("ru",), rating=3.5, rating_count=2),
    )


def counts(facets: Facets | None, group: str) -> dict[str, int]:
    assert facets is not None
    return {choice.value: choice.count for choice in facets.groups[group]}


def test_each_group_is_counted_and_sorted(ask: Ask) -> None:
    facets = ask(with_facets=True).facets
    assert facets is not None
    assert tuple(facets.groups) == FACETS["project"] == ("category", "room", "style", "city")
    assert counts(facets, "category") == {"garden": 2, "rooms": 2, "bath": 1, "kitchen": 1}
    assert counts(facets, "style") == {"calm": 2, "loft": 2}
    assert facets.groups["city"] == (FacetCount("almaty", 2), FacetCount("astana", 1))
    assert counts(facets, "room") == {"yard": 1}
    assert facets.capped == frozenset()


def test_of_specialists_languages_and_ratings_are_counted_and_no_rooms(ask: Ask) -> None:
    facets = ask(kind="specialist", with_facets=True).facets
    assert facets is not None
    assert tuple(facets.groups) == FACETS["specialist"] == ("category", "city", "language", "rating")
    assert counts(facets, "language") == {"ru": 2, "en": 1}
    assert counts(facets, "rating") == {"3": 2, "4": 1, "4.5": 1}
    facets = ask(kind="specialist", languages=("en",), rating_min=4.5, with_facets=True).facets
    assert (counts(facets, "language"), counts(facets, "rating")) == ({"ru": 1, "en": 1}, {"3": 1, "4": 1, "4.5": 1})


def test_nothing_is_counted_that_nobody_is_shown(ask: Ask) -> None:
    labels = facet_words.labels()
    for kind in KINDS:
        assert set(FACETS[kind]) <= set(labels)
        found = ask(kind=kind, with_facets=True).facets
        assert found is not None
        assert tuple(found.groups) == FACETS[kind]


def test_a_group_whose_counting_stopped_early_says_so(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.engines.postgres.facets.MAX_COUNTED", 3)
    facets = ask(city="almaty", with_facets=True).facets
    assert facets is not None
    assert facets.capped == {"city"}


def test_a_choice_narrows_every_group_but_its_own(ask: Ask) -> None:
    facets = ask(city="almaty", styles=("loft",), with_facets=True).facets
    assert counts(facets, "city") == {"almaty": 2}
    assert counts(facets, "style") == {"loft": 2, "calm": 1}
    assert counts(facets, "category") == {"rooms": 2, "bath": 1, "kitchen": 1}
    facets = ask(city="almaty", with_facets=True).facets
    assert facets is not None
    assert facets.groups["city"] == (FacetCount("almaty", 2, selected=True), FacetCount("astana", 1))


def test_words_narrow_all_groups(ask: Ask) -> None:
    facets = ask("pine", with_facets=True).facets
    assert counts(facets, "category") == {"garden": 2}
    assert counts(ask("oak", sort="newest", with_facets=True).facets, "city") == {"almaty": 2}


def test_a_choice_without_listings_stays_visible(ask: Ask) -> None:
    facets = ask("pine", categories=("kitchen",), with_facets=True).facets
    assert facets is not None
    assert facets.groups["category"] == (FacetCount("garden", 2), FacetCount("kitchen", 0, selected=True))


def test_counts_are_what_the_choice_then_finds(ask: Ask) -> None:
    facets = ask("oak", city="almaty", with_facets=True).facets
    for value, count in counts(facets, "category").items():
        assert ask("oak", city="almaty", categories=(value,)).total == count
    for value, count in counts(facets, "city").items():
        assert ask("oak", city=value).total == count


def test_prices_fall_into_twenty_bins_that_ignore_the_chosen_price(ask: Ask, write: Write) -> None:
    write(listing(6, price_from=300, city="aktau"), listing(7, price_from=9_000, city="aktau"))
    facets = ask(city="almaty", price_min=150, with_facets=True).facets
    assert facets is not None
    assert facets.prices == Histogram(100, 200, (1, *[0] * 18, 1))
    assert counts(facets, "category") == {"bath": 1, "rooms": 1}
    assert ask(city="astana", with_facets=True).facets.prices is None  # type: ignore[union-attr]


def test_one_dear_listing_does_not_flatten_the_prices(ask: Ask, write: Write) -> None:
    write(
        *(listing(n, price_from=n, city="aktau") for n in range(100, 200)), listing(9, price_from=10**9, city="aktau")
    )
    facets = ask(city="aktau", with_facets=True).facets
    assert facets is not None
    assert facets.prices is not None
    assert (facets.prices.low, facets.prices.high) == (100, 198)
    assert sum(facets.prices.bins) == 101


def test_each_price_bin_is_wider_than_the_one_before_by_the_same_factor(ask: Ask, write: Write) -> None:
    prices = [10_000 * 4**n for n in range(5)]
    write(*(listing(n, price_from=price, city="aktau") for n, price in enumerate(prices, 100)))
    facets = ask(city="aktau", with_facets=True).facets
    assert facets is not None
    assert facets.prices is not None
    assert [place for place, count in enumerate(facets.prices.bins) if count] == [0, 4, 9, 14, 19]
    assert [facets.prices.bin_of(price) for price in prices] == [0, 4, 9, 14, 19]


def test_things_for_nothing_have_a_bin_too(ask: Ask, write: Write) -> None:
    write(listing(100, price_from=0, city="aktau"), listing(101, price_from=0, city="aktau"))
    facets = ask(city="aktau", with_facets=True).facets
    assert facets is not None
    assert facets.prices == Histogram(0, 0, (2, *[0] * 19))


def test_a_price_outside_falls_into_the_nearest_bin() -> None:
    prices = Histogram(100, 10_000, (0,) * 20)
    assert [prices.bin_of(price) for price in (-5, 0, 100, 1_000, 10_000, 10**12)] == [0, 0, 0, 9, 19, 19]


def test_facets_are_one_statement_and_only_when_wanted(
    ask: Ask, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert ask(city="almaty").facets is None
    with django_assert_num_queries(2):
        assert ask(city="almaty", styles=("loft",), with_facets=True).facets is not None


def test_counts_of_everything_are_remembered_for_a_minute(
    ask: Ask, engine: Engine, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    before = ask(with_facets=True).facets
    engine.delete([("project", 1)])
    with django_assert_num_queries(1):
        assert ask(with_facets=True).facets == before
    cache.clear()
    assert counts(ask(with_facets=True).facets, "city") == {"almaty": 1, "astana": 1}
    assert counts(ask(kind="specialist", with_facets=True).facets, "city") == {"almaty": 1}


def test_the_price_fields_hint_at_what_there_is() -> None:
    said = price(Query(kind="project"), Histogram(1_234_567_00, 31_860_000_00, (3, 1)))
    assert (said["low"], said["high"], said["min"]) == ("1,200,000", "32,000,000", "")
    assert price(Query(kind="project"), None)["low"] == ""
