"""The embedded engine: full text, facets and pages of PostgreSQL's own, nothing else to run."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from marketplace.text import normalise
from marketplace.text.selectors import Reading
from search.documents import Document
from search.engines.base import Found, Key, Query, Suggestion
from search.engines.postgres import frozen, stored, words, writing
from search.engines.postgres.facets import facets
from search.engines.postgres.sql import Sql, rows

# Titles with the same beginning that are looked at for a suggestion.
MAX_ALIKE = 200


class PostgresEngine:
    """Finds listings in the table `search_document`."""

    def index(self, documents: Iterable[Document]) -> int:
        """Write documents; gives how many were new or newer."""
        return writing.write(documents)

    def delete(self, keys: Sequence[Key]) -> int:
        """Forget listings; gives how many there were."""
        return writing.delete(keys)

    def find(self, query: Query, reading: Reading) -> Found:
        """One page: two statements with words (one to read them was before), one without, one more for facets."""
        if query.words and not reading.terms:
            return Found()
        tsquery = _tsquery(query, reading)
        if query.words and query.sort == "recommended":
            found = frozen.page(query, lambda: words.ranked(query, reading))
        else:
            found = stored.page(query, tsquery)
        return replace(found, facets=facets(query, tsquery)) if query.with_facets else found

    def suggest(self, text: str, limit: int) -> list[Suggestion]:
        """Listings whose title begins with the text, those with most saves first."""
        start = normalise.clean(text, normalise.MAX_QUESTION).lower()
        if len(start) < 2:
            return []
        literal = start.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        statement = """
            SELECT kind, public_id, title FROM (
                SELECT kind, object_id, public_id, title, saves FROM search_document
                WHERE lower(title) LIKE %s LIMIT %s
            ) AS alike ORDER BY saves DESC, kind, object_id LIMIT %s
        """
        return [Suggestion(*row) for row in rows(Sql(statement, (literal + "%", MAX_ALIKE, limit)))]


def _tsquery(query: Query, reading: Reading) -> str:
    if not query.words:
        return ""
    return words.candidates(reading) if query.sort == "recommended" else words.strictly(query, reading)
