"""Text messages over real HTTP: taken, refused, later, slow, away; each once, and their words forgotten."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection

from config.env import Misconfigured, _sms_url
from marketplace.accounts import outbox, sms, tasks, texts
from marketplace.accounts.models import OutgoingText, User
from marketplace.audit import services as audit
from marketplace.audit.models import Event
from marketplace.core import clock
from tests.accounts.conftest import work
from tests.accounts.sms_provider import KEYS, PATH, Provider, open_provider
from tests.cast import at_once

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "+77012345678"


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    """A provider that the settings know of."""
    with open_provider() as provider:
        settings.SMS_URL = provider.url
        yield provider


@pytest.fixture
def text(clara: User) -> OutgoingText:
    clara.phone = NUMBER
    clara.save()
    return texts.queue(clara, "123456 is your code — тест")


def state(text: OutgoingText) -> tuple[str, int]:
    text.refresh_from_db()
    return text.state, text.attempts


def due_after(**passed: int) -> list[int]:
    with clock.turned_to(clock.now() + timedelta(**passed)):
        return outbox.due(OutgoingText)


class TestAProvider:
    def test_is_sent_number_sender_and_words_with_our_keys_once(self, provider: Provider, text: OutgoingText) -> None:
        for _ in range(2):
            texts.send(text.pk, keep_text=False)
        assert provider.asked == [(PATH, "sid:to/ken")]
        assert provider.taken == [{"To": NUMBER, "From": "+15550100", "Body": "123456 is your code — тест"}]
        assert (state(text), text.text, text.sent_at is not None) == (("sent", 1), "", True)

    @pytest.mark.parametrize("status", [400, 401, 404, 302])
    def test_that_refuses_is_not_asked_again(self, provider: Provider, text: OutgoingText, status: int) -> None:
        provider.status, provider.headers = status, {"Location": "/elsewhere"}
        assert texts.send(text.pk, keep_text=False) is False
        assert (state(text), text.text, text.sent_at) == (("failed", 1), "", None)
        assert (due_after(days=30), len(provider.asked)) == ([], 1)

    @pytest.mark.parametrize("status", [429, 500, 503])
    def test_that_has_trouble_is_asked_again_after_a_pause(
        self, provider: Provider, text: OutgoingText, status: int
    ) -> None:
        provider.status = status
        texts.send(text.pk, keep_text=False)
        assert (state(text), text.text[:6]) == (("queued", 1), "123456")
        assert (due_after(seconds=9), due_after(seconds=11)) == ([], [text.pk])
        provider.status = 201
        assert texts.send(text.pk, keep_text=False) is True
        assert (state(text), len(provider.taken)) == (("sent", 2), 1)

    def test_that_is_slow_is_left_after_the_time_and_asked_again(
        self, provider: Provider, text: OutgoingText, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sms, "TIMEOUT", 0.2)
        provider.hold = True
        texts.send(text.pk, keep_text=False)
        assert (provider.busy.is_set(), state(text)) == (True, ("queued", 1))

    def test_that_is_away_is_asked_again(self, settings: Any, text: OutgoingText) -> None:
        with open_provider() as gone:
            settings.SMS_URL = gone.url
        texts.send(text.pk, keep_text=False)
        assert state(text) == ("queued", 1)

    def test_is_waited_for_less_long_than_a_task_may_run(self) -> None:
        assert sms.TIMEOUT == 10 < django_settings.CELERY_TASK_SOFT_TIME_LIMIT < outbox.CLAIMED.total_seconds()

    def test_hears_from_no_open_transaction(
        self, provider: Provider, text: OutgoingText, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen = []
        monkeypatch.setattr(sms, "send", lambda to, words: seen.append(connection.in_atomic_block))
        work()
        assert seen == [False]


class TestAMessage:
    def test_is_sent_once_by_twenty_workers(self, provider: Provider, text: OutgoingText) -> None:
        sent = at_once(*[lambda: texts.send(text.pk, keep_text=False)] * 20)
        assert (sent.count(True), sent.count(False), len(provider.taken)) == (1, 19, 1)

    def test_is_never_sent_once_its_code_is_dead(self, provider: Provider, text: OutgoingText) -> None:
        with clock.turned_to(clock.now() + timedelta(minutes=10)):
            texts.send(text.pk, keep_text=False)
        assert (state(text), text.text, provider.asked) == (("failed", 1), "", [])

    def test_is_known_to_the_log_by_its_number_alone(
        self, provider: Provider, text: OutgoingText, caplog: pytest.LogCaptureFixture
    ) -> None:
        provider.status = 400
        with caplog.at_level(logging.DEBUG, "lintel.texts"):
            texts.send(text.pk, keep_text=False)
        assert caplog.messages == [f"text {text.pk} was not sent at attempt 1: 400"]
        event = Event.objects.get(kind="text.requested")
        assert (event.data, event.actor, event.subject_id) == ({}, None, text.pk)

    def test_is_asked_for_through_the_queue_of_mails(self, text: OutgoingText, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[int] = []
        monkeypatch.setattr(tasks.send_text, "delay", asked.append)
        for delivery in audit.due():
            audit.deliver(delivery)
        with clock.turned_to(clock.now() + timedelta(minutes=2)):
            tasks.send_due()
            tasks.send_due()
        assert asked == [text.pk, text.pk]
        queue = tasks.send_text.app.amqp.router.route({}, "marketplace.accounts.tasks.send_text")["queue"]
        assert queue.name == "mail"


class TestTheSetting:
    def test_a_whole_address_is_taken_and_none_is_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("SMS_URL", raising=False)
        assert (_sms_url("production"), _sms_url("demo")) == ("", "demo:")
        whole = f"https://{KEYS}@sms.example/Messages.json?from=%2B15550100"
        monkeypatch.setenv("SMS_URL", whole)
        assert _sms_url("production") == whole

    @pytest.mark.parametrize(
        "half",
        [
            "demo:",
            f"http://{KEYS}@sms.example/?from=%2B1",
            "https://sms.example/?from=%2B1",
            f"https://{KEYS}@sms.example/",
        ],
    )
    def test_half_an_address_stops_the_start(self, half: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SMS_URL", half)
        with pytest.raises(Misconfigured, match="SMS_URL must be"):
            _sms_url("production")
