"""A real mail server: slow, away, unwilling; and workers that are killed while they talk to it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from threading import Thread
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from kombu.exceptions import OperationalError

from config.env import ROOT
from marketplace.accounts import letters, outbox, services, tasks
from marketplace.accounts.models import OutgoingMail, User
from marketplace.audit import services as audit
from marketplace.audit.models import Delivery
from marketplace.core import clock
from tests.accounts.conftest import work
from tests.accounts.post_office import PostOffice, open_at
from tests.cast import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    """A mail server that the settings know of."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 5
    with open_at() as office:
        settings.EMAIL_PORT = office.port
        yield office


def letter(subject: str = "Your code") -> OutgoingMail:
    return services.queue_mail(to="anna@example.com", subject=subject, text="QWER-TYUI", html="<b>QWER-TYUI</b>")


def due_after(**passed: int) -> list[int]:
    """The mails that beat would ask for when so much time has passed."""
    with clock.turned_to(clock.now() + timedelta(**passed)):
        return outbox.due(OutgoingMail)


def state(mail: OutgoingMail) -> tuple[str, int]:
    mail.refresh_from_db()
    return mail.state, mail.attempts


class TestSending:
    def test_the_server_takes_it_once_as_text_and_html_under_its_own_number(self, office: PostOffice) -> None:
        mail = letter()
        work()
        tasks.send_mail(mail.pk)
        (taken,) = office.taken
        assert (taken["Subject"], taken["To"]) == ("Your code", "anna@example.com")
        assert taken["Message-ID"] == letters.message_id(mail)
        assert [part.get_content_type() for part in taken.walk()][1:] == ["text/plain", "text/html"]
        assert state(mail) == ("sent", 1)

    def test_no_transaction_is_open_meanwhile(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seen = []
        monkeypatch.setattr(EmailMultiAlternatives, "send", lambda self: seen.append(connection.in_atomic_block))
        letter()
        work()
        assert seen == [False]

    def test_twenty_workers_at_once_send_it_once(self, office: PostOffice) -> None:
        mail = letter()
        sent = at_once(*[lambda: services.send_mail(mail.pk, keep_text=False)] * 20)
        assert (sent.count(False), sent.count(True)) == (19, 1)
        assert office.subjects == ["Your code"]

    def test_its_event_is_delivered_by_asking_the_queue_for_mail(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[int] = []
        monkeypatch.setattr(tasks.send_mail, "delay", asked.append)
        mail = letter()
        for delivery in audit.due():
            audit.deliver(delivery)
        assert (asked, state(mail)) == ([mail.pk], ("queued", 0))
        queue = tasks.send_mail.app.amqp.router.route({}, "marketplace.accounts.tasks.send_mail")["queue"]
        assert queue.name == "mail"


class TestASlowServer:
    def test_holds_no_other_handler(self, office: PostOffice, clara: User) -> None:
        """While it thinks about one mail, events are delivered, people are written to and the next mail is queued."""
        office.hold = "DATA"
        mail = letter()
        worker = Thread(target=send_elsewhere, args=[mail.pk])
        worker.start()
        try:
            assert office.busy.wait(10)
            assert state(mail) == ("sending", 1)
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '1ms'")
            services.update_person(clara, display_name="Klara")
            letter("The next")
            for delivery in audit.due():
                audit.deliver(delivery)
            assert set(Delivery.objects.values_list("state", flat=True)) == {"done"}
            assert OutgoingMail.objects.select_for_update(nowait=True).filter(pk=mail.pk).update(subject="Free") == 1
        finally:
            office.go.set()
            worker.join()
            with connection.cursor() as cursor:
                cursor.execute("RESET lock_timeout")
        assert state(mail) == ("sent", 1)

    def test_whose_answer_takes_too_long_gets_it_again_under_the_same_number(
        self, office: PostOffice, settings: Any
    ) -> None:
        """It had the mail, but nobody could know."""
        settings.EMAIL_TIMEOUT = 0.2
        office.hold = "DATA"
        mail = letter()
        tasks.send_mail(mail.pk)
        assert state(mail) == ("queued", 1)
        office.hold = ""
        tasks.send_mail(mail.pk)
        assert state(mail) == ("sent", 2)
        assert {taken["Message-ID"] for taken in office.taken} == {letters.message_id(mail)}


class TestAServerThatIsAway:
    def test_gets_the_mail_when_it_is_back(self, settings: Any) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = "127.0.0.1"
        with open_at() as gone:
            settings.EMAIL_PORT = gone.port
        mail = letter()
        tasks.send_mail(mail.pk)
        assert state(mail) == ("queued", 1)
        with open_at(gone.port) as back:
            assert due_after(seconds=9) == []
            assert due_after(seconds=11) == [mail.pk]
            tasks.send_mail(mail.pk)
            assert back.subjects == ["Your code"]
        assert state(mail) == ("sent", 2)
        assert due_after(days=30) == []

    def test_is_asked_after_longer_and_longer_pauses(self, office: PostOffice) -> None:
        office.answers["RCPT"] = "450 later"
        mail, pauses = letter(), []
        for _ in range(12):
            before = clock.now()
            with clock.turned_to(before):
                tasks.send_mail(mail.pk)
            mail.refresh_from_db()
            pauses.append(int((mail.due_at - before).total_seconds()))
        assert pauses == [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600]
        assert (mail.state, mail.text, office.taken) == ("queued", "QWER-TYUI", [])

    @pytest.mark.parametrize(("verb", "answer"), [("RCPT", "550 no such person"), ("DATA", "554 not this")])
    def test_one_that_refuses_for_good_is_not_asked_again(self, office: PostOffice, verb: str, answer: str) -> None:
        office.answers[verb] = answer
        mail = letter()
        services.send_mail(mail.pk, keep_text=False)
        assert state(mail) == ("failed", 1)
        assert (mail.text, mail.html, mail.sent_at, due_after(days=30)) == ("", "", None, [])

    def test_a_refusal_of_the_sender_or_of_the_password_is_ours_to_mend_and_waits(self, office: PostOffice) -> None:
        office.answers["MAIL"] = "550 who are you"
        mail = letter()
        tasks.send_mail(mail.pk)
        assert state(mail) == ("queued", 1)

    def test_two_addresses_of_which_one_may_work_later_are_no_final_refusal(self) -> None:
        assert not letters.is_final(SMTPRecipientsRefused({"a@x": (550, b"no"), "b@x": (450, b"later")}))


class TestWhatIsDue:
    def test_a_mail_the_broker_forgot_is_asked_for_after_a_minute_and_again_each_minute(self) -> None:
        mail = letter()
        assert due_after(seconds=50) == []
        assert due_after(seconds=70) == [mail.pk]
        assert due_after(seconds=100) == []
        assert due_after(seconds=140) == [mail.pk]

    def test_beat_asks_the_queue(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[int] = []
        monkeypatch.setattr(tasks.send_mail, "delay", asked.append)
        mails = [letter(), letter()]
        with clock.turned_to(clock.now() + timedelta(minutes=2)):
            tasks.send_due()
            tasks.send_due()
        assert asked == [mail.pk for mail in mails]

    def test_while_the_broker_is_away_nothing_is_lost(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def away(*args: object) -> None:
            raise OperationalError

        monkeypatch.setattr(tasks.send_mail, "delay", away)
        mail = letter()
        for delivery in audit.due():
            audit.deliver(delivery)
        assert Delivery.objects.get().state == "open"
        with pytest.raises(OperationalError), clock.turned_to(clock.now() + timedelta(minutes=2)):
            tasks.send_due()
        assert state(mail) == ("queued", 0)
        assert due_after(minutes=4) == [mail.pk]


class TestAWorkerKilled:
    @pytest.mark.parametrize(("verb", "copies"), [("RCPT", 1), ("DATA", 2)])
    def test_while_it_talks_leaves_the_mail_to_the_next(self, office: PostOffice, verb: str, copies: int) -> None:
        """Killed before the mail was over: one copy. Killed before the server's word: two that look like one."""
        mail = letter()
        office.hold = verb
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.accounts.sender", str(mail.pk), str(office.port)],
            cwd=ROOT,
            env=same_database(),
        )
        try:
            assert office.busy.wait(30)
            assert state(mail) == ("sending", 1)
        finally:
            worker.kill()
            worker.wait()
        office.hold = ""
        office.go.set()
        assert (services.send_mail(mail.pk, keep_text=False), due_after(seconds=100)) == (False, [])
        assert due_after(seconds=130) == [mail.pk]
        assert services.send_mail(mail.pk, keep_text=False)
        assert state(mail) == ("sent", 2)
        assert [taken["Message-ID"] for taken in office.taken] == [letters.message_id(mail)] * copies

    def test_a_claim_outlasts_every_task(self) -> None:
        assert outbox.CLAIMED.total_seconds() > django_settings.CELERY_TASK_TIME_LIMIT


def same_database() -> dict[str, str]:
    url = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    return {**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(ROOT / "site")}


def send_elsewhere(mail_id: int) -> None:
    try:
        tasks.send_mail(mail_id)
    finally:
        connection.close()
