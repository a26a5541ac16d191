"""Pages by relevance: the first answer is kept for ten minutes, so that turning pages never repeats or skips."""

import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.core.cache import cache

from marketplace.core import keyset
from search.engines.base import MAX_TOTAL, Found, Hit, Query
from search.engines.postgres.sql import Sql, rows
from search.engines.postgres.stored import broken

SECONDS = 600
_TOKEN = re.compile(r"[A-Za-z0-9_-]{12}")

Rank = Callable[[], list[Hit]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which frozen answer a page begins."""

    token: str
    offset: int


def page(query: Query, rank: Rank) -> Found:
    """One page of the order that `rank` gives. When the cache has forgotten it, the order of now is frozen instead."""
    place = _decoded(query) or Place(secrets.token_urlsafe(9), 0)
    ids: list[int] | None = cache.get(_key(place)) if query.cursor else None
    if ids is None:
        return _fresh(query, place, rank())
    wanted = ids[place.offset : place.offset + query.limit]
    hits = {hit.object_id: hit for hit in _versions(query, wanted)}
    return replace(_links(query, place, len(ids)), hits=tuple(hits[i] for i in wanted if i in hits))


def _fresh(query: Query, place: Place, hits: list[Hit]) -> Found:
    if len(hits) > query.limit:
        cache.set(_key(place), [hit.object_id for hit in hits], SECONDS)
    kept = hits[:MAX_TOTAL][place.offset : place.offset + query.limit]
    return replace(_links(query, place, len(hits)), hits=tuple(kept))


def _links(query: Query, place: Place, found: int) -> Found:
    total = min(found, MAX_TOTAL)
    after, before = place.offset + query.limit, max(0, place.offset - query.limit)
    return Found(
        total=total,
        total_capped=found > MAX_TOTAL,
        next=_cursor(query, replace(place, offset=after)) if after < total else "",
        previous=_cursor(query, replace(place, offset=before)) if place.offset else "",
    )


def _versions(query: Query, ids: list[int]) -> list[Hit]:
    """The listings that are still there, with their versions of now."""
    sql = "SELECT object_id, version FROM search_document WHERE kind = %s AND object_id = ANY(%s::bigint[])"
    return [Hit(*row) for row in rows(Sql(sql, (query.kind, ids)))]


def _cursor(query: Query, place: Place) -> str:
    return keyset.encode([_fingerprint(query), place.token, place.offset])


def _decoded(query: Query) -> Place | None:
    if not query.cursor:
        return None
    fingerprint, token, offset = keyset.decode(query.cursor, length=3)
    if fingerprint != _fingerprint(query) or not _TOKEN.fullmatch(str(token)):
        raise broken()
    if not isinstance(offset, int) or not 0 <= offset < MAX_TOTAL:
        raise broken()
    return Place(str(token), offset)


def _fingerprint(query: Query) -> str:
    """What the question was, page and facets aside."""
    asked = replace(query, cursor="", limit=1, with_facets=False)
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:12]


def _key(place: Place) -> str:
    return f"search:order:{place.token}"
