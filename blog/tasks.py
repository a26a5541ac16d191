"""Sizes of editors' pictures by Celery. Each is safe to run twice and after what it is about is gone."""

from celery import shared_task

from blog import services


@shared_task
def make_pictures(page_id: int) -> None:
    services.make_pictures(page_id)


@shared_task
def catch_up() -> None:
    services.catch_up()
