"""How discovery is asked: pages, the API and whoever measures it call `find`."""

from dataclasses import dataclass, replace

from marketplace.catalog import selectors as catalog
from marketplace.core.keyset import BadCursor
from marketplace.text import normalise
from marketplace.text import selectors as text
from search.engines.base import (
    FACETS,
    LIMIT,
    MAX_LIMIT,
    RADIUS_KM,
    RATINGS,
    SORTS,
    Correction,
    Engine,
    FacetCount,
    Facets,
    Found,
    Histogram,
    Hit,
    Near,
    Query,
    Sort,
    Suggestion,
)
from search.engines.postgres import PostgresEngine

__all__ = [
    "FACETS", "LIMIT", "MAX_LIMIT", "RADIUS_KM", "RATINGS", "SORTS", "BadCursor", "Correction", "FacetCount",
    "Facets", "Found", "Histogram", "Hit", "Near", "Query", "Sort", "Suggestion", "Suggestions", "engine", "find",
    "suggest",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What may be meant by an unfinished text: words of our vocabulary, entries of the catalogue, listings by title."""

    words: tuple[str, ...]
    entries: tuple[catalog.Suggestion, ...]
    listings: tuple[Suggestion, ...]


def engine() -> Engine:
    """The engine that answers now."""
    return PostgresEngine()


def find(query: Query) -> Found:
    """One page of listings. Misspelt words are repaired, and the answer says so; synonyms of the catalogue count too.

    Raises BadCursor for a cursor that is broken or of another list.
    """
    reading = text.understand(query.words, expand=catalog.expansions)
    found = engine().find(query, reading)
    return replace(found, correction=Correction(query.words, reading.corrected)) if reading.corrected else found


def suggest(unfinished: str, limit: int = 8) -> Suggestions:
    """What the text may become: its last word completed, catalogue entries, cities, titles; `limit` of each at most."""
    typed = normalise.clean(unfinished, normalise.MAX_QUESTION)
    head, _, last = typed.rpartition(" ")
    words = (f"{head} {word}".strip() for word in text.complete(last, limit))
    entries = [*catalog.suggest(typed, limit=limit), *_cities(typed)][:limit] if typed else []
    return Suggestions(tuple(words), tuple(entries), tuple(engine().suggest(typed, limit)))


def _cities(typed: str) -> list[catalog.Suggestion]:
    start = normalise.fold(typed)
    return [
        catalog.Suggestion("city", city.slug, city.name())
        for city in catalog.terms("city")
        if any(normalise.fold(name).startswith(start) for name in city.names.values())
    ]
