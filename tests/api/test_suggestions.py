"""Autocomplete: words, entries of the catalogue, listings."""

import pytest
from django.test import Client

from search import tasks
from tests.api.world import World, build


@pytest.fixture
def world(db: None) -> World:
    """Sam's projects, and what people call things there."""
    built = build()
    tasks.refresh_vocabulary()
    return built


def test_an_unfinished_word_becomes_words_entries_and_listings(client: Client, world: World) -> None:
    found = client.get("/api/v1/suggestions/", {"q": "kit"}).json()
    assert found["entries"] == [
        {"kind": "category", "slug": "kitchens", "name": "Kitchens"},
        {"kind": "service", "slug": "island", "name": "Kitchen island"},
        {"kind": "room", "slug": "kitchen", "name": "Kitchen"},
    ]
    assert found["listings"] == []
    assert "kitchen" in found["words"]


def test_titles_and_cities_are_suggested(client: Client, world: World) -> None:
    title = {"kind": "project", "public_id": world.projects["published"].public_id, "title": "Sage kitchen, published"}
    assert client.get("/api/v1/suggestions/", {"q": "sage k"}).json()["listings"] == [title]
    city = {"kind": "city", "slug": "almaty", "name": "Almaty"}
    assert client.get("/api/v1/suggestions/", {"q": "alm"}).json()["entries"] == [city]


@pytest.mark.parametrize("said", ["", " ", "\u200b"])
def test_nothing_suggests_nothing(client: Client, world: World, said: str) -> None:
    answer = client.get("/api/v1/suggestions/", {"q": said})
    assert answer.json() == {"words": [], "entries": [], "listings": []}
