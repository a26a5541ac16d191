"""Words: which listings are looked at, and which of those come first."""
# ruff: noqa: S608 (constants of this package become SQL text; what a person sent is bound)

from collections.abc import Sequence

from marketplace.core import clock
from marketplace.text.rank import COVERAGE, WEIGHTS, all_of, any_of
from marketplace.text.selectors import Reading, Term
from search.documents import HALF_LIFE
from search.engines.base import MAX_TOTAL, Hit, Query
from search.engines.postgres.filters import where
from search.engines.postgres.sql import Sql, both, rows

# Listings ranked for one question, at most; when more have the words, those that stand best are ranked.
MAX_CANDIDATES = 4_000
# A phrase of which a listing lacks words has a rank next to nothing, not nothing.
ABSENT = 0.001


def candidates(reading: Reading) -> str:
    """The tsquery whose listings are worth ranking: any of the words while they are few enough in all.

    Else the rarest words that stay under the cap, or all the words together.
    """
    terms, room = reading.terms, MAX_CANDIDATES
    if min(reading.corpus, sum(term.documents for term in terms)) <= room:
        return any_of(all_of(term.lexemes) for term in terms)
    rare: list[str] = []
    for term in sorted(terms, key=lambda term: term.documents):
        room -= term.documents
        if room < 0:
            break
        rare.append(all_of(term.lexemes))
    return any_of([*rare, _together(terms)])


def strictly(query: Query, reading: Reading) -> str:
    """The tsquery of a list sorted by something else than relevance: all the words, any when no listing has all."""
    together = _together(reading.terms)
    if not together:
        return candidates(reading)
    found = where(query, together)
    [(is_there,)] = rows(Sql(f"SELECT EXISTS (SELECT FROM search_document WHERE {found.text})", found.params))
    return together if is_there else candidates(reading)


def _together(terms: Sequence[Term]) -> str:
    return all_of(lexeme for term in terms if not term.is_synonym for lexeme in term.lexemes)


def ranked(query: Query, reading: Reading) -> list[Hit]:
    """The most relevant listings, best first: one more than MAX_TOTAL when there are so many."""
    terms, found, score = reading.terms, where(query, candidates(reading)), _score(reading.terms)
    ranks = both(
        (Sql(f"ts_rank('{WEIGHTS}', tsv, %s::tsquery) AS r{i}", (all_of(t.lexemes),)) for i, t in enumerate(terms)),
        ", ",
    )
    statement = f"""
        SELECT object_id, version FROM (
            SELECT object_id, version, quality, published_at, {ranks.text} FROM (
                SELECT object_id, version, quality, published_at, tsv
                FROM search_document WHERE {found.text}
                ORDER BY standing DESC, object_id DESC LIMIT {MAX_CANDIDATES}
            ) AS candidate OFFSET 0
        ) AS ranked
        ORDER BY {score.text} DESC, object_id LIMIT {MAX_TOTAL + 1}
    """
    return [Hit(*row) for row in rows(Sql(statement, ranks.params + found.params + score.params))]


def _score(terms: Sequence[Term]) -> Sql:
    """Each word's rank times its worth, plus the squared share of the question covered; times the prior."""
    asked = sum(term.worth for term in terms if not term.is_synonym) or sum(term.worth for term in terms)
    matched = both((Sql(f"%s::float8 * r{i}", (t.worth,)) for i, t in enumerate(terms)), " + ")
    covered = both(
        (Sql(f"CASE WHEN r{i} > {ABSENT} THEN %s::float8 ELSE 0 END", (t.worth,)) for i, t in enumerate(terms)), " + "
    )
    age = "extract(epoch FROM greatest(%s::timestamptz - published_at, interval '0')) / %s::float8"
    text = (
        f"({matched.text} + {COVERAGE} * least(1, ({covered.text}) / %s::float8) ^ 2)"
        f" * (1 + quality + 0.10 * 0.5 ^ ({age})::float8)"
    )
    return Sql(text, (*matched.params, *covered.params, asked, clock.now(), HALF_LIFE.total_seconds()))
