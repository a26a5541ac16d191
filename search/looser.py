"""When nothing is found: which one filter, left out, would find something."""

from dataclasses import dataclass, replace
from typing import Any

from search.filters import FILTERS, applied
from search.queries import Query, find

MOST = 4


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
    found = [way for chip in applied(query) if (way := _without(query, chip))]
    return sorted(found, key=lambda way: -way.total)[:MOST]


def _without(query: Query, chip: dict[str, Any]) -> Way | None:
    name, value = chip["name"], chip["value"]
    fewer = FILTERS[name].without(query, value)
    answer = find(replace(fewer, limit=1, cursor="", with_facets=False))
    return Way(name, value, chip["label"], answer.total, answer.total_capped) if answer.total else None
