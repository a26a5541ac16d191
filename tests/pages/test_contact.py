"""Visitors write to the people behind the site; staff answer and tick off."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from marketplace.accounts import groups, services, staff
from marketplace.accounts.models import OutgoingMail, User
from marketplace.audit.models import Event
from marketplace.core import clock
from marketplace.core.errors import TooMany
from pages import contact, tasks
from pages.models import Brand, ContactMessage, ContactPage, HomePage
from tests.accounts.conftest import PASSWORD, sign_in  # noqa: F401 - a fixture
from tests.cast import at_once

WORDS = {"name": "Nora", "email": "nora@example.com", "subject": "A lamp", "text": "Who made it?\nIt hums."}


@pytest.fixture
def page(home: HomePage) -> ContactPage:
    Brand.objects.create(site=home.get_site(), email="hello@example.com", phone="+7 701 000 00 00")
    made: ContactPage = home.add_child(instance=ContactPage(title="Write to us", slug="contact", intro="We answer."))
    return made


def message(**fields: object) -> ContactMessage:
    return ContactMessage.objects.create(**{**WORDS, "language": "en", **fields})


@pytest.fixture
def support(db: None, sign_in: Callable[[User], Client]) -> Client:  # noqa: F811
    """Somebody of the support in the admin, second factor shown."""
    groups.sync()
    secret = staff.demo_secret("support")
    return sign_in(services.make_person("sue@example.com", "Sue", PASSWORD, groups=["support"], totp_secret=secret))


def test_a_message_is_kept_told_and_thanked_for(
    client: Client, page: ContactPage, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    html = client.get("/contact/").content.decode()
    assert "We answer." in html
    assert "+7 701 000 00 00" in html
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/contact/", WORDS)
    assert (answer.status_code, answer["Location"]) == (303, "/contact/?sent=1")
    kept = ContactMessage.objects.get()
    assert (kept.name, kept.email, kept.subject, kept.text) == ("Nora", "nora@example.com", "A lamp", WORDS["text"])
    assert (kept.language, kept.sender, kept.answered_at) == ("en", None, None)
    letter = OutgoingMail.objects.get()
    assert (letter.to, letter.subject) == ("hello@example.com", "Message from the site: A lamp")
    assert f"/admin/contact-messages/{kept.pk}/" in letter.text
    assert "Nora <nora@example.com> writes:\n\nWho made it?" in letter.text
    assert Event.objects.filter(kind="message.received", subject_id=kept.pk).get().data == {}
    thanks = client.get(answer["Location"]).content.decode()
    assert "Thank you, we have your message" in thanks
    assert '<meta name="robots" content="noindex">' in thanks


def test_without_an_address_of_the_site_it_is_kept_all_the_same(client: Client, page: ContactPage) -> None:
    Brand.objects.update(email="")
    assert client.post("/contact/", WORDS).status_code == 303
    assert ContactMessage.objects.count() == 1
    assert (OutgoingMail.objects.count(), len(mail.outbox)) == (0, 0)


def test_whoever_is_signed_in_is_not_asked_again_who_they_are(client: Client, page: ContactPage, clara: User) -> None:
    client.force_login(clara)
    html = client.get("/contact/").content.decode()
    assert 'value="Clara"' in html
    assert 'value="clara@example.com"' in html
    client.post("/ru/contact/", WORDS)
    kept = ContactMessage.objects.get()
    assert (kept.sender, kept.language) == (clara, "ru")


def test_what_is_missing_is_said_above_and_beside_and_nothing_is_kept(client: Client, page: ContactPage) -> None:
    answer = client.post("/contact/", {**WORDS, "email": "nora", "text": " "})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'class="error-summary" role="alert"' in html
    assert '<a href="#id_email">' in html
    assert '<a href="#id_text">' in html
    assert 'value="A lamp"' in html
    assert ContactMessage.objects.count() == 0


@pytest.mark.parametrize("subject", ["Hello\r\nBcc: all@example.com", "x" * 121, "nul \x00 byte"])
def test_a_subject_that_is_no_subject_does_no_harm(client: Client, page: ContactPage, subject: str) -> None:
    client.post("/contact/", {**WORDS, "subject": subject})
    assert all("\n" not in letter.subject for letter in OutgoingMail.objects.all())
    assert all(len(kept.subject) <= 120 for kept in ContactMessage.objects.all())


def test_a_program_is_thanked_and_not_heard(client: Client, page: ContactPage) -> None:
    answer = client.post("/contact/", {**WORDS, "website": "https://example.com"})
    assert (answer.status_code, answer["Location"]) == (303, "/contact/?sent=1")
    assert (ContactMessage.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_the_trap_is_out_of_the_way_of_people(client: Client, page: ContactPage) -> None:
    html = client.get("/contact/").content.decode()
    trap = html.partition('<p class="sr" aria-hidden="true">')[2].partition("</p>")[0]
    assert 'name="website"' in trap
    assert 'tabindex="-1"' in trap


def test_the_sixth_message_of_an_hour_waits_and_is_not_lost(client: Client, page: ContactPage) -> None:
    with clock.turned_to(clock.now().replace(minute=20, second=0, microsecond=0)):
        for _ in range(5):
            assert client.post("/contact/", WORDS).status_code == 303
        answer = client.post("/contact/", WORDS)
    html = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (429, "2400")
    assert "Please wait 40 minutes, then send this again." in html
    assert "Who made it?" in html
    assert ContactMessage.objects.count() == 5
    with clock.turned_to(clock.now() + timedelta(hours=1)):
        assert client.post("/contact/", WORDS).status_code == 303


def test_what_is_wrong_does_not_use_up_turns(client: Client, page: ContactPage) -> None:
    for _ in range(8):
        assert client.post("/contact/", {**WORDS, "email": ""}).status_code == 422
    assert client.post("/contact/", WORDS).status_code == 303


def test_of_eight_at_once_five_are_taken(db: None) -> None:
    outcomes = at_once(*[lambda: contact.take_turn("one-place")] * 8)
    assert sum(isinstance(one, TooMany) for one in outcomes) == 3
    contact.take_turn("another-place")


def test_after_a_year_it_is_forgotten(db: None) -> None:
    message(sent_at=clock.now() - timedelta(days=366))
    recent = message(sent_at=clock.now() - timedelta(days=364))
    tasks.forget_messages()
    tasks.forget_messages()
    assert list(ContactMessage.objects.all()) == [recent]


def test_staff_find_read_and_tick_off(support: Client, home: HomePage) -> None:
    first, other = message(), message(subject="A door", text="It squeaks.")
    html = support.get(reverse("contact_messages:index"), {"q": "squeaks"}).content.decode()
    assert "A door" in html
    assert "A lamp" not in html
    assert "Who made it?" in support.get(reverse("pages_message", args=[first.pk])).content.decode()
    answer = support.post(reverse("pages_message", args=[first.pk]), {"answered": "yes"})
    assert answer["Location"] == reverse("contact_messages:index")
    first.refresh_from_db()
    assert (first.answered_by.email, first.answered_at is not None) == ("sue@example.com", True)
    html = support.get(reverse("contact_messages:index"), {"waits": "true"}).content.decode()
    assert other.subject in html
    assert first.subject not in html
    support.post(reverse("pages_message", args=[first.pk]), {"answered": "no"})
    first.refresh_from_db()
    assert (first.answered_by, first.answered_at) == (None, None)


def test_ticking_off_twice_leaves_the_first_answer(db: None, mona: User, eve: User) -> None:
    one = message()
    contact.tick_off(one.pk, by=mona, is_answered=True)
    contact.tick_off(one.pk, by=eve, is_answered=True)
    one.refresh_from_db()
    assert one.answered_by == mona
    assert Event.objects.filter(kind="message.changed").count() == 1


def test_messages_are_exported_without_formulas(support: Client, home: HomePage) -> None:
    message(subject="=HYPERLINK(1)", name="Nora", answered_at=None)
    answer = support.get(reverse("contact_messages:index"), {"export": "csv"})
    lines = b"".join(answer).decode()  # type: ignore[arg-type]
    assert "'=HYPERLINK(1)" in lines
    assert "nora@example.com" in lines
    book = support.get(reverse("contact_messages:index"), {"export": "xlsx"})
    assert b"".join(book)[:2] == b"PK"  # type: ignore[arg-type]


def test_nobody_writes_or_edits_messages_in_the_admin(support: Client, home: HomePage) -> None:
    one = message()
    for path in ("new/", f"edit/{one.pk}/", f"delete/{one.pk}/"):
        assert support.post(f"/admin/contact_messages/{path}", WORDS).status_code == 404
    assert ContactMessage.objects.get().text == WORDS["text"]


@pytest.mark.parametrize("role", ["finance", "moderator"])
def test_other_staff_do_not_read_them(sign_in: Callable[[User], Client], home: HomePage, role: str) -> None:  # noqa: F811
    groups.sync()
    assert Group.objects.filter(name=role).exists()
    secret = staff.demo_secret(role)
    there = sign_in(services.make_person(f"{role}@example.com", role, PASSWORD, groups=[role], totp_secret=secret))
    one = message()
    assert there.get(reverse("contact_messages:index")).status_code == 302
    answer = there.post(reverse("pages_message", args=[one.pk]), {"answered": "yes"})
    assert answer.status_code in (302, 403)
    one.refresh_from_db()
    assert one.answered_at is None
