"""Mail leaves through a worker, once, and what it said is forgotten."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from kombu.exceptions import OperationalError

from marketplace.accounts import services
from marketplace.accounts.models import OutgoingMail, User
from marketplace.audit.models import Delivery, Event
from marketplace.audit.tasks import deliver
from marketplace.core import clock
from tests.accounts.conftest import code_for, work


@pytest.mark.django_db
class TestMail:
    def test_nothing_is_sent_inside_the_request(self, client: Client, anna: User) -> None:
        client.post("/accounts/password/reset/", {"email": anna.email})
        assert mail.outbox == []
        work()
        assert [(m.to, m.subject) for m in mail.outbox] == [(["anna@example.com"], "Your Lintel code")]

    def test_it_carries_the_code_as_text_and_as_html(self, client: Client, anna: User) -> None:
        client.post("/accounts/password/reset/", {"email": anna.email})
        code = code_for(anna.email)
        work()
        ((html, kind),) = mail.outbox[0].alternatives
        assert (code in mail.outbox[0].body, code in html, kind, "<img" in html) == (True, True, "text/html", False)

    def test_it_is_sent_once_however_often_workers_try(self, client: Client, anna: User) -> None:
        client.post("/accounts/password/reset/", {"email": anna.email})
        work()
        Delivery.objects.update(state="open")
        work()
        services.send_mail(OutgoingMail.objects.get().pk, keep_text=True)
        assert len(mail.outbox) == 1

    def test_its_text_is_wiped_once_sent(self, client: Client, anna: User, settings: object) -> None:
        settings.IS_LOCAL = False  # type: ignore[attr-defined]
        client.post("/accounts/password/reset/", {"email": anna.email})
        work()
        row = OutgoingMail.objects.get()
        assert (row.state, row.text, row.html, row.sent_at is not None) == ("sent", "", "", True)

    def test_the_log_knows_neither_address_nor_code(self, client: Client, anna: User) -> None:
        client.post("/accounts/password/reset/", {"email": anna.email})
        event = Event.objects.get(kind="mail.requested")
        assert (event.data, event.actor, event.subject_id) == ({}, None, OutgoingMail.objects.get().pk)

    def test_after_a_day_it_is_given_up(self, client: Client, anna: User) -> None:
        client.post("/accounts/password/reset/", {"email": anna.email})
        with clock.turned_to(clock.now() + timedelta(days=2)):
            work()
        assert (mail.outbox, OutgoingMail.objects.get().state) == ([], "failed")


@pytest.mark.django_db(transaction=True)
def test_while_the_broker_is_away_people_join_and_the_mail_waits(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object) -> None:
        raise OperationalError

    monkeypatch.setattr(deliver, "delay", away)
    joining = {"display_name": "Berta", "email": "berta@example.com", "password1": "violet teapot marching north"}
    assert client.post("/accounts/signup/", joining).status_code == 302
    assert OutgoingMail.objects.get().state == "queued"
    work()
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_a_very_long_address_is_no_error(client: Client) -> None:
    address = "a" * 60 + "@" + ".".join(["b" * 60] * 4) + ".example"
    assert client.post("/accounts/login/code/", {"email": address}).status_code == 302


@pytest.mark.django_db
class TestMailOfTheDemo:
    def test_is_read_on_a_page(self, client: Client, anna: User) -> None:
        client.post("/accounts/password/reset/", {"email": anna.email})
        work()
        row = OutgoingMail.objects.get()
        assert f"/demo/mail/{row.pk}/" in client.get("/demo/mail/").content.decode()
        assert code_for(anna.email) in client.get(f"/demo/mail/{row.pk}/").content.decode()

    def test_anywhere_else_there_is_no_such_page(self, client: Client, settings: object) -> None:
        row = services.queue_mail(to="a@example.com", subject="S", text="T")
        settings.IS_LOCAL = False  # type: ignore[attr-defined]
        assert [client.get(p).status_code for p in ("/demo/mail/", f"/demo/mail/{row.pk}/")] == [404, 404]
