"""The catalogue for programs: public, in the caller's language, not sent again when it has not changed."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from marketplace.catalog import selectors, services
from marketplace.catalog.models import CategoryAttribute
from tests.catalog.conftest import Shelf

API = "/api/v1/catalog"


def get(path: str, **headers: str) -> Any:
    return Client().get(f"{API}/{path}", headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.django_db
def test_the_tree_comes_whole_in_the_callers_language_without_synonyms(shelf: Shelf) -> None:
    answer = get("categories/", accept_language="ru-KZ,ru;q=0.9")
    assert answer.status_code == 200
    assert answer.json()["next"] is None
    kitchens, bathrooms = answer.json()["results"]
    assert kitchens == {
        "slug": "kitchens",
        "name": "Кухни",
        "description": "",
        "icon": "pot",
        "path": "kitchens/",
        "depth": 1,
        "children": [
            {
                "slug": "kitchen-making",
                "name": "Bespoke kitchens",
                "description": "",
                "icon": "",
                "path": "kitchens/kitchen-making/",
                "depth": 2,
                "children": [],
            },
            {
                "slug": "kitchen-fitting",
                "name": "Установка кухни",
                "description": "",
                "icon": "",
                "path": "kitchens/kitchen-fitting/",
                "depth": 2,
                "children": [],
            },
        ],
    }
    assert (bathrooms["name"], answer["Content-Language"]) == ("Ванные", "ru")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "name"), [("", "Kitchens"), ("de", "Kitchens"), ("de,kk;q=0.5", "Ас үй"), ("*;q=x,\x7f", "Kitchens")]
)
def test_a_language_we_do_not_speak_is_answered_in_english(shelf: Shelf, asked: str, name: str) -> None:
    assert get("categories/", accept_language=asked).json()["results"][0]["name"] == name


@pytest.mark.django_db
def test_each_list_has_its_own_columns(shelf: Shelf) -> None:
    assert get("services/").json()["results"] == [
        {
            "slug": "island",
            "name": "Kitchen island",
            "description": "",
            "category": "kitchen-making",
            "minutes": 960,
            "unit": "",
            "price_from": {"amount": "450000.00", "currency": "KZT"},
            "price_to": {"amount": "1600000.00", "currency": "KZT"},
        }
    ]
    assert get("styles/").json()["results"] == [{"slug": "loft", "name": "Loft", "description": ""}]
    assert get("rooms/").json()["results"] == [{"slug": "living-room", "name": "Living room", "description": ""}]
    assert get("cities/almaty/").json() == {
        "slug": "almaty",
        "name": "Almaty",
        "description": "",
        "country": "KZ",
        "region": "",
        "latitude": 43.2,
        "longitude": 76.9,
        "zone": "Asia/Almaty",
    }


@pytest.mark.django_db
def test_a_category_names_the_questions_it_asks_and_those_from_above(shelf: Shelf) -> None:
    options = [{"key": "corner", "en": "Corner", "ru": "Угловая", "kk": ""}]
    CategoryAttribute.objects.create(
        category=shelf.kitchens, key="layout", label_en="Layout", label_ru="Форма", type="choice", options=options
    )
    CategoryAttribute.objects.create(category=shelf.making, key="length", label_en="Length", type="number", unit="m")
    CategoryAttribute.objects.create(category=shelf.fitting, key="urgent", label_en="Urgent", type="bool")
    asked = get("categories/kitchen-making/", accept_language="ru").json()["attributes"]
    assert [(question["key"], question["label"]) for question in asked] == [("layout", "Форма"), ("length", "Length")]
    assert asked[0]["options"] == [{"key": "corner", "name": "Угловая"}]


@pytest.mark.django_db
def test_a_list_costs_no_query_once_the_catalogue_is_read(
    shelf: Shelf, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    get("categories/")
    for path in ("categories/", "services/", "styles/", "rooms/", "cities/"):
        with django_assert_num_queries(0):
            assert get(path).status_code == 200


@pytest.mark.django_db
def test_what_has_not_changed_is_not_sent_again(
    shelf: Shelf, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    first = get("styles/")
    assert first["Cache-Control"] == "public, max-age=300"
    assert "Accept-Language" in first["Vary"]
    assert get("styles/", if_none_match=first["ETag"]).status_code == 304
    assert get("styles/", if_modified_since=first["Last-Modified"]).status_code == 304
    assert get("styles/", if_none_match=first["ETag"], accept_language="ru").status_code == 200
    shelf.loft.name_en = "Warehouse"
    with django_capture_on_commit_callbacks(execute=True):
        shelf.loft.save()
        services.changed(shelf.loft, by=None)
    again = get("styles/", if_none_match=first["ETag"])
    assert (again.status_code, again.json()["results"][0]["name"]) == (200, "Warehouse")


@pytest.mark.django_db
def test_what_is_hidden_is_not_offered_and_still_has_a_name(
    shelf: Shelf, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        services.hide(shelf.kitchens, by=None)
    assert [root["slug"] for root in get("categories/").json()["results"]] == ["bathrooms"]
    assert get("services/").json()["results"] == []
    assert get("categories/kitchens/").json()["is_active"] is False
    assert selectors.names("category", ["kitchens", "nothing"], "kk") == {"kitchens": "Ас үй"}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["categories/nothing/", "cities/nothing/", "styles/../", "styles/A/"])
def test_what_is_not_there_is_a_problem_not_a_page(shelf: Shelf, path: str) -> None:
    assert get(path).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nobody_writes_here(shelf: Shelf, method: str) -> None:
    assert getattr(Client(), method)(f"{API}/styles/", "{}", content_type="application/json").status_code == 405
