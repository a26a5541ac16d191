"""When nothing is found: which one filter, left out, would find something."""

from dataclasses import dataclass, replace
from typing import Any

from search import facets
from search.queries import Query, find

MOST = 4
FIELDS = {"category": "categories", "room": "rooms", "style": "styles"}


@dataclass(frozen=True, slots=True)
class Way:
    """A filter by the name and value in the address, in words, and how much there is without it (or more)."""

    name: str
    value: str
    label: str
    total: int
    is_more: bool


def ways(query: Query) -> list[Way]:
    """At most four filters of which one less finds something, the most found first: a statement for each filter."""
    found = [way for chip in facets.applied(query) if (way := _without(query, chip))]
    return sorted(found, key=lambda way: -way.total)[:MOST]


def _without(query: Query, chip: dict[str, Any]) -> Way | None:
    name, value = chip["name"], chip["value"]
    answer = find(replace(query, **_change(query, name, value), limit=1, cursor="", with_facets=False))
    return Way(name, value, chip["label"], answer.total, answer.total_capped) if answer.total else None


def _change(query: Query, name: str, value: str) -> dict[str, Any]:
    if name in FIELDS:
        left = tuple(slug for slug in getattr(query, FIELDS[name]) if slug != value)
        return {FIELDS[name]: left}
    return {"q": {"words": ""}, "city": {"city": ""}}.get(name) or {name: None}
