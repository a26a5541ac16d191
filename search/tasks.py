"""The index's background work. Safe to run twice: the second run finds everything done."""

from celery import shared_task

from search import indexing, sources
from search.documents import KINDS, Kind


@shared_task
def refresh_vocabulary() -> None:
    """Count all words anew: nightly, and after many writes."""
    indexing.recount()


@shared_task
def reconcile() -> None:
    """Walk through everything once, a chunk a task: what no event told (saves, ratings, a lost row) is set right."""
    for kind in KINDS:
        refresh_after.delay(kind, 0)


@shared_task
def refresh_after(kind: Kind, after: int) -> None:
    """Refresh one chunk, then ask for the next."""
    last = indexing.refresh_next(kind, after)
    if last is not None:
        refresh_after.delay(kind, last)


@shared_task
def refresh_holders(kind: Kind, label: str, entry_id: int, after: int) -> None:
    """Refresh one chunk of the listings that an entry of the catalogue is part of, then ask for the next."""
    ids = sources.holders(kind, label, entry_id, after, indexing.CHUNK)
    if ids:
        indexing.refresh(kind, ids)
        refresh_holders.delay(kind, label, entry_id, ids[-1])
