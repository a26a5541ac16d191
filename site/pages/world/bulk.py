"""Synthetic projects by the hundred thousand, published, with photos, counts and search documents."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, models, transaction

from marketplace.analytics.models import DailyCount, Tally
from marketplace.catalog import names
from marketplace.catalog.models import Category, City, RoomType, Style
from marketplace.core import clock
from marketplace.projects.models import Project, ProjectFavourite, ProjectPhoto, ProjectStanding
from marketplace.projects.states import ProjectState
from marketplace.specialists.models import SpecialistProfile
from pages.world import phrases
from pages.world.copying import copy, reserve
from pages.world.crowd import STANDING, TALLY, make_crowd
from pages.world.keys import chance, public_id
from pages.world.stock import Stock, stock
from search import indexing
from search.documents import Document, document

Say = Callable[[str], None]
Kept = TypeVar("Kept", RoomType, Style)
Crowd = Mapping[int, tuple[int, str, float | None, int]]

CHUNK = 5_000
# A specialist for so many projects.
EACH = 50
PHOTOS = 3
COLUMNS = ("id", "public_id", "specialist_id", "tally_id", "title", "summary", "story", "language", "category_id")
FACTS = ("city_id", "area_m2", "cost_from_minor", "cost_to_minor", "currency", "duration_days", "completed_on")


@dataclass(frozen=True, slots=True)
class Made:
    """A synthetic project before it is written; `savers` are the accounts that saved it."""

    pk: int
    tally: int
    specialist: int
    public_id: str
    title: str
    summary: str
    story: str
    language: str
    category: Category
    city: City
    rooms: list[RoomType]
    styles: list[Style]
    assets: list[int]
    area: int
    cost: tuple[int, int]
    published: datetime
    views: int
    savers: list[int]


def load(number: int, say: Say) -> None:
    """So many more published projects, by one specialist for every fifty of them."""
    with connection.cursor() as cursor:
        # A crash of the database may forget the last of them; nobody waits for its disk meanwhile.
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("SET gin_pending_list_limit = '64MB'")
        cursor.execute("SET work_mem = '64MB'")
    with transaction.atomic():
        things = stock()
        crowd = make_crowd(max(1, number // EACH), things)
    for start in range(0, len(crowd), indexing.CHUNK):
        indexing.refresh("specialist", list(crowd)[start : start + indexing.CHUNK])
    say(f"{len(crowd)} specialists")
    # The index has its own way to write many documents; rows come first, 5,000 projects at a time.
    for done in indexing.load(_documents(number, crowd, things)):
        if done % CHUNK == 0 or done == number:
            say(f"{done} of {number} projects")
    _analyse()
    say("words counted, tables analysed")


def _documents(number: int, crowd: Crowd, things: Stock) -> Iterator[Document]:
    ids = list(zip(reserve(Project, number), reserve(Tally, number), strict=True))
    chunks = [ids[start : start + CHUNK] for start in range(0, number, CHUNK)]
    people = list(crowd)

    def made(pairs: list[tuple[int, int]]) -> list[Made]:
        return [_made(pk, tally, crowd, people, things) for pk, tally in pairs]

    # The next chunk is thought up while the database is busy with this one.
    with ThreadPoolExecutor(1) as ahead:
        coming = ahead.submit(made, chunks[0])
        for following in [*chunks[1:], []]:
            some, coming = coming.result(), ahead.submit(made, following)
            with transaction.atomic():
                _write(some)
            yield from (_document(one, crowd) for one in some)


def _made(pk: int, tally: int, crowd: Crowd, people: list[int], things: Stock) -> Made:
    dice = chance("load", pk)
    words = phrases.tongue(dice)
    cost = dice.randint(2, 400) * 10_000_000
    return Made(
        pk=pk,
        tally=tally,
        specialist=people[pk % len(people)],
        public_id=public_id("load", str(pk)),
        title=phrases.title(dice, words),
        summary=phrases.story(dice, words, 1),
        story=phrases.story(dice, words, dice.randint(2, 5)),
        language=words.code,
        category=dice.choice(things.categories),
        city=dice.choice(things.cities),
        rooms=_some(dice, things.rooms),
        styles=_some(dice, things.styles),
        assets=dice.sample(things.assets, PHOTOS),
        area=dice.randint(4, 220),
        cost=(cost, round(cost * dice.uniform(1, 1.4))),
        published=clock.now() - timedelta(seconds=dice.randint(3_600, 1_000 * 86_400)),
        views=dice.randint(0, 900),
        savers=_savers(dice, crowd, people),
    )


def _some(dice: Random, entries: list[Kept]) -> list[Kept]:
    """One or two of them, in the catalogue's order, as they are read back."""
    return sorted(dice.sample(entries, dice.randint(1, 2)), key=entries.index)


