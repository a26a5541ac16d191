"""Lists in the order of a stored column: keyset pages, forward and back, each a short walk along one index."""
# ruff: noqa: S608 (constants of this package become SQL text; what a person sent is bound)

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from marketplace.core import keyset
from marketplace.core.cache import nearby
from search.documents import EPOCH
from search.engines.base import MAX_TOTAL, Found, Hit, Query, Sort
from search.engines.postgres.filters import CHEAPEST, DEAREST, RATING, where
from search.engines.postgres.sql import Sql, both, rows

FORWARD, BACK = "f", "b"
# How long a total of many may be behind.
SECONDS = 60
Cursor = Sequence[str | int | float | None]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an order: how it is written in the statement and as text in a cursor."""

    sql: str
    type: str

    def bound(self, value: object) -> Sql:
        """The cursor's value as a parameter. Raises ValueError when it cannot be one of this column."""
        if isinstance(value, int) and abs(value) < 2 ** _BITS[self.type]:
            return Sql(f"%s::{self.type}", (_moment(value) if self.type == "timestamptz" else value,))
        if isinstance(value, float) and self.type == "float8":
            return Sql("%s::float8", (value,))
        raise ValueError(value)


_ORDERS: dict[Sort, tuple[tuple[Column, ...], bool]] = {
    "recommended": ((Column("standing", "float8"),), True),
    "newest": ((Column("published_at", "timestamptz"),), True),
    "price_low": ((Column(CHEAPEST, "bigint"),), False),
    "price_high": ((Column(DEAREST, "bigint"),), True),
    "rating": ((Column(RATING, "float8"), Column("rating_count", "integer")), True),
    "saved": ((Column("saves", "integer"),), True),
}
_ID = Column("object_id", "bigint")
_BITS = {"integer": 31, "bigint": 63, "timestamptz": 63, "float8": 1023}


def page(query: Query, tsquery: str) -> Found:
    """One page in the query's sort, with the total."""
    columns, falls = _ORDERS[query.sort]
    columns = (*columns, _ID)
    way, after = _decoded(query, columns)
    back = way == BACK
    found, remembered = where(query, tsquery), _remembered(query)
    taken = _rows(query, found, columns, after, falls=falls != back, is_counted=remembered is None)
    more, taken = len(taken) > query.limit, taken[: query.limit]
    if back:
        taken.reverse()
    if remembered is not None and (more or after):
        total = remembered
    else:
        total = taken[0][2] if taken and remembered is None else _total(found)
        _remember(query, total)
    return Found(
        hits=tuple(Hit(row[0], row[1]) for row in taken),
        total=min(total, MAX_TOTAL),
        total_capped=total > MAX_TOTAL,
        next=_cursor(query, FORWARD, taken[-1][3:]) if taken and (more or back) else "",
        previous=_cursor(query, BACK, taken[0][3:]) if taken and (more if back else after) else "",
    )


def _remembered(query: Query) -> int | None:
    """The total of these filters as it was counted within the last minute: counting costs more than the page."""
    if not query.is_narrowed:
        return None
    key = _key(query)
    total: int | None = nearby(key, lambda: cache.get(key))
    return total


def _remember(query: Query, total: int) -> None:
    """Only what takes several pages: a few are counted anew each time."""
    if query.is_narrowed and total > query.limit:
        cache.set(_key(query), total, SECONDS)


def _key(query: Query) -> str:
    return f"search:total:{hashlib.blake2b(repr(query.filters).encode(), digest_size=16).hexdigest()}"


def _rows(
    query: Query, found: Sql, columns: Sequence[Column], after: Sql | None, *, falls: bool, is_counted: bool
) -> list[Any]:
    keys = ", ".join(column.sql for column in columns)
    order = ", ".join(f"{column.sql} {'DESC' if falls else 'ASC'}" for column in columns)
    limits = [found]
    if after:
        limits.append(Sql(f"({keys}) {'<' if falls else '>'} ({after.text})", after.params))
    kept = both(limits, " AND ")
    total = Sql(f"(SELECT count(*) FROM {_some(found)})", found.params) if is_counted else Sql("NULL")
    statement = f"""
        SELECT object_id, version, {total.text}, {keys}
        FROM search_document WHERE {kept.text} ORDER BY {order} LIMIT {query.limit + 1}
    """
    # A filter that leaves a few listings wants another plan than one that leaves most of them.
    return rows(Sql(statement, total.params + kept.params), is_planned=not query.is_narrowed)


def _some(found: Sql) -> str:
    return f"(SELECT FROM search_document WHERE {found.text} LIMIT {MAX_TOTAL + 1}) AS counted"


def _total(found: Sql) -> int:
    [(total,)] = rows(Sql(f"SELECT count(*) FROM {_some(found)}", found.params))
    return int(total)


def _cursor(query: Query, way: str, values: Sequence[Any]) -> str:
    plain = [(v - EPOCH) // timedelta(microseconds=1) if isinstance(v, datetime) else v for v in values]
    return keyset.encode([query.sort, way, *plain])


def _decoded(query: Query, columns: Sequence[Column]) -> tuple[str, Sql | None]:
    if not query.cursor:
        return FORWARD, None
    sort, way, *values = keyset.decode(query.cursor, length=len(columns) + 2)
    try:
        if sort != query.sort or way not in (FORWARD, BACK):
            raise ValueError(sort)
        bound = [column.bound(value) for column, value in zip(columns, values, strict=True)]
    except (ValueError, OverflowError):
        raise broken() from None
    return str(way), both(bound, ", ")


def _moment(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)


def broken() -> keyset.BadCursor:
    """The refusal of a cursor that is not of this list."""
    return keyset.BadCursor(_("This page link is broken: start again from the first page."), field="cursor")
