"""Keeping the index in step with what is public. Everything here may run twice."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db import connection, transaction

from marketplace.text import services as text
from marketplace.text.models import Corpus
from search import queries
from search.documents import Document, Kind
from search.models import SearchDocument
from search.sources import SOURCES

CHUNK = 500
# Things share this many locks, so that no transaction, however long, can hold more.
LANES = 64
# The vocabulary is counted anew after this many writes, or a tenth of all documents when that is more.
RECOUNT_AFTER = 1_000

_VECTORS = "SELECT tsv FROM search_document"
_SORT_IN = """
    SELECT gin_clean_pending_list(relation.oid)
    FROM pg_index JOIN pg_class relation ON relation.oid = indexrelid JOIN pg_am method ON method.oid = relation.relam
    WHERE indrelid = 'search_document'::regclass AND amname = 'gin'
"""
_TEXTS = "SELECT translate(lower(concat_ws(' ', title, subtitle, keywords, body)), 'ё', 'е') FROM search_document"


def refresh(kind: Kind, ids: Sequence[int]) -> None:
    """Bring the documents of these things up to date; what is not public any more leaves the index."""
    with transaction.atomic():
        _lock(kind, ids)
        documents = SOURCES[kind].documents(ids)
        gone = set(ids) - {document.object_id for document in documents}
        queries.engine().delete([(kind, object_id) for object_id in sorted(gone)])
        queries.engine().index(documents)
        text.learn([document.words() for document in documents])


def rebuild(kind: Kind) -> Iterator[int]:
    """Refresh everything of a kind, yielding the last id of each chunk; what is gone is removed."""
    last = refresh_next(kind, 0)
    while last is not None:
        yield last
        last = refresh_next(kind, last)


def refresh_next(kind: Kind, after: int) -> int | None:
    """Refresh the next 500 things of a kind behind this id; gives the last of them, None when there were none left."""
    ids = SOURCES[kind].ids(after, CHUNK) or _indexed(kind, after)[:CHUNK]
    if not ids:
        return None
    refresh(kind, sorted({*ids, *_indexed(kind, after, ids[-1])}))
    return ids[-1]


def load(documents: Iterable[Document]) -> Iterator[int]:
    """Write documents from anywhere in chunks, yielding the number done after each; count the words when through."""
    rest, done = iter(documents), 0
    while chunk := list(islice(rest, CHUNK)):
        queries.engine().index(chunk)
        done += len(chunk)
        yield done
    recount()


def recount() -> int:
    """Count all words of the index anew and bring PostgreSQL's statistics up to date; gives the number of documents."""
    documents = text.recount(_VECTORS, _TEXTS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_document")
        # What many writes left to be sorted in is read through by every search until somebody does it.
        cursor.execute(_SORT_IN)
    return documents


def is_recount_due() -> bool:
    """Whether so much was written since the words were counted that their numbers mislead."""
    corpus = Corpus.objects.first()
    return corpus is not None and corpus.written >= max(RECOUNT_AFTER, corpus.documents // 10)


def _lock(kind: Kind, ids: Sequence[int]) -> None:
    """One at a time for each thing, reading included: who read first and wrote last would show what was hidden."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s), lane) FROM unnest(%s::integer[]) AS lanes (lane)",
            [f"search.{kind}", sorted({thing % LANES for thing in ids})],
        )


def _indexed(kind: Kind, after: int, until: int = 2**63 - 1) -> list[int]:
    documents = SearchDocument.objects.filter(kind=kind, object_id__gt=after, object_id__lte=until)
    return list(documents.order_by("object_id").values_list("object_id", flat=True))
