"""Pages of a list in the order of its rows' ids, latest first: keyset, forward and back, one statement each.

A list so short that all of it is in memory has pages of places.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from marketplace.core import keyset

FORWARD, BACK = "f", "b"
Row = TypeVar("Row")
Other = TypeVar("Other")


@dataclass(frozen=True, slots=True)
class Window(Generic[Row]):
    """Some rows of a list, and the cursors of those before and after; empty where the list ends."""

    rows: list[Row]
    previous: str = ""
    next: str = ""

    def map(self, change: Callable[[Row], Other]) -> "Window[Other]":
        """The same page with each row changed."""
        return Window([change(row) for row in self.rows], self.previous, self.next)

    @property
    def is_all(self) -> bool:
        """Whether the list has no other rows."""
        return not (self.previous or self.next)


def latest(
    name: str, rows: "QuerySet[Any, Row]", pk: Callable[[Row], int], *, cursor: str = "", size: int = 24
) -> Window[Row]:
    """At most `size` of the rows, those with the highest ids first; `pk` tells a row's id.

    Raises BadCursor for a cursor that is broken or of a list with another `name`.
    """
    way, place = _place(name, cursor) if cursor else (FORWARD, None)
    is_back = way == BACK
    if place is not None:
        rows = rows.filter(**{"pk__gt" if is_back else "pk__lt": place})
    found = list(rows.order_by("pk" if is_back else "-pk")[: size + 1])
    has_more, shown = len(found) > size, found[:size]
    if is_back:
        shown.reverse()
    if not shown:
        return Window(shown)
    has_newer, has_older = (has_more, True) if is_back else (bool(cursor), has_more)
    return Window(
        shown,
        previous=keyset.encode([name, BACK, pk(shown[0])]) if has_newer else "",
        next=keyset.encode([name, FORWARD, pk(shown[-1])]) if has_older else "",
    )


def in_memory(name: str, rows: Sequence[Row], *, cursor: str = "", size: int = 24) -> Window[Row]:
    """At most `size` of a short list that was read already, in its own order. Raises BadCursor likewise."""
    start = max(_place(name, cursor)[1], 0) if cursor else 0
    end = start + size
    return Window(
        list(rows[start:end]),
        previous=keyset.encode([name, BACK, max(start - size, 0)]) if start else "",
        next=keyset.encode([name, FORWARD, end]) if end < len(rows) else "",
    )


def _place(name: str, cursor: str) -> tuple[str, int]:
    said, way, place = keyset.decode(cursor, length=3)
    if said == name and way in (FORWARD, BACK) and isinstance(place, int):
        return str(way), place
    raise keyset.BadCursor(_("This page link is broken: start again from the first page."), field="cursor")
