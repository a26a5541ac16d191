"""The index's background work. Safe to run twice: the second run finds everything done."""

from celery import shared_task

from search import indexing


@shared_task
def refresh_vocabulary() -> None:
    """Count all words anew: nightly, and after many writes."""
    indexing.recount()
