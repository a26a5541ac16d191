"""Sizes and sweeps by Celery. Each is safe to run twice, at once, and after its asset is gone."""

from celery import shared_task

from marketplace.media import services


@shared_task
def make_renditions(asset_id: int) -> None:
    services.render(asset_id)


@shared_task
def recrop(asset_id: int) -> None:
    services.render(asset_id, crops_anew=True)


@shared_task
def catch_up() -> None:
    """What the broker forgot or a full disk stopped."""
    for asset_id in services.catch_up():
        services.render(asset_id)


@shared_task
def sweep() -> None:
    services.sweep()
