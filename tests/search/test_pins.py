"""Where the cards of a page are: cities, in the order of the cards, without a statement."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.accounts.models import User
from marketplace.catalog import vocabulary
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
