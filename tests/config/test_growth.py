"""What is over goes by night, and nothing else does."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session

from config import growth
from marketplace.accounts.models import OutgoingMail, RefreshToken, TokenFamily, User
from marketplace.audit.models import Delivery, Event
from marketplace.core import clock

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=91)
LATELY = timedelta(days=89)


def test_sessions_that_ran_out_go_with_the_notes_about_them(clara: User) -> None:
    now = clock.now()
    for key, ends in (("over", now - timedelta(seconds=1)), ("live", now + timedelta(days=1))):
        Session.objects.create(session_key=key, session_data="x", expire_date=ends)
        UserSession.objects.create(user=clara, session_key=key, ip="127.0.0.1")
    gone = growth.forget()
    assert gone["sessions that have run out"] == 1
    assert gone["notes about sessions that are gone"] == 1
    assert list(Session.objects.values_list("session_key", flat=True)) == ["live"]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == ["live"]


def family(user: User, *, started: timedelta, ends: timedelta) -> TokenFamily:
    import uuid

    now = clock.now()
    made = TokenFamily.objects.create(user=user, session_key="x", started_at=now - started)
    RefreshToken.objects.create(family=made, jti=uuid.uuid4(), sid="x", issued_at=now - started, expires_at=now + ends)
    return made


def test_tokens_go_when_the_whole_family_has_run_out_long_ago(clara: User) -> None:
    family(clara, started=LONG_AGO, ends=-timedelta(days=1))
    valid = family(clara, started=LONG_AGO, ends=timedelta(days=1))
    young = family(clara, started=LATELY, ends=-timedelta(days=1))
    assert growth.forget()["families of tokens of which none is valid"] == 1
    assert set(TokenFamily.objects.values_list("pk", flat=True)) == {valid.pk, young.pk}
    assert RefreshToken.objects.count() == 2


def test_deliveries_go_when_they_are_done_and_old_and_events_stay(clara: User) -> None:
    now = clock.now()
    kept = set()
    for age in (LONG_AGO, LATELY):
        event = Event.objects.create(kind="a.b", subject_type="x", subject_id=1, actor=clara, at=now - age)
        for state in Delivery.State.values:
            delivery = Delivery.objects.create(event=event, handler=state, state=state, next_try_at=now - age)
            if age == LATELY or state != "done":
                kept.add(delivery.pk)
    events = Event.objects.count()
    assert growth.forget()["deliveries that were done"] == 1
    assert kept <= set(Delivery.objects.values_list("pk", flat=True))
    assert Event.objects.count() == events


def test_mail_goes_when_it_has_left_or_failed_long_ago(db: None) -> None:
    now = clock.now()
    for state, age in (("sent", LONG_AGO), ("sent", LATELY), ("queued", LONG_AGO), ("failed", LONG_AGO)):
        OutgoingMail.objects.create(
            to="a@example.com", subject=f"{state} {age.days}", text="", state=state, created_at=now - age,
            sent_at=now - age if state == "sent" else None,
        )  # fmt: skip
    assert growth.forget()["mail that has left, or never will"] == 2
    assert set(OutgoingMail.objects.values_list("subject", flat=True)) == {"sent 89", "queued 91"}


def test_much_goes_in_small_steps_and_what_is_left_goes_the_next_night(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "CHUNK", 2)
    for number in range(5):
        Session.objects.create(session_key=str(number), session_data="x", expire_date=clock.now() - timedelta(days=1))
    assert growth.forget(budget=0)["sessions that have run out"] == 0
    assert growth.forget()["sessions that have run out"] == 5
    assert growth.forget() == dict.fromkeys(growth.OVER, 0)


def test_it_is_done_each_night() -> None:
    assert "config.tasks.forget" in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
