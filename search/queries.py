"""How discovery is asked: pages, the API and the evaluation all call `find`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from marketplace.core.keyset import BadCursor
from marketplace.text import selectors as text
from search.engines.base import (
    FACETS,
    LIMIT,
    MAX_LIMIT,
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
    "FACETS", "LIMIT", "MAX_LIMIT", "SORTS", "BadCursor", "Correction", "FacetCount", "Facets", "Found", "Histogram",
    "Hit", "Near", "Query", "Sort", "Suggestion", "Suggestions", "engine", "find", "suggest",
]  # fmt: skip

Expand = Callable[[Sequence[str]], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What may be meant by an unfinished text: whole words of our vocabulary, and listings by title."""

    words: tuple[str, ...]
    listings: tuple[Suggestion, ...]


def engine() -> Engine:
    """The engine that answers now."""
    return PostgresEngine()


def find(query: Query, *, expand: Expand | None = None) -> Found:
    """One page of listings. Misspelt words are repaired, and the answer says so; `expand` gives synonyms of words.

    Raises BadCursor for a cursor that is broken or of another list.
    """
    reading = text.understand(query.words, expand=expand)
    found = engine().find(query, reading)
    return replace(found, correction=Correction(query.words, reading.corrected)) if reading.corrected else found


def suggest(unfinished: str, limit: int = 8) -> Suggestions:
    """What the text may become: the last word completed, and titles that begin so; `limit` of each at most."""
    head, _, last = unfinished[:200].rpartition(" ")
    completed = (f"{head} {word}".strip() for word in text.complete(last, limit))
    return Suggestions(tuple(completed), tuple(engine().suggest(unfinished, limit)))
