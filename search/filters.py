"""The filters of a list: one table says which part of the question each is, and what a chip says of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from design.money import decimal_mark, write_money
from marketplace.catalog import selectors as catalog
from marketplace.specialists.languages import SPOKEN
from search.queries import RADIUS_KM, Near, Query

Chip = dict[str, Any]
NOTHING: dict[str, Any] = {field.name: field.default for field in fields(Query)}
# A point this near to a city's, in degrees, is said by the city's name.
BESIDE = 0.2


@dataclass(frozen=True, slots=True)
class Filter:
    """The field of the question that a filter fills, and the words for what is chosen."""

    field: str
    label: Callable[[Any], str]

    def chosen(self, query: Query) -> Iterator[tuple[str, Any]]:
        """What is chosen, each with its value in the address: empty where the whole parameter goes."""
        found = getattr(query, self.field)
        if found != NOTHING[self.field]:
            yield "", found

    def without(self, query: Query, value: str) -> Query:
        """The question without this choice."""
        return replace(query, **{self.field: NOTHING[self.field]})


class Several(Filter):
    """A filter of which any number may be chosen."""

    __slots__ = ()

    def chosen(self, query: Query) -> Iterator[tuple[str, Any]]:
        for slug in dict.fromkeys(getattr(query, self.field)):
            yield slug, slug

    def without(self, query: Query, value: str) -> Query:
        left: Any = tuple(slug for slug in getattr(query, self.field) if slug != value)
        return replace(query, **{self.field: left})


class Radius(Filter):
    """How far around a point: a part of the point, and without it as far as is usual."""

    __slots__ = ()

    def chosen(self, query: Query) -> Iterator[tuple[str, Any]]:
        if query.near and query.near.radius_km != RADIUS_KM:
            yield "", query.near.radius_km

    def without(self, query: Query, value: str) -> Query:
        return replace(query, near=query.near and replace(query.near, radius_km=RADIUS_KM))


def named(kind: str, slug: str) -> str:
    """The name of an entry of the catalogue; the slug itself when there is none any more."""
    return catalog.names(kind, [slug]).get(slug, slug)


def spoken(code: str) -> str:
    """A language in its own words; the code itself when nobody can choose it."""
    return SPOKEN.get(code, code)


def figure(number: float) -> str:
    """A number as the reader writes it: 4.5, or 4,5."""
    return f"{number:g}".replace(".", decimal_mark())


def _quoted(words: str) -> str:
    # Translators: what somebody searched for, in the quotation marks of your language.
    return _("“%(words)s”") % {"words": words}


def _near(near: Near) -> str:
    beside = ((_distance(near, city), city.name()) for city in catalog.terms("city"))
    distance, name = min(beside, default=(BESIDE, ""))
    return _("near %(place)s") % {"place": name if distance < BESIDE else f"{near.lat:.2f}, {near.lon:.2f}"}


def _distance(near: Near, city: Any) -> float:
    return max(abs(near.lat - float(city.facts["latitude"])), abs(near.lon - float(city.facts["longitude"])))


def _within(radius_km: float) -> str:
    return _("within %(km)s km") % {"km": figure(radius_km)}


def _from(minor: int) -> str:
    return _("from %(price)s") % {"price": write_money(minor, settings.CURRENCY)}


def _up_to(minor: int) -> str:
    return _("up to %(price)s") % {"price": write_money(minor, settings.CURRENCY)}


def _rated(least: float) -> str:
    return _("rating %(rating)s or more") % {"rating": figure(least)}


# By their names in the address, in the order of the chips.
FILTERS: dict[str, Filter] = {
    "category": Several("categories", partial(named, "category")),
    "room": Several("rooms", partial(named, "room")),
    "style": Several("styles", partial(named, "style")),
    "language": Several("languages", spoken),
    "city": Filter("city", partial(named, "city")),
    "near": Filter("near", _near),
    "radius": Radius("near", _within),
    "q": Filter("words", _quoted),
    "price_min": Filter("price_min", _from),
    "price_max": Filter("price_max", _up_to),
    "rating": Filter("rating_min", _rated),
}


def applied(query: Query) -> list[Chip]:
    """What is chosen, as chips that take it away again: name and value in the address, and words."""
    return [
        {"name": name, "value": value, "label": one.label(chosen)}
        for name, one in FILTERS.items()
        for value, chosen in one.chosen(query)
    ]
