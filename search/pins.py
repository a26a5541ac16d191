"""Where the cards of a page are on the map: one pin for each city, no nearer than the catalogue knows it."""

from collections.abc import Iterable, Mapping
from typing import Any

from marketplace.catalog import selectors as catalog

Pin = dict[str, Any]


def pins(kind: str, cards: Iterable[Mapping[str, Any]]) -> list[Pin]:
    """The cities of the cards in their order, each with its point in degrees and what there is: no statement.

    Prices are numbers in whole units of their currency; a card without a city that the catalogue knows has no pin.
    """
    found: dict[str, Pin] = {}
    places = {term.slug: term for term in catalog.terms("city")}
    for card in cards:
        slug = card["city_slug"]
        if slug in places:
            term = places[slug]
            point = {"lat": term.facts["latitude"], "lon": term.facts["longitude"]}
            found.setdefault(slug, {"name": term.name(), **point, "cards": []})["cards"].append(_card(kind, card))
    return list(found.values())


def _card(kind: str, card: Mapping[str, Any]) -> Pin:
    price = card["price" if kind == "project" else "price_from"]
    told = {"title": card["title" if kind == "project" else "name"], "url": card["url"]}
    return {**told, "price": float(price.amount), "currency": price.currency} if price else told
