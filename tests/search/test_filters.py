"""Whatever narrows a list says so in a chip, which takes it away again."""

import re
from html import unescape
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils.translation import override, trans_real

from marketplace.accounts.models import User
from marketplace.catalog import vocabulary
from marketplace.catalog.models import Category, Style
from marketplace.core.money import Money
from marketplace.specialists.models import SpecialistRating
from search import indexing, looser
from search.api.views import FILTERS as DOCUMENTED
from search.api.views import PAGING
from search.filters import FILTERS, applied
from search.forms import Listing
from search.queries import Near, Query
from tests.cast import almaty, kitchens, profile_of, project_of

pytestmark = pytest.mark.django_db

# One thing said in each field of the form, and what its chip says.
SAID = {
    "q": ("oak", "“oak”"),
    "category": ("kitchens", "Kitchens"),
    "style": ("loft", "Loft"),
    "room": ("attic", "attic"),
    "language": ("kk", "Қазақша"),
    "city": ("almaty", "Almaty"),
    "near": ("43.25,76.9", "near Almaty"),
    "radius": ("60", "within 60 km"),
    "price_min": ("100", "from 100\xa0₸"),
    "price_max": ("900", "up to 900\xa0₸"),
    "rating": ("4.5", "rating 4.5 or more"),
}
WITHOUT_CHIP = {"sort", "cursor", "limit"}


@pytest.fixture(autouse=True)
def catalogue() -> None:
    almaty()
    kitchens()
    Style.objects.create(slug="loft", name_en="Loft")
    vocabulary.forget()


def asked(said: str, kind: str = "project") -> Query:
    return Listing(QueryDict(said)).query(kind)


def address(name: str) -> str:
    """The field said; how far is of no use without a place."""
    return f"near=43.25,76.9&radius={SAID[name][0]}" if name == "radius" else f"{name}={SAID[name][0]}"


def test_every_field_of_a_list_is_a_filter_with_a_chip_or_no_filter_at_all() -> None:
    assert set(Listing.base_fields) - WITHOUT_CHIP == FILTERS.keys() == SAID.keys()


def test_the_api_documents_every_field_of_a_list_and_no_other() -> None:
    assert {parameter.name for parameter in [*DOCUMENTED, *PAGING]} == set(Listing.base_fields)


@pytest.mark.parametrize("name", SAID)
def test_a_filter_narrows_so_its_counts_are_not_kept_as_those_of_everything(name: str) -> None:
    assert (asked(address(name)).is_narrowed, asked("").is_narrowed) == (True, False)
    assert not asked("sort=newest&limit=5").is_narrowed


@pytest.mark.parametrize("name", SAID)
def test_a_filter_says_what_is_chosen_and_its_chip_takes_it_away(name: str) -> None:
    query = asked(address(name))
    assert query != asked("")
    chips = {chip["name"]: chip for chip in applied(query)}
    assert chips[name]["label"].replace("KZT", "₸") == SAID[name][1]
    left = FILTERS[name].without(query, chips[name]["value"])
    assert left == (asked("near=43.25,76.9") if name == "radius" else asked(""))
    assert name not in [chip["name"] for chip in applied(left)]


@pytest.mark.parametrize("name", SAID)
def test_the_chip_of_a_page_leads_to_the_list_without_it(client: Client, name: str) -> None:
    page = client.get(f"/projects/?sort=newest&{address(name)}").content.decode()
    chips = page.split('aria-label="Applied filters"')[1].split("</ul>")[0]
    links = [unescape(link) for link in re.findall(r'data-filter-link href="([^"]*)"', chips)]
    assert len(links) == (3 if name == "radius" else 2)
    assert links[-1] == "/projects/"
    assert "?sort=newest" in links or "?sort=newest&near=43.25%2C76.9" in links


def test_several_of_a_kind_have_a_chip_each() -> None:
    query = asked("style=loft&style=calm")
    assert [(chip["name"], chip["value"], chip["label"]) for chip in applied(query)] == [
        ("style", "loft", "Loft"),
        ("style", "calm", "calm"),
    ]
    assert FILTERS["style"].without(query, "loft").styles == ("calm",)


def test_a_place_that_is_no_city_is_said_in_degrees() -> None:
    assert applied(Query(kind="project", near=Near(51.1, 71.4, 25)))[0]["label"] == "near 51.10, 71.40"


