"""Where the cards of a page are: cities, in the order of the cards, without a statement."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.accounts.models import User
from marketplace.catalog import vocabulary
from marketplace.catalog.models import City
from marketplace.core.money import Money
from search import indexing, pins
from tests.cast import almaty, profile_of, project_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_catalogue() -> None:
    vocabulary.forget()


def card(title: str, city: str, price: int | None = None) -> dict[str, Any]:
    money = Money(price, "KZT") if price else None
    return {"title": title, "url": f"/{title}/", "city_slug": city, "price": money}


def test_cards_of_a_city_share_a_pin_and_unknown_places_have_none(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    almaty()
    vocabulary.current()
    cards = [card("a", "almaty", 420_000_00), card("b", "nowhere"), card("c", "almaty")]
    with django_assert_num_queries(0):
        found = pins.pins("project", cards)
    assert found == [
        {
            "name": "Almaty",
            "lat": 43.24,
            "lon": 76.89,
            "cards": [
                {"title": "a", "url": "/a/", "price": 420000.0, "currency": "KZT"},
                {"title": "c", "url": "/c/"},
            ],
        }
    ]


@pytest.mark.parametrize("path", ["/projects/", "/specialists/"])
def test_two_cities_of_one_name_have_a_pin_each(client: Client, sam: User, eve: User, path: str) -> None:
    first = City.objects.create(slug="kainar-a", name_en="Kainar", latitude=43.1, longitude=76.1, zone="Asia/Almaty")
    second = City.objects.create(slug="kainar-b", name_en="Kainar", latitude=50.2, longitude=80.2, zone="Asia/Almaty")
    for user, city in ((sam, first), (eve, second)):
        project_of(profile_of(user, city=city), city=city)
    vocabulary.forget()
    for kind in ("project", "specialist"):
        list(indexing.rebuild(kind))
    [text] = re.findall(r'<script id="pins" type="application/json">(.*?)</script>', client.get(path).content.decode())
    found = sorted((pin["lat"], pin["lon"], pin["name"], len(pin["cards"])) for pin in json.loads(text))
    assert found == [(43.1, 76.1, "Kainar", 1), (50.2, 80.2, "Kainar", 1)]


@pytest.mark.parametrize("path", ["/projects/", "/specialists/", "/ru/specialists/"])
def test_the_page_carries_its_pins_and_the_map_its_means(client: Client, sam: User, path: str) -> None:
    profile = profile_of(sam, name="</script>Sam", latitude=43.2567, longitude=76.9286)
    project_of(profile)
    for kind in ("project", "specialist"):
        list(indexing.rebuild(kind))
    page = client.get(path).content.decode()
    [text] = re.findall(r'<script id="pins" type="application/json">(.*?)</script>', page)
    [pin] = json.loads(text)
    assert (pin["lat"], pin["lon"], len(pin["cards"])) == (43.24, 76.89, 1)
    assert pin["cards"][0]["url"] in page
    assert 'data-tiles=""' in page
    assert "leaflet-1.9.4.js" not in page


def test_with_nothing_found_the_map_shows_what_is_offered_instead(client: Client, sam: User) -> None:
    project_of(profile_of(sam, latitude=43.2567, longitude=76.9286))
    list(indexing.rebuild("project"))
    page = client.get("/projects/?q=zzzqqq").content.decode()
    [text] = re.findall(r'<script id="pins" type="application/json">(.*?)</script>', page)
    assert [pin["name"] for pin in json.loads(text)] == ["Almaty"]
