"""The whole catalogue in memory: a few hundred rows that every page reads and editors change once a week.

Each process keeps the catalogue of one version. The version is a word in the shared cache; whoever changes the
catalogue throws it away after commit, and within a second readers everywhere make a new one and read the rows again.
"""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Any

from django.core.cache import cache

from marketplace.catalog.models import Category, City, Entry, RoomType, Service, Style
from marketplace.catalog.names import LANGUAGES, lines, pick, words
from marketplace.core import clock
from marketplace.core.cache import nearby, remembered

KEY = "catalog:version"
# A process that did not hear of a change, because the cache was away, hears of it within the hour.
HOUR = 3600

KINDS: dict[str, tuple[type[Entry], tuple[str, ...]]] = {
    "category": (Category, ("path", "icon", "parent__slug")),
    "service": (Service, ("category__slug", "minutes", "price_from", "price_to", "unit")),
    "style": (Style, ()),
    "room": (RoomType, ()),
    "city": (City, ("country", "region", "latitude", "longitude", "zone", "population")),
}
TEXTS = [f"{part}_{language}" for part in ("name", "description", "synonyms") for language in LANGUAGES]


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One entry of the catalogue, read only. `facts` holds the columns that only its kind has."""

    kind: str
    id: int
    slug: str
    names: Mapping[str, str]
    descriptions: Mapping[str, str]
    synonyms: tuple[str, ...]
    is_offered: bool
    facts: Mapping[str, Any]

    def name(self, language: str | None = None) -> str:
        """The name in the reader's language, in English where it is not translated."""
        return pick(self.names, language)

    def description(self, language: str | None = None) -> str:
        """The description in the reader's language, in English where it is not translated."""
        return pick(self.descriptions, language)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every entry by kind and slug, in the order that editors gave them, and what people call it."""

    version: str
    terms: Mapping[str, Mapping[str, Term]]
    phrases: Mapping[tuple[str, ...], tuple[Term, ...]] = field(default_factory=dict)

    def offered(self) -> Iterator[Term]:
        """All that is shown to visitors, of every kind."""
        return (term for terms in self.terms.values() for term in terms.values() if term.is_offered)


def version() -> str:
    """The catalogue's version: the moment of its last change in seconds since 1970, a hyphen, a random word."""
    return nearby(KEY, lambda: remembered(KEY, HOUR, _new))


def _new() -> str:
    return f"{int(clock.now().timestamp())}-{secrets.token_hex(8)}"


def forget() -> None:
    """The catalogue has changed: every process reads it again."""
    cache.delete(KEY)


def current() -> Vocabulary:
    """The catalogue as it is now. Five queries when it has changed since this process last read it, none otherwise."""
    return _read(version())


@lru_cache(maxsize=2)
def _read(version: str) -> Vocabulary:
    terms: dict[str, dict[str, Term]] = {}
    for kind in KINDS:
        terms[kind] = {term.slug: term for term in _terms(kind, terms.get("category", {}))}
    vocabulary = Vocabulary(version, terms)
    return Vocabulary(version, terms, _phrases(vocabulary))


def _terms(kind: str, categories: Mapping[str, Term]) -> Iterator[Term]:
    model, facts = KINDS[kind]
    rows = model._default_manager.order_by("sort_order", "id").values("id", "slug", "is_active", *TEXTS, *facts)
    hidden = {row["path"] for row in rows if not row["is_active"]} if kind == "category" else set()
    for row in rows:
        above = categories.get(row.get("category__slug", ""))
        is_offered = row["is_active"] and not any(row.get("path", "").startswith(path) for path in hidden)
        yield _term(kind, row, is_offered=is_offered and (above is None or above.is_offered))


def _term(kind: str, row: Mapping[str, Any], *, is_offered: bool) -> Term:
    return Term(
        kind=kind,
        id=row["id"],
        slug=row["slug"],
        names=_texts(row, "name"),
        descriptions=_texts(row, "description"),
        synonyms=tuple(chain.from_iterable(lines(text) for text in _texts(row, "synonyms").values())),
        is_offered=is_offered,
        facts={fact: row[fact] for fact in KINDS[kind][1]},
    )


def _texts(row: Mapping[str, Any], part: str) -> dict[str, str]:
    return {language: row[f"{part}_{language}"] for language in LANGUAGES}


def _phrases(vocabulary: Vocabulary) -> dict[tuple[str, ...], tuple[Term, ...]]:
    """Names and synonyms in all languages, as words, with what they mean."""
    found: dict[tuple[str, ...], dict[Term, None]] = {}
    for term in vocabulary.offered():
        for text in (*term.names.values(), *term.synonyms):
            if words(text):
                found.setdefault(words(text), {})[term] = None
    return {phrase: tuple(terms) for phrase, terms in found.items()}
