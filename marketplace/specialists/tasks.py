"""Nightly care of specialists. Safe to run twice and at once: a number that is right is left alone."""

from celery import shared_task

from marketplace.specialists import saving


@shared_task
def recount_favourites() -> None:
    """Accounts that go take their favourites along, and nobody has told the numbers."""
    saving.recount()
