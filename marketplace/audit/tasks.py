"""Deliveries by Celery. Safe to run twice: a delivery that is done is left alone."""

from celery import shared_task

from marketplace.audit import idempotency, services


@shared_task
def deliver(delivery_id: int) -> None:
    services.deliver(delivery_id)


@shared_task
def sweep() -> None:
    """Everything the broker forgot, and every retry whose time has come."""
    for delivery_id in services.due():
        services.deliver(delivery_id)


@shared_task
def forget_keys() -> None:
    """Idempotency keys live for a day. Safe to run twice."""
    idempotency.forget_old()
