"""What every engine finds: words, filters, places, sorts."""

import math

import pytest

from marketplace.catalog import selectors as catalog
from marketplace.core.errors import Invalid
from search.queries import Correction, Near, Query
from tests.search.conftest import Ask, Write, listing

ALMATY = (43.2389, 76.8897)


def test_the_better_place_of_a_word_comes_first(write: Write, ask: Ask) -> None:
    write(
        listing(1, body="There is oak in it."),
        listing(2, subtitle="Made of oak"),
        listing(3, keywords="oak"),
        listing(4, title="Oak"),
        listing(5, title="Pine"),
    )
    assert ask("oak").ids == [4, 3, 2, 1]


def test_having_all_words_beats_having_one_often(write: Write, ask: Ask) -> None:
    write(listing(1, title="Oak oak oak"), listing(2, title="Oak kitchen"), listing(3, title="A kitchen"))
    assert ask("oak kitchen").ids[0] == 2
    assert set(ask("oak kitchen").ids) == {1, 2, 3}


def test_russian_and_english_meet_in_any_form(write: Write, ask: Ask) -> None:
    write(listing(1, title="Ремонт ванных комнат"), listing(2, title="Bathrooms renovated"), listing(3, title="Ёлка"))
    assert ask("ванная").ids == [1]
    assert ask("bathroom renovating").ids == [2]
    assert ask("елкой").ids == [3]


@pytest.mark.parametrize(("typed", "used"), [("bathrom", "bathrooms"), ("ремнот", "ремонт"), ("htvjyn", "ремонт")])
def test_a_typo_finds_what_was_meant_and_says_so(write: Write, ask: Ask, typed: str, used: str) -> None:
    write(listing(1, title="Ремонт"), listing(2, title="Bathrooms"))
    found = ask(typed)
    assert found.ids == [2 if used == "bathrooms" else 1]
    assert found.correction == Correction(typed, used)


def test_words_as_typed_are_not_corrected(write: Write, ask: Ask) -> None:
    write(listing(1, title="Oak"))
    assert ask("oak").correction is None


def test_synonyms_of_the_catalogue_find_too_but_behind(write: Write, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    write(listing(1, title="Guest toilet"), listing(2, title="Restroom"), listing(3, title="Guest room"))
    assert ask("restroom").ids == [2]
    monkeypatch.setattr(catalog, "expansions", lambda text: ["guest toilet"] if text == "restroom" else [])
    assert ask("restroom").ids == [2, 1]
    assert ask("restrom").ids == [2, 1]


def test_quality_decides_between_equals_and_never_against_the_words(write: Write, ask: Ask) -> None:
    write(
        listing(1, title="Oak table"),
        listing(2, title="Oak table", rating=5.0, rating_count=50, saves=90, published_at=listing(1).published_at),
        listing(3, body="an oak was here", rating=5.0, rating_count=90, saves=900),
    )
    assert ask("oak").ids == [2, 1, 3]


def test_kinds_do_not_mix(write: Write, ask: Ask) -> None:
    write(listing(1, title="Oak"), listing(1, title="Oak carver", kind="specialist"))
    assert ask("oak").ids == [1]
    assert ask("carver").ids == []
    assert ask("carver", kind="specialist").ids == [1]


@pytest.fixture
def street(write: Write) -> None:
    write(
        listing(1, category_path=("rooms", "kitchen"), styles=("loft",), rooms=("kitchen",), city="almaty"),
        listing(2, category_path=("rooms", "bath"), styles=("loft", "classic"), rooms=("bath",), city="almaty"),
        listing(3, category_path=("garden",), styles=("classic",), city="astana", languages=("ru", "en")),
        listing(4, price_from=100_00, price_to=300_00, rating=4.5, rating_count=2),
        listing(5, price_from=500_00, rating=3.0, rating_count=9),
    )


@pytest.mark.usefixtures("street")
@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ({}, {1, 2, 3, 4, 5}),
        ({"categories": ("rooms",)}, {1, 2}),
        ({"categories": ("kitchen", "garden")}, {1, 3}),
        ({"styles": ("classic",), "rooms": ("bath",)}, {2}),
        ({"languages": ("en", "kk")}, {3}),
        ({"city": "almaty"}, {1, 2}),
        ({"city": "nowhere"}, set()),
        ({"price_min": 200_00}, {4, 5}),
        ({"price_max": 100_00}, {4}),
        ({"price_min": 301_00, "price_max": 499_00}, set()),
        ({"rating_min": 4.5}, {4}),
        ({"city": "almaty", "words": "listing", "styles": ("loft",)}, {1, 2}),
    ],
)
def test_filters_narrow(ask: Ask, said: dict[str, object], ids: set[int]) -> None:
    found = ask(**said)
    assert set(found.ids) == ids
    assert (found.total, found.total_capped) == (len(ids), False)


SORTS = [
    ("recommended", [4, 3, 2, 1]),
    ("newest", [4, 3, 2, 1]),
    ("price_low", [2, 3, 1, 4]),
    ("price_high", [1, 2, 3, 4]),
    ("rating", [3, 1, 2, 4]),
    ("saved", [4, 2, 3, 1]),
]


