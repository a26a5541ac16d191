"""Counts beside each choice, in one statement. A group's counts leave out what is chosen in the group itself."""
# ruff: noqa: S608 (constants of this package become SQL text; what a person sent is bound)

import hashlib
from collections.abc import Iterator
from typing import Any

from django.core.cache import cache

from marketplace.core.cache import nearby
from search.engines.base import BEYOND, BINS, FACETS, MAX_COUNTED, RATINGS, FacetCount, Facets, Histogram, Query
from search.engines.postgres.filters import filters, where
from search.engines.postgres.sql import Sql, both, rows

SECONDS = 60
MOST = 200
_STEPS = f"ARRAY{list(RATINGS)}"
_COLUMNS = {
    "category": "category_path",
    "style": "styles",
    "room": "rooms",
    "language": "languages",
    "city": "city",
    "rating": "rating",
}
# From a column's value to the choices that show its listings.
_CHOICES = {
    "city": "SELECT city AS choice",
    "rating": f"SELECT least AS choice FROM unnest({_STEPS}) AS steps (least) WHERE rating >= least::float8",
}


def facets(query: Query, tsquery: str) -> Facets:
    """The counts of every group and the prices; those of everything of a kind are remembered for a minute."""
    if query.is_narrowed:
        return _counted(query, tsquery)
    key = f"search:facets:{query.kind}"
    return nearby(key, lambda: _kept(key, query))


def _kept(key: str, query: Query) -> Facets:
    known: Facets | None = cache.get(key)
    if known is None:
        known = _counted(query, "")
        cache.set(key, known, SECONDS)
    return known


def _counted(query: Query, tsquery: str) -> Facets:
    chosen, names = filters(query), FACETS[query.kind]
    own = [name for name in (*names, "price") if name in chosen]
    source = {name: f"but_{name}" if name in own else "everything" for name in (*names, "price")}
    sets = [_set("everything", query, tsquery, ""), *(_set(f"but_{name}", query, tsquery, name) for name in own)]
    tables = both([*sets, _bounds(source["price"])], ", ")
    sizes = [f"SELECT 'size', '{name}', count(*) FROM {name}" for name in sorted({*source.values()})]
    counts = " UNION ALL ".join([*map(_count, source.items()), *sizes])
    by_group: dict[str, list[tuple[str, int]]] = {}
    found = sorted(rows(Sql(f"WITH {tables.text} {counts}", tables.params)))
    for group, value, count in found:
        by_group.setdefault(group, []).append((value, count))
    size = dict(by_group["size"])
    return Facets(
        {name: tuple(_choices(by_group.get(name, []), _selected(query, name))) for name in names},
        _histogram(dict(by_group.get("price", []))),
        frozenset(name for name in names if size[source[name]] >= MAX_COUNTED),
        hashlib.blake2b(repr(found).encode(), digest_size=16).hexdigest(),
    )


def _set(name: str, query: Query, tsquery: str, without: str) -> Sql:
    found = where(query, tsquery, without=without)
    return Sql(
        f"{name} AS MATERIALIZED (SELECT category_path, styles, rooms, languages, city, rating, price_from"
        f" FROM search_document WHERE {found.text} LIMIT {MAX_COUNTED})",
        found.params,
    )


def _count(group: tuple[str, str]) -> str:
    """Rows of choice and count. Equal values are put together first: few differ, and only those are taken apart."""
    name, source = group
    if name == "price":
        return _prices(source)
    column = _COLUMNS[name]
    choices = _CHOICES.get(name, f"SELECT unnest({column}) AS choice")
    return (
        f"SELECT '{name}', choice, sum(listings)::bigint"
        f" FROM (SELECT {column}, count(*) AS listings FROM {source} GROUP BY {column}) AS alike,"
        f" LATERAL ({choices}) AS choices WHERE choice <> '' GROUP BY choice"
    )


def _prices(source: str) -> str:
    """Rows 'low' and 'high' (the 98th percentile: one palace must not flatten all others), and one for each bin.

    The same bins as `Histogram.bin_of`.
    """
    price, low, high = (f"ln({column}::float8 + 1)" for column in ("price_from", "low", "high"))
    bin_ = f"least({BINS}, width_bucket({price}, {low}, {high} + {BEYOND}, {BINS}))"
    return (
        f"SELECT 'price', {bin_}::text, count(*) FROM {source}, bounds WHERE price_from IS NOT NULL GROUP BY 2"
        f" UNION ALL SELECT 'price', 'low', low FROM bounds WHERE low IS NOT NULL"
        f" UNION ALL SELECT 'price', 'high', high FROM bounds WHERE low IS NOT NULL"
    )


def _bounds(source: str) -> Sql:
    return Sql(
        "bounds AS MATERIALIZED (SELECT min(price_from) AS low,"
        f" percentile_disc(0.98) WITHIN GROUP (ORDER BY price_from) AS high FROM {source})"
    )


def _histogram(prices: dict[str, int]) -> Histogram | None:
    if "low" not in prices:
        return None
    return Histogram(prices["low"], prices["high"], tuple(prices.get(str(n), 0) for n in range(1, BINS + 1)))


def _choices(counts: list[tuple[str, int]], selected: tuple[Any, ...]) -> Iterator[FacetCount]:
    """The choices with most listings first; a chosen one stays even when it has none."""
    known = dict(counts)
    for value in sorted({*known, *selected}, key=lambda v: (-known.get(v, 0), v))[:MOST]:
        yield FacetCount(value, known.get(value, 0), value in selected)


def _selected(query: Query, name: str) -> tuple[str, ...]:
    if name == "city":
        return (query.city,) if query.city else ()
    if name == "rating":
        return (f"{query.rating_min:g}",) if query.rating_min is not None else ()
    chosen = {"category": query.categories, "style": query.styles, "room": query.rooms, "language": query.languages}
    return chosen[name]