def _savers(dice: Random, crowd: Crowd, people: list[int]) -> list[int]:
    """Most are saved by nobody, a few by many."""
    number = min(len(people), int(dice.paretovariate(1.3)) - 1, 30)
    return [crowd[pk][0] for pk in dice.sample(people, number)]


def _write(some: list[Made]) -> None:
    copy(Tally, TALLY, ((one.tally, one.views, len(one.savers), 0) for one in some))
    copy(Project, (*COLUMNS, *FACTS, "created_at"), map(_project, some))
    state = ProjectState.PUBLISHED.value
    copy(
        ProjectStanding,
        ("project_id", *STANDING),
        ((one.pk, state, one.published, one.published, "", 1) for one in some),
    )
    rooms: Any = Project.rooms.through
    copy(rooms, ("project_id", "roomtype_id"), ((one.pk, room.pk) for one in some for room in one.rooms))
    styles: Any = Project.styles.through
    copy(styles, ("project_id", "style_id"), ((one.pk, style.pk) for one in some for style in one.styles))
    copy(ProjectPhoto, ("project_id", "asset_id", "position", "alt", "caption"), _photos(some))
    saves = ((user, one.pk, one.published) for one in some for user in one.savers)
    copy(ProjectFavourite, ("user_id", "project_id", "created_at"), saves)
    days = ((one.tally, one.published.date(), "view", one.views) for one in some)
    copy(DailyCount, ("tally_id", "day", "metric", "value"), days)


def _project(one: Made) -> tuple[Any, ...]:
    texts = (one.title, one.summary, one.story, one.language)
    facts = (one.city.pk, one.area, *one.cost, settings.CURRENCY, 30, one.published.date())
    return (one.pk, one.public_id, one.specialist, one.tally, *texts, one.category.pk, *facts, one.published)


def _photos(some: list[Made]) -> Iterator[tuple[Any, ...]]:
    for one in some:
        for place, asset in enumerate(one.assets, start=1):
            yield one.pk, asset, place, one.title, ""


def _document(one: Made, crowd: Crowd) -> Document:
    """What marketplace.projects.documents would say of the project, without reading it back: a test compares them."""
    _user, author, rating, count = crowd[one.specialist]
    return document(
        "project",
        {
            "object_id": one.pk,
            "public_id": one.public_id,
            "title": one.title,
            "subtitle": one.summary,
            "keywords": names.keywords([one.category], [one.city, *one.rooms, *one.styles]),
            "body": f"{one.story} {author}",
            "category_path": tuple(one.category.path.strip("/").split("/")),
            "styles": tuple(style.slug for style in one.styles),
            "rooms": tuple(room.slug for room in one.rooms),
            "city": one.city.slug,
            "lat": one.city.latitude,
            "lon": one.city.longitude,
            "price_from": one.cost[0],
            "price_to": one.cost[1],
            "currency": settings.CURRENCY,
            "rating": rating,
            "rating_count": count,
            "area_m2": one.area,
            "languages": (one.language,),
            "published_at": one.published,
            "saves": len(one.savers),
            "version": 1,
        },
    )


def _analyse() -> None:
    """PostgreSQL plans by what it knows of the tables: tell it at once how large they are now."""
    written: list[type[models.Model]] = [Project, ProjectStanding, ProjectPhoto, ProjectFavourite, Tally, DailyCount]
    many: list[Any] = [Project.rooms.through, Project.styles.through, SpecialistProfile.categories.through]
    with connection.cursor() as cursor:
        for model in (*written, *many, SpecialistProfile):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
