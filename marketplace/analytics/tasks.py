"""Counts by Celery. Safe to run twice and at once: a batch is added once, a recount changes what is wrong."""

from celery import shared_task

from marketplace.analytics import services


@shared_task
def flush() -> None:
    services.flush()


@shared_task
def recount() -> None:
    services.recount()
