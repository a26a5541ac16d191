"""The index's background work. Safe to run twice: the second run finds everything done."""

from celery import shared_task

from search import indexing
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
