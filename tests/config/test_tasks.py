"""Wagtail's background work goes through Celery; the canary sings."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.test import Client
from django_tasks import task
from kombu import Message
from kombu.exceptions import OperationalError

from config import tasks
from config.celery import app
from marketplace.core import clock

done: list[tuple[Any, ...]] = []


@task()
def remember(*args: Any) -> None:
    done.append(args)


@task()
def look_for_nothing() -> None:
    raise ObjectDoesNotExist


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    done.clear()


@pytest.fixture
def backend() -> tasks.CeleryBackend:
    return tasks.CeleryBackend("default", {"QUEUES": []})


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What is handed to the broker."""
    calls: list[tuple[Any, ...]] = []
    monkeypatch.setattr(tasks.run, "apply_async", lambda work, **options: calls.append((*work, options["queue"])))
    return calls


@pytest.mark.django_db
def test_a_task_is_handed_over_after_commit_and_not_before(
    backend: tasks.CeleryBackend, sent: list[tuple[Any, ...]], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        result = backend.enqueue(remember, [1, "a"], {})
        assert sent == []
    assert sent == [("tests.config.test_tasks.remember", [1, "a"], {}, "default")]
    assert result.status == "READY"
    assert done == []


def test_a_worker_does_it() -> None:
    tasks.run("tests.config.test_tasks.remember", [1, "a"], {})
    assert done == [(1, "a")]


def test_what_is_gone_by_then_is_no_error() -> None:
    tasks.run("tests.config.test_tasks.look_for_nothing", [], {})


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError("away"), OSError("reset")])
def test_while_the_broker_is_away_it_is_done_at_once(
    backend: tasks.CeleryBackend,
    error: Exception,
    django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*args: Any, **options: Any) -> None:
        raise error

    monkeypatch.setattr(tasks.run, "apply_async", fail)
    with django_capture_on_commit_callbacks(execute=True):
        backend.enqueue(remember, [2], {})
    assert done == [(2,)]


@pytest.mark.django_db
def test_ready_says_when_a_worker_last_sang(client: Client) -> None:
    cache.clear()
    assert client.get("/readyz").json() == {
        "status": "ok", "database": "ok", "cache": "ok", "canary_age_seconds": None,
    }  # fmt: skip
    tasks.canary()
    with clock.turned_to(clock.now() + timedelta(seconds=90)):
        assert client.get("/readyz").json()["canary_age_seconds"] == 90


def test_live_needs_nothing(client: Client) -> None:
    answer = client.get("/livez")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_letters_and_events_do_not_wait_for_pictures() -> None:
    names = ["media", "media", "mail", "media", "default"]
    came: list[str] = []

    def note(body: object, message: Message) -> None:
        came.append(str(message.delivery_info["routing_key"]))
        message.ack()

    with app.connection_for_write() as connection:
        queues = [app.amqp.queues[name](connection.default_channel) for name in ("media", "mail", "default")]
        for queue in queues:
            queue.declare()
            queue.purge()
        for name in names:
            connection.Producer().publish({}, routing_key=name, exchange=app.amqp.queues[name].exchange)
        with connection.Consumer(queues, callbacks=[note], prefetch_count=1):
            while len(came) < len(names):
                connection.drain_events(timeout=5)
    assert came == ["default", "mail", "media", "media", "media"]
