"""Facts in, deliveries out."""

import logging
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models, transaction
from kombu.exceptions import OperationalError

from marketplace.audit import registry
from marketplace.audit.models import Delivery, Event
from marketplace.core import clock

log = logging.getLogger("lintel.audit")

ATTEMPTS = 12
BATCH = 200


Actor = AbstractBaseUser | AnonymousUser | None


def record(kind: str, *, subject: models.Model, actor: Actor, **data: object) -> Event:
    """Write down a fact in the transaction that makes it true; handlers run after commit.

    Raises LookupError for a kind that no app has declared.
    """
    registry.require_declared(kind)
    event = Event.objects.create(
        kind=kind,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        actor_id=actor.pk if actor is not None else None,
        data=data,
    )
    handlers = registry.names_for(kind)
    if handlers:
        deliveries = Delivery.objects.bulk_create(Delivery(event=event, handler=name) for name in handlers)
        numbers = [delivery.pk for delivery in deliveries]
        transaction.on_commit(lambda: _nudge(numbers), robust=True)
    return event


def _nudge(deliveries: list[int]) -> None:
    """Ask for delivery now. When the broker is away the rows stay open and the sweeper takes them."""
    from marketplace.audit.tasks import deliver  # noqa: PLC0415 - the outbox and its worker know each other

    try:
        for delivery in deliveries:
            deliver.delay(delivery)
    except (OperationalError, OSError):
        log.warning("the broker is away; %s deliveries wait for the sweeper", len(deliveries))


def deliver(delivery_id: int) -> None:
    """Hand one event to one handler, once: a delivery that is done, held by another worker or gone is left alone."""
    with transaction.atomic():
        delivery = (
            Delivery.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("event")
            .filter(pk=delivery_id, state=Delivery.State.OPEN)
            .first()
        )
        if delivery is None:
            return
        _attempt(delivery)


def _attempt(delivery: Delivery) -> None:
    handler = registry.named(delivery.handler)
    delivery.attempts += 1
    try:
        if handler is not None:
            with transaction.atomic():
                handler(delivery.event)
    except Exception as error:
        log.exception("%s failed for event %s", delivery.handler, delivery.event_id)
        delivery.error = f"{type(error).__name__}: {error}"[:300]
        delivery.state = Delivery.State.PARKED if delivery.attempts >= ATTEMPTS else Delivery.State.OPEN
        delivery.next_try_at = clock.now() + timedelta(seconds=min(2**delivery.attempts, 3600))
    else:
        delivery.state = Delivery.State.DONE
        delivery.error = ""
    delivery.save(update_fields=["attempts", "error", "state", "next_try_at"])


def due(limit: int = BATCH) -> list[int]:
    """The ids of deliveries still open whose time has come, oldest first."""
    open_now = Delivery.objects.filter(state=Delivery.State.OPEN, next_try_at__lte=clock.now())
    return list(open_now.order_by("next_try_at").values_list("pk", flat=True)[:limit])