def test_words_stand_in_the_quotation_marks_of_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    with override("ru"):
        words: Any = trans_real.catalog()
        monkeypatch.setitem(words._catalog._catalogs[0], "“%(words)s”", "«%(words)s»")
        assert applied(asked("q=oak"))[0]["label"] == "«oak»"
    assert applied(asked("q=oak"))[0]["label"] == "“oak”"


def test_prices_are_minor_units_and_nothing_is_a_price() -> None:
    query = asked("price_min=0&price_max=12")
    assert (query.price_min, query.price_max) == (0, Money.of(12, "KZT").minor)
    assert [chip["name"] for chip in applied(query)] == ["price_min", "price_max"]


@pytest.fixture
def two(sam: User, eve: User) -> None:
    """Sam speaks Kazakh and has 4.6; Eve has nothing to say."""
    first, second = profile_of(sam, languages=["kk", "ru"]), profile_of(eve)
    SpecialistRating.objects.create(specialist=first, average="4.60", count=8)
    for profile in (first, second):
        project_of(profile)
    for kind in ("project", "specialist"):
        list(indexing.rebuild(kind))


class TestLanguagesAndRatings:
    def test_specialists_have_the_groups_in_the_api_and_on_the_page(self, client: Client, two: None) -> None:
        found = client.get("/api/v1/specialists/facets/").json()["groups"]
        groups = {
            group["name"]: [(one["value"], one["label"], one["count"]) for one in group["options"]] for group in found
        }
        assert groups["language"] == [("kk", "Қазақша", 1), ("ru", "Русский", 1)]
        assert groups["rating"] == [("4.5", "4.5 or more", 1), ("4", "4 or more", 1), ("3", "3 or more", 1)]
        page = client.get("/specialists/").content.decode()
        for name, options in groups.items():
            inputs = re.findall(rf'<input type="\w+" name="{name}" value="([^"]*)"', page)
            assert inputs == [value for value, _, _ in options]
        assert 'type="radio" name="rating"' in page

    def test_a_choice_narrows_the_list(self, client: Client, two: None) -> None:
        for query in ("language=kk", "rating=4", "language=kk&rating=4.5"):
            assert client.get(f"/specialists/?{query}").context["total"] == 1
        page = client.get("/specialists/?language=kk&rating=4").content.decode()
        assert 'name="language" value="kk" checked' in page
        assert 'name="rating" value="4" checked' in page

    def test_projects_and_lists_where_nobody_says_any_have_none(self, client: Client, two: None) -> None:
        found = client.get("/api/v1/projects/facets/").json()["groups"]
        assert [group["name"] for group in found] == ["category", "city"]
        assert 'type="checkbox" name="language"' not in client.get("/projects/").content.decode()
        SpecialistRating.objects.all().delete()
        list(indexing.rebuild("specialist"))
        names = [group["name"] for group in client.get("/api/v1/specialists/facets/").json()["groups"]]
        assert names == ["city", "language"]


class TestWhatTheFormHasNoFieldFor:
    def hidden(self, client: Client, path: str) -> list[tuple[str, str]]:
        form = client.get(path).content.decode().split("data-filters>")[1].split("</form>")[0]
        return re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form)

    def test_it_is_sent_again_with_the_next_choice(self, client: Client, two: None) -> None:
        said = "near=43.25,76.9&radius=60&rating=4.2&language=kk&city=almaty&sort=newest&cursor=&q=oak"
        assert self.hidden(client, f"/specialists/?{said}") == [
            ("near", "43.25,76.9"),
            ("radius", "60"),
            ("rating", "4.2"),
        ]
        assert self.hidden(client, "/projects/?language=kk&category=nothing") == [
            ("category", "nothing"),
            ("language", "kk"),
        ]

    def test_what_is_not_understood_is_not(self, client: Client, two: None) -> None:
        assert self.hidden(client, "/specialists/?near=here&rating=9&language=../x") == []


def test_whatever_leaves_nothing_can_be_left_out(client: Client, two: None) -> None:
    for said in ("rating=5", "language=ja", "near=10,10", "near=43.25,79.9&radius=5"):
        name = said.split("=")[0]
        assert name in [way.name for way in looser.ways(asked(said, "specialist"))], said


def test_a_chip_has_the_new_name_of_its_category(client: Client) -> None:
    path = "/projects/?category=kitchens"
    for name in ("Kitchens", "Kitchens and bars"):
        Category.objects.filter(slug="kitchens").update(name_en=name)
        vocabulary.forget()
        chips = client.get(path).content.decode().split('aria-label="Applied filters"')[1].split("</ul>")[0]
        assert f"</span>{name}<svg" in chips
