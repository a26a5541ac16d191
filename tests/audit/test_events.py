"""Facts are kept, and reach those who want to hear of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from marketplace.accounts.models import User
from marketplace.audit import registry, services, tasks
from marketplace.audit.models import Delivery, Event
from marketplace.core import clock


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts of no app."""
    monkeypatch.setattr(registry, "_declared", dict(registry.declared()))
    registry.declare("tests", ["thing.happened", "thing.ignored"])


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


@pytest.mark.django_db
def test_whatever_ails_the_queue_the_fact_stands_and_the_sweeper_finds_it(
    clara: User, heard: list[int], django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **options: Any) -> None:
        raise RuntimeError("Acquire on closed pool")

    monkeypatch.setattr(tasks.deliver, "delay", fail)
    with django_capture_on_commit_callbacks(execute=True):
        event = services.record("thing.happened", subject=clara, actor=clara)
    with clock.turned_to(clock.now() + timedelta(minutes=5)):
        assert services.due() == [Delivery.objects.get(event=event).pk]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Subscribes a listener to `thing.happened` that writes something and then fails, for one test."""
    calls: list[int] = []

    def fail(event: Event) -> None:
        calls.append(event.pk)
        User.objects.create_user(f"half-done-{len(calls)}@example.com", "a long enough phrase")
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(registry, "_handlers", {})
    monkeypatch.setattr(registry, "_by_kind", {})
    registry.on("thing.happened")(fail)
    return calls


@pytest.mark.django_db
def test_a_handler_that_fails_leaves_nothing_behind_and_is_tried_again_later(clara: User, broken: list[int]) -> None:
    event = services.record("thing.happened", subject=clara, actor=clara)
    delivery = Delivery.objects.get(event=event)
    noon = datetime(2030, 1, 1, 12, tzinfo=UTC)
    with clock.turned_to(noon):
        services.deliver(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("open", 1)
    assert delivery.error == "ZeroDivisionError: by nothing"
    assert delivery.next_try_at == noon + timedelta(seconds=2)
    assert not User.objects.filter(email__startswith="half-done").exists()
    with clock.turned_to(noon + timedelta(seconds=1)):
        assert services.due() == []
    with clock.turned_to(noon + timedelta(seconds=2)):
        assert services.due() == [delivery.pk]


@pytest.mark.django_db
def test_after_twelve_tries_a_delivery_is_parked_and_left_alone(clara: User, broken: list[int]) -> None:
    event = services.record("thing.happened", subject=clara, actor=clara)
    delivery = Delivery.objects.get(event=event)
    for _ in range(14):
        services.deliver(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, len(broken)) == ("parked", 12, 12)
    with clock.turned_to(clock.now() + timedelta(days=365)):
        assert services.due() == []


@pytest.mark.django_db
def test_a_delivery_for_a_handler_that_is_gone_is_done(
    clara: User, heard: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    event = services.record("thing.happened", subject=clara, actor=clara)
    monkeypatch.setattr(registry, "_handlers", {})
    services.deliver(Delivery.objects.get(event=event).pk)
    assert heard == []
    assert Delivery.objects.get(event=event).state == "done"


@pytest.mark.django_db
def test_a_fact_that_was_rolled_back_never_happened(clara: User, heard: list[int]) -> None:
    with transaction.atomic():
        services.record("thing.happened", subject=clara, actor=clara)
        transaction.set_rollback(True)
    assert not Event.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_a_fact_that_nobody_hears_is_kept_without_work(clara: User, heard: list[int]) -> None:
    event = services.record("thing.ignored", subject=clara, actor=None, colour="green")
    assert (event.subject_type, event.subject_id, event.actor, event.data) == (
        "accounts.user", clara.pk, None, {"colour": "green"},
    )  # fmt: skip
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_each_handler_has_a_delivery_of_its_own(clara: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_handlers", {})
    monkeypatch.setattr(registry, "_by_kind", {})
    calls: list[str] = []

    @registry.on("thing.happened", "thing.ended")
    def first(event: Event) -> None:
        calls.append("first")
        raise ZeroDivisionError

    @registry.on("thing.happened")
    def second(event: Event) -> None:
        calls.append("second")

    event = services.record("thing.happened", subject=clara, actor=clara)
    tasks.sweep()
    assert sorted(calls) == ["first", "second"]
    assert sorted(Delivery.objects.filter(event=event).values_list("state", flat=True)) == ["done", "open"]
    assert {kind: len(names) for kind, names in registry.subscriptions().items()} == {
        "thing.ended": 1, "thing.happened": 2,
    }  # fmt: skip


@pytest.mark.django_db
def test_handlers_are_asked_for_only_after_commit(
    clara: User, heard: list[int], django_capture_on_commit_callbacks: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(tasks.deliver, "delay", asked.append)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:  # type: ignore[operator]
        event = services.record("thing.happened", subject=clara, actor=clara)
        assert asked == []
    assert len(callbacks) == 1
    assert asked == [Delivery.objects.get(event=event).pk]


@pytest.mark.django_db
def test_a_fact_that_nobody_declared_is_refused(clara: User) -> None:
    with pytest.raises(LookupError, match=r"thing\.misspelt is in nobody's events\.py"):
        services.record("thing.misspelt", subject=clara, actor=clara)
    assert not Event.objects.exists()
