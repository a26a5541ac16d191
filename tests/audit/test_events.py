"""Facts are kept, and reach those who want to hear of them."""

import pytest
from django.db import DatabaseError, transaction

from marketplace.accounts.models import User
from marketplace.audit import registry, services
from marketplace.audit.models import Delivery, Event


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Subscribes a listener to `thing.happened` for one test."""
    events: list[int] = []
    monkeypatch.setattr(registry, "_handlers", {})
    monkeypatch.setattr(registry, "_by_kind", {})
    registry.on("thing.happened")(lambda event: events.append(event.pk))
    return events


@pytest.mark.django_db
def test_an_event_cannot_be_changed_or_deleted(clara: User) -> None:
    event = services.record("thing.happened", subject=clara, actor=clara)
    for change in (lambda: Event.objects.filter(pk=event.pk).update(kind="x"), event.delete):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()
    assert Event.objects.get(pk=event.pk).kind == "thing.happened"


@pytest.mark.django_db
def test_a_delivery_runs_once_however_often_it_is_asked_for(clara: User, heard: list[int]) -> None:
    event = services.record("thing.happened", subject=clara, actor=None)
    delivery = Delivery.objects.get(event=event)
    services.deliver(delivery.pk)
    services.deliver(delivery.pk)
    assert heard == [event.pk]
    assert Delivery.objects.get(pk=delivery.pk).state == "done"