@pytest.mark.parametrize(("sort", "ids"), SORTS)
@pytest.mark.parametrize("words", ["", "oak"])
def test_sorts(write: Write, ask: Ask, sort: str, ids: list[int], words: str) -> None:
    write(
        listing(1, title="Oak", price_from=300, price_to=900, rating=4.0, rating_count=9),
        listing(2, title="Oak", price_from=100, price_to=500, rating=4.0, rating_count=3, saves=2),
        listing(3, title="Oak", price_from=200, rating=5.0, rating_count=1, saves=1),
        listing(4, title="Oak", saves=40),
    )
    if sort == "recommended" and words:
        ids = [4, 3, 2, 1]
    assert ask(words, sort=sort).ids == ids


def test_another_sort_shows_what_has_all_the_words_while_anything_has(write: Write, ask: Ask) -> None:
    write(listing(1, title="Oak kitchen"), listing(2, title="Oak"), listing(3, title="Birch"))
    assert ask("oak kitchen", sort="newest").ids == [1]
    assert ask("oak birch", sort="newest").ids == [3, 2, 1]


def north(of: tuple[float, float], km: float) -> dict[str, float]:
    return {"lat": of[0] + math.degrees(km / 6371.0088), "lon": of[1]}


def test_a_radius_is_measured_on_the_globe(write: Write, ask: Ask) -> None:
    write(listing(1, **north(ALMATY, 9.99)), listing(2, **north(ALMATY, 10.01)), listing(3))
    assert ask(near=Near(*ALMATY, 10)).ids == [1]
    assert set(ask(near=Near(*ALMATY, 11)).ids) == {1, 2}


def test_a_specialist_is_near_where_he_travels_to(write: Write, ask: Ask) -> None:
    write(
        listing(1, kind="specialist", radius_km=60, **north(ALMATY, 50)),
        listing(2, kind="specialist", radius_km=40, **north(ALMATY, 50)),
        listing(3, kind="specialist", **north(ALMATY, 4)),
    )
    assert set(ask(kind="specialist", near=Near(*ALMATY, 5)).ids) == {1, 3}


@pytest.mark.parametrize("place", [(0.0, 179.99), (89.999, 10.0), (-90.0, 0.0), (0.0, -180.0)])
def test_the_date_line_and_the_poles_are_ordinary_places(write: Write, ask: Ask, place: tuple[float, float]) -> None:
    lat, lon = place
    write(listing(1, lat=lat, lon=lon), listing(2, lat=lat, lon=-lon if abs(lon) > 170 else lon + 180))
    near = set(ask(near=Near(lat, lon, 5)).ids)
    assert near == {1, 2} if abs(lat) > 80 or abs(lon) > 179 else near == {1}


def test_a_radius_ends_at_500_km(write: Write, ask: Ask) -> None:
    write(listing(1, **north(ALMATY, 499)), listing(2, **north(ALMATY, 501)))
    assert ask(near=Near(*ALMATY, 9_000)).ids == [1]


@pytest.mark.parametrize("place", [(91.0, 0.0, 5.0), (0.0, 181.0, 5.0), (0.0, 0.0, 0.0), (math.nan, 0.0, 5.0)])
def test_a_place_that_does_not_exist_is_refused(place: tuple[float, float, float]) -> None:
    with pytest.raises(Invalid):
        Near(*place)


@pytest.mark.parametrize(
    "words",
    [
        "x" * 10_000,
        "oak " * 5_000,
        " ".join(f"w{n}rd" for n in range(2_000)),
        "and the of",
        "🙂",
        "oak & !kitchen | (table):* <->",
        "'; DROP TABLE search_document; --",
        "\\' \\\\",
        "oak\x00table",
        "\ud800oak",
        "\u202eoak\u202c",
        "%_",
        "%s %(x)s",
        "1/2 -- 5' 6\"",
        "http://example.com/a?b=c user@example.com",
    ],
)
@pytest.mark.parametrize("sort", ["recommended", "newest"])
def test_whatever_is_typed_gets_a_sensible_answer(write: Write, ask: Ask, words: str, sort: str) -> None:
    write(listing(1, title="Oak table"), listing(2, title="Pine"))
    found = ask(words, sort=sort, with_facets=True)
    assert found.ids in ([1], [])
    assert found.total == len(found.ids)
    assert bool(found.ids) == ("oak" in words or "TABLE" in words)


def test_hostile_filters_find_nothing(write: Write, ask: Ask) -> None:
    write(listing(1, city="almaty", category_path=("kitchen",)))
    for odd in ("\x00", "\ud800", "{almaty}", "a,b", '"', "x" * 10_000):
        assert ask(categories=(odd,), with_facets=True).ids == []
        assert ask(styles=(odd,) * 1_000).ids == []
    assert ask(city="\x00almaty").ids == [1]


def test_bounds_beyond_all_numbers_are_bounds(write: Write, ask: Ask) -> None:
    write(listing(1, price_from=5))
    assert ask(price_min=-(10**30), price_max=10**30, limit=10**9, rating_min=math.nan).ids == [1]
    assert ask(limit=-5).ids == [1]


def test_a_kind_or_sort_that_does_not_exist_is_refused() -> None:
    for wrong in ({"kind": "booking"}, {"kind": "project", "sort": "price; DROP"}):
        with pytest.raises(ValueError, match="No such kind or sort"):
            Query(**wrong)  # type: ignore[arg-type]
