"""The admin's first page tells each member of staff what waits for them, and nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.core import clock
from marketplace.projects.models import Project
from marketplace.reports.models import Report
from pages import contact
from pages.models import ContactMessage
from tests.accounts.conftest import sign_in  # noqa: F401 - a fixture
from tests.accounts.test_people import member
from tests.cast import profile_of, project_of
from tests.moderation.conftest import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(sam: User) -> Project:
    return project_of(profile_of(sam))


@pytest.fixture
def message() -> ContactMessage:
    said = {"name": "Nora", "email": "nora@example.com", "subject": "A lamp", "text": "It hums.", "language": "en"}
    return ContactMessage.objects.create(**said, sent_at=clock.now() - timedelta(minutes=17))


@pytest.fixture
def report(project: Project, clara: User) -> Report:
    about = {"kind": "project", "subject_id": project.pk, "title": project.title, "path": project.get_absolute_url()}
    moment = clock.now() - timedelta(hours=2)
    return Report.objects.create(**about, reason="spam", state="open", reporter=clara, place="", created_at=moment)


def home(client: Client) -> str:
    return client.get("/admin/").content.decode().replace("&quot;", '"').replace("\xa0", " ")


def test_support_sees_who_waits_for_an_answer(sign_in: Any, message: ContactMessage, report: Report) -> None:  # noqa: F811
    person = member("support")
    client = sign_in(person)
    html = home(client)
    assert "1 message waits for an answer. The first has waited for 17 minutes." in html
    assert '"Messages (1)"' in html
    assert 'href="/admin/contact_messages/?waits=true"' in html
    assert message.subject in client.get("/admin/contact_messages/?waits=true").content.decode()
    assert "complaint" not in html
    contact.tick_off(message.pk, by=person, is_answered=True)
    html = home(client)
    assert "Nothing waits. Well done." in html
    assert "Messages (" not in html


def test_moderators_see_open_complaints(sign_in: Any, message: ContactMessage, report: Report) -> None:  # noqa: F811
    client = sign_in(member("moderator"))
    html = home(client)
    assert "1 complaint waits. The first has waited for 2 hours." in html
    assert '"Complaints (1)"' in html
    assert 'href="/admin/complaints/?state=open"' in html
    assert report.title in client.get("/admin/complaints/?state=open").content.decode()
    assert "Messages" not in html


def test_others_are_told_of_nothing(sign_in: Any, message: ContactMessage, report: Report) -> None:  # noqa: F811
    html = home(sign_in(member("finance")))
    assert [words for words in ("Complaints", "Messages", "Waiting for review") if words in html] == []


def test_complaints_stand_beside_the_account(
    report: Report,
    project: Project,
    sam: User,
    clara: User,
) -> None:
    admin, support = enter(member("admin")), enter(member("support"))
    address = reverse("report_review", args=[report.pk])
    for person, label in ((sam, "Complaint about them"), (clara, "Complaint by them")):
        theirs = admin.get(reverse("person", args=[person.pk])).context["theirs"]
        assert [(str(one.label), one.title, one.state) for one in theirs if one.url == address] == [
            (label, project.title, "Open")
        ]
    for person in (sam, clara):
        page = support.get(reverse("person", args=[person.pk]))
        assert [one for one in page.context["theirs"] if one.url == address] == []
