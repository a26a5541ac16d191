"""The index follows what is public."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import timedelta
from io import StringIO
from threading import Event
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from marketplace.accounts.models import User
from marketplace.audit.services import deliver, record
from marketplace.catalog.models import Category, RoomType, Style
from marketplace.specialists.models import SpecialistStanding
from marketplace.text.models import Corpus, Lexeme
from search import handlers, indexing, sources, tasks
from search.documents import HALF_LIFE, Document, Kind, columns, weights
from search.engines.base import Engine
from search.models import SearchDocument
from search.queries import Query, Suggestion, find, suggest
from tests.cast import at_once, kitchens, profile_of, project_of
from tests.search.conftest import DAY, Ask, Write, listing
from tests.specialists.cast import offering_of


class Shelf(sources.Source):
    """A source that tests fill by hand: things by id, None for one that is not public."""

    things: dict[int, Document | None] = {}
    asked: list[list[int]] = []

    def documents(self, ids: Sequence[int]) -> list[Document]:
        self.asked.append(list(ids))
        return [found for i in ids if (found := self.things.get(i))]

    def ids(self, after: int, limit: int) -> list[int]:
        return sorted(i for i in self.things if i > after)[:limit]


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    shelf = Shelf("project", SearchDocument, lambda ids: [])
    Shelf.things, Shelf.asked = {}, []
    empty = type("Empty", (Shelf,), {"things": {}, "asked": []})("specialist", SearchDocument, lambda ids: [])
    monkeypatch.setattr(indexing, "SOURCES", {"project": shelf, "specialist": empty})
    return shelf


def indexed() -> dict[int, str]:
    return dict(SearchDocument.objects.order_by("object_id").values_list("object_id", "title"))


@pytest.mark.django_db
def test_the_table_has_the_documents_columns_and_no_others() -> None:
    table = {field.column for field in SearchDocument._meta.get_fields()}
    assert table == {*columns(), "id", "tsv"}
    assert list(columns())[:-2] == [field.name for field in fields(Document)]
    assert weights() == {"title": "A", "keywords": "B", "subtitle": "C", "body": "D"}


def test_a_document_is_stored_clean_with_both_ends_of_its_price() -> None:
    row = listing(1, title="A\x00 \u202etitle\ud800 " + "x" * 400, price_from=5, lat=float("nan")).row()
    assert row["title"] == "A title " + "x" * 292
    assert (row["price_from"], row["price_to"], row["lat"]) == (5, 5, None)
    assert listing(1, price_to=7).row()["price_from"] == 7


def test_standing_keeps_its_order_as_time_passes() -> None:
    old, new = listing(1, published_at=DAY), listing(1, published_at=DAY + HALF_LIFE)
    assert new.standing - old.standing == pytest.approx(0.10)
    good = listing(1, published_at=DAY, rating=5.0, rating_count=100, saves=90, city="x", price_from=1, rooms=("y",))
    assert 0 < old.quality < good.quality <= 0.35
    lucky, proven = listing(1, rating=5.0, rating_count=1), listing(1, rating=4.9, rating_count=80)
    assert lucky.quality < proven.quality


def test_one_unrated_listing_is_like_an_average_one() -> None:
    assert (
        listing(1).quality
        == listing(1, rating=4.4, rating_count=9).quality
        > listing(1, rating=2.0, rating_count=9).quality
    )


@pytest.mark.django_db
def test_writing_is_one_statement_and_may_be_repeated(engine: Engine, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert engine.index([listing(1), listing(2)]) == 2
    assert engine.index([listing(1), listing(2, title="New", version=2), listing(2)]) == 2
    assert engine.index([]) == engine.delete([]) == 0
    assert indexed() == {1: "Listing 1", 2: "New"}


def test_an_older_version_never_replaces_a_newer_one(engine: Engine) -> None:
    engine.index([listing(1, title="New", version=5)])
    assert engine.index([listing(1, title="Old", version=4)]) == 0
    assert indexed() == {1: "New"}
    assert engine.delete([("project", 1), ("specialist", 1)]) == 1


def test_refreshing_writes_what_is_public_and_removes_the_rest(engine: Engine, shelf: Shelf, ask: Ask) -> None:
    shelf.things.update({1: listing(1, title="Walnut"), 2: listing(2)})
    for _ in range(2):
        indexing.refresh("project", [1, 2, 3])
        assert indexed() == {1: "Walnut", 2: "Listing 2"}
    assert ask("walnut").ids == [1]
    shelf.things[1] = None
    indexing.refresh("project", [1])
    assert indexed() == {2: "Listing 2"}
    assert ask("walnut").ids == []


def test_a_rebuild_goes_in_chunks_and_finds_what_is_stale(
    engine: Engine, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "CHUNK", 2)
    engine.index([listing(n, title="Stale") for n in (2, 3, 8, 9, 10)])
    shelf.things.update({1: listing(1), 3: listing(3), 5: listing(5), 6: None})
    call_command("rebuild_search", stdout=StringIO(), stderr=StringIO())
    assert indexed() == {1: "Listing 1", 3: "Listing 3", 5: "Listing 5"}
    assert shelf.asked == [[1, 2, 3], [5, 6], [8, 9], [10]] or max(map(len, shelf.asked)) <= 3
    assert Corpus.objects.get().documents == 3


def test_reconciling_walks_through_everything_task_by_task(
    engine: Engine, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "CHUNK", 1)
    queue: list[tuple[Kind, int]] = []
    monkeypatch.setattr(tasks.refresh_after, "delay", lambda *args: queue.append(args))
    shelf.things.update({1: listing(1), 2: listing(2)})
    tasks.reconcile()
    done = []
    while queue:
        done.append(queue.pop(0))
        tasks.refresh_after(*done[-1])
    assert done == [("project", 0), ("specialist", 0), ("project", 1), ("project", 2)]
    assert indexed() == {1: "Listing 1", 2: "Listing 2"}


def test_words_are_counted_anew_after_many_writes(
    engine: Engine, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(tasks.refresh_vocabulary, "delay", lambda: asked.append(True))
    monkeypatch.setattr(indexing, "RECOUNT_AFTER", 2)
    shelf.things.update({1: listing(1, title="Walnut"), 2: listing(2, title="Walnut")})
    with django_capture_on_commit_callbacks(execute=True):
        handlers._follow("project", [1])
    assert (asked, indexing.is_recount_due()) == ([], False)
    with django_capture_on_commit_callbacks(execute=True):
        handlers._follow("project", [2])
    assert (asked, indexing.is_recount_due()) == ([True], True)
    for _ in range(2):
        tasks.refresh_vocabulary()
        assert Lexeme.objects.get(word="walnut").documents == 2
        assert not indexing.is_recount_due()


@pytest.mark.django_db(transaction=True)
def test_who_read_first_and_writes_last_does_not_bring_back_what_was_hidden(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_read, is_hidden = Event(), Event()
    shelf.things[1] = listing(1)

    def slow(self: Shelf, ids: Sequence[int]) -> list[Document]:
        found = [document for i in ids if (document := self.things.get(i))]
        if found:
            has_read.set()
            is_hidden.wait(1)
        return found

    def hide() -> None:
        has_read.wait(5)
        shelf.things[1] = None
        indexing.refresh("project", [1])
        is_hidden.set()

    monkeypatch.setattr(Shelf, "documents", slow)
    assert at_once(lambda: indexing.refresh("project", [1]), hide) == [None, None]
    assert indexed() == {}


@pytest.mark.django_db
def test_a_listing_is_found_once_its_news_is_delivered_and_no_longer_when_it_is_hidden(sam: User) -> None:
    profile = profile_of(sam)
    project = project_of(profile, title="Sage kitchen with an oak island")

    def happen(kind: str, subject: Any) -> None:
        for delivery in record(kind, subject=subject, actor=None).deliveries.all():
            deliver(delivery.pk)
            delivery.refresh_from_db()
            assert (delivery.state, delivery.error) == ("done", "")

    happen("project.published", project)
    assert find(Query(kind="project", words="oak islands")).ids == [project.pk]
    assert find(Query(kind="specialist")).ids == []
    happen("specialist.published", profile)
    assert find(Query(kind="specialist", words="kitchens that work", city="almaty")).ids == [profile.pk]
    SpecialistStanding.objects.filter(specialist=profile).update(state="suspended")
    happen("specialist.suspended", profile)
    assert indexed() == {}


@pytest.mark.django_db
def test_listings_follow_their_category_when_it_moves_and_is_renamed(
    sam: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "CHUNK", 1)
    monkeypatch.setattr(tasks.refresh_holders, "delay", tasks.refresh_holders)
    profile = profile_of(sam)
    profile.categories.add(kitchens())
    profile.save()
    worktops = Category.objects.create(slug="worktops", name_en="Worktops", parent=kitchens())
    ids = [project_of(profile, category=category).pk for category in (kitchens(), worktops, kitchens())]
    call_command("rebuild_search", stdout=StringIO(), stderr=StringIO())
    home = Category.objects.create(slug="home", name_en="Home")
    moved = kitchens()
    moved.parent, moved.name_en = home, "Cookery"
    moved.save()
    assert find(Query(kind="project", categories=("home",))).ids == []
    for delivery in record("catalog.changed", subject=moved, actor=None).deliveries.all():
        deliver(delivery.pk)
    assert sorted(find(Query(kind="project", categories=("home",))).ids) == sorted(ids)
    assert find(Query(kind="project", categories=("worktops",))).ids == [ids[1]]
    assert find(Query(kind="specialist", categories=("home",), words="cookery")).ids == [profile.pk]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["city", "style", "roomtype", "service"])
def test_who_has_an_entry_is_indexed_when_it_changes(sam: User, kind: str) -> None:
    profile = profile_of(sam)
    project = project_of(profile)
    style, room = Style.objects.create(slug="loft", name_en="Loft"), RoomType.objects.create(slug="den", name_en="Den")
    project.styles.add(style)
    project.rooms.add(room)
    project.save()
    line = offering_of(profile)
    entries: dict[str, Any] = {"city": project.city, "style": style, "roomtype": room, "service": line.service}
    expected = {"city": ([project.pk], [profile.pk]), "service": ([], [profile.pk])}.get(kind, ([project.pk], []))
    label, pk = entries[kind]._meta.label_lower, entries[kind].pk
    assert tuple(sources.holders(which, label, pk, 0, 9) for which in ("project", "specialist")) == expected
    assert sources.holders("project", label, pk, project.pk, 9) == []


@pytest.mark.django_db
def test_a_rebuild_reads_the_real_listings(sam: User) -> None:
    project = project_of(profile_of(sam))
    project_of(project.specialist, state="draft")
    call_command("rebuild_search", stdout=StringIO(), stderr=StringIO())
    assert set(SearchDocument.objects.values_list("kind", "object_id")) == {
        ("project", project.pk),
        ("specialist", project.specialist_id),
    }


def test_titles_are_suggested_by_their_beginning(engine: Engine, write: Write) -> None:
    write(
        listing(1, title="Oak kitchen"),
        listing(2, title="OAK bathroom", saves=5),
        listing(3, title="Ёлка и дуб"),
        listing(4, title="100% oak"),
        listing(5, kind="specialist", title="Oakley Ann"),
    )
    assert suggest("oak ", 8).listings == (
        Suggestion("project", "listing00002", "OAK bathroom"),
        Suggestion("project", "listing00001", "Oak kitchen"),
        Suggestion("specialist", "listing00005", "Oakley Ann"),
    )
    assert suggest("oak", 1).listings == (Suggestion("project", "listing00002", "OAK bathroom"),)
    assert [found.title for found in suggest("ёлк").listings] == ["Ёлка и дуб"]
    assert suggest("light kit").words == ("light kitchen",)
    for nothing in ("", "o", "%", "100%%", "\x00", "\ud800", "_ak", "\\", "x" * 10_000):
        assert suggest(nothing).listings == ()


@pytest.mark.django_db
def test_the_vectors_stay_in_their_rows() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstorage FROM pg_attribute WHERE attrelid = 'search_document'::regclass AND attname = 'tsv'"
        )
        assert cursor.fetchone() == ("m",)


def test_a_listing_published_tomorrow_is_not_older_than_today(write: Write, ask: Ask) -> None:
    write(listing(1, title="Oak", published_at=DAY + timedelta(days=5_000)), listing(2, title="Oak"))
    assert ask("oak").ids == [1, 2]
