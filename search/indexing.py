"""Keeping the index in step with what is public. Everything here may run twice."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db import connection, transaction

from marketplace.text import services as text
from marketplace.text.models import Corpus
from search.documents import Document, Kind
from search.models import SearchDocument
from search.queries import engine
from search.sources import SOURCES

CHUNK = 500
# The vocabulary is counted anew after this many writes, or a tenth of all documents when that is more.
RECOUNT_AFTER = 1_000

_VECTORS = "SELECT tsv FROM search_document"
_TEXTS = (
    "SELECT translate(lower(concat_ws(' ', title, subtitle, keywords, body)), 'ё', 'е')"  # noqa: RUF001 (yo and ye)
    " FROM search_document"
)


def refresh(kind: Kind, ids: Sequence[int]) -> None:
    """Bring the documents of these things up to date; what is not public any more leaves the index."""
    with transaction.atomic():
        documents = SOURCES[kind].documents(ids)
        gone = set(ids) - {document.object_id for document in documents}
        engine().delete([(kind, object_id) for object_id in sorted(gone)])
        engine().index(documents)
        text.learn([document.words() for document in documents])


def rebuild(kind: Kind) -> Iterator[int]:
    """Refresh everything of a kind, yielding the number done after each chunk; what is gone is removed."""
    after, done = 0, 0
    while ids := SOURCES[kind].ids(after, CHUNK):
        refresh(kind, sorted({*ids, *_indexed(kind, after, ids[-1])}))
        after, done = ids[-1], done + len(ids)
        yield done
    while leftover := _indexed(kind, after, None):
        engine().delete([(kind, object_id) for object_id in leftover])


def load(documents: Iterable[Document]) -> Iterator[int]:
    """Write documents from anywhere in chunks, yielding the number done after each; count the words when through."""
    rest, done = iter(documents), 0
    while chunk := list(islice(rest, CHUNK)):
        engine().index(chunk)
        done += len(chunk)
        yield done
    recount()


def recount() -> int:
    """Count all words of the index anew and bring PostgreSQL's statistics up to date; gives the number of documents."""
    documents = text.recount(_VECTORS, _TEXTS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_document")
    return documents


def is_recount_due() -> bool:
    """Whether so much was written since the words were counted that their numbers mislead."""
    corpus = Corpus.objects.first()
    return corpus is not None and corpus.written >= max(RECOUNT_AFTER, corpus.documents // 10)


def _indexed(kind: Kind, after: int, until: int | None) -> list[int]:
    documents = SearchDocument.objects.filter(kind=kind, object_id__gt=after).order_by("object_id")
    if until is not None:
        documents = documents.filter(object_id__lte=until)
    return list(documents.values_list("object_id", flat=True)[: CHUNK if until is None else None])
