"""Anybody tells moderators what is wrong with a public page; moderators read it and say what they did."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from blog.models import ArticlePage
from marketplace.accounts.models import User
from marketplace.audit.models import Event
from marketplace.core import clock
from marketplace.core.errors import IllegalTransition, Invalid, NotAllowed, NotFound
from marketplace.projects.models import Project
from marketplace.reports import transitions
from marketplace.reports.models import Report
from pages import tree
from tests.cast import at_once, profile_of, project_of
from tests.moderation.conftest import enter

pytestmark = pytest.mark.django_db
SAID = {"reason": "copied", "text": "The second photo is mine."}


@pytest.fixture
def project(sam: User) -> Project:
    return project_of(profile_of(sam))


def page(project: Project) -> str:
    return f"/report/project/{project.public_id}/"


class TestTelling:
    def test_a_visitor_tells_without_an_account_and_goes_back(self, client: Client, project: Project) -> None:
        assert "What is wrong with this page?" in client.get(page(project)).content.decode()
        response = client.post(page(project), {**SAID, "email": "zoe@example.com"}, follow=True)
        assert response.redirect_chain == [(project.get_absolute_url(), 302)]
        assert "Thank you. A moderator will look at it." in response.content.decode()
        report = Report.objects.get()
        assert (report.kind, report.subject_id, report.title) == ("project", project.pk, project.title)
        assert (report.reason, report.text, report.email) == ("copied", SAID["text"], "zoe@example.com")
        assert (report.state, report.reporter, report.path) == ("open", None, project.get_absolute_url())
        event = Event.objects.get(kind="report.made")
        assert (event.subject_id, event.actor_id, event.data) == (
            report.pk,
            None,
            {"what": "project", "reason": "copied"},
        )

    def test_a_person_tells_once(self, client: Client, project: Project, clara: User) -> None:
        client.force_login(clara)
        assert 'name="email"' not in client.get(page(project)).content.decode()
        client.post(page(project), SAID)
        client.post(page(project), {"reason": "spam"})
        assert list(Report.objects.values_list("reporter", "reason")) == [(clara.pk, "copied")]

    def test_two_visitors_behind_one_address_are_heard_once_until_it_is_decided(
        self, client: Client, project: Project, mona: User
    ) -> None:
        client.post(page(project), SAID)
        Client().post(page(project), {"reason": "spam"})
        report = Report.objects.get()
        transitions.dismiss(report.pk, note="It is theirs.", by=mona)
        Client().post(page(project), {"reason": "spam"})
        assert list(Report.objects.order_by("pk").values_list("reason", "state")) == [
            ("copied", "dismissed"),
            ("spam", "open"),
        ]

    def test_specialists_and_articles_can_be_reported_too(self, client: Client, project: Project) -> None:
        article = ArticlePage(title="Oak and light", slug="oak", intro="On tables.")
        tree.blog().add_child(instance=article)
        for kind, key, path in (
            ("specialist", project.specialist.public_id, project.specialist.get_absolute_url()),
            ("article", "oak", "/blog/oak/"),
        ):
            assert f'href="/report/{kind}/{key}/"' in client.get(path).content.decode()
            assert client.post(f"/report/{kind}/{key}/", SAID)["Location"] == path
        assert set(Report.objects.values_list("kind", "subject_id")) == {
            ("specialist", project.specialist.pk),
            ("article", article.pk),
        }

    def test_a_program_that_fills_in_everything_is_thanked_and_not_heard(
        self, client: Client, project: Project
    ) -> None:
        response = client.post(page(project), {**SAID, "website": "https://spam.example"})
        assert (response.status_code, Report.objects.count()) == (302, 0)

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({}, "This field is required."),
            ({"reason": "boring"}, "Select a valid choice."),
            ({"reason": "other", "text": " "}, "Say it in a few words."),
            ({"reason": "spam", "text": "x" * 1001}, "at most 1000 characters"),
        ],
    )
    def test_what_cannot_be_taken_is_explained_and_kept(
        self, client: Client, project: Project, said: dict[str, str], words: str
    ) -> None:
        response = client.post(page(project), said)
        assert (response.status_code, Report.objects.count()) == (422, 0)
        assert words in response.content.decode()

    @pytest.mark.parametrize("path", ["project/zzzzzzzzzzzz", "planet/earth", "article/none"])
    def test_what_is_not_there_cannot_be_reported(self, client: Client, path: str) -> None:
        assert client.get(f"/report/{path}/").status_code == 404

    def test_what_is_not_public_cannot_be_reported(self, client: Client, sam: User) -> None:
        draft = project_of(profile_of(sam), state="draft")
        assert client.post(page(draft), SAID).status_code == 404

    def test_ones_own_has_no_link_and_is_refused(self, client: Client, project: Project, sam: User) -> None:
        client.force_login(sam)
        assert "/report/" not in client.get(project.get_absolute_url()).content.decode()
        response = client.post(page(project), SAID)
        assert (response.status_code, Report.objects.count()) == (403, 0)

    def test_the_eleventh_within_an_hour_waits(self, client: Client, sam: User) -> None:
        profile = profile_of(sam)
        projects = [project_of(profile, photos=1) for _ in range(11)]
        answers = [client.post(page(one), SAID) for one in projects]
        assert [answer.status_code for answer in answers] == [302] * 10 + [429]
        assert 3590 < int(answers[-1]["Retry-After"]) <= 3600
        Report.objects.update(created_at=clock.now() - timedelta(hours=1))
        assert client.post(page(projects[-1]), SAID).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_the_same_report_sent_twice_at_once_is_one(project: Project, clara: User) -> None:
    def tell() -> int:
        client = Client()
        client.force_login(clara)
        return client.post(page(project), SAID).status_code

    assert at_once(tell, tell) == [302, 302]
    assert Report.objects.count() == 1
    assert Event.objects.filter(kind="report.made").count() == 1


class TestTheApi:
    ADDRESS = "/api/v1/reports/"

    def test_an_app_reports_and_a_repeat_answers_the_first(self, client: Client, project: Project, clara: User) -> None:
        client.force_login(clara)
        body = {"kind": "project", "id": project.public_id, **SAID}
        first, again = (client.post(self.ADDRESS, body, content_type="application/json") for _ in range(2))
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json() == again.json()
        assert first.json()["public_id"] == Report.objects.get().public_id

    @pytest.mark.parametrize(
        ("change", "status"),
        [({"id": "zzzzzzzzzzzz"}, 404), ({"reason": "boring"}, 400), ({"reason": "other", "text": ""}, 422)],
    )
    def test_it_refuses(
        self, client: Client, project: Project, clara: User, change: dict[str, str], status: int
    ) -> None:
        client.force_login(clara)
        body = {"kind": "project", "id": project.public_id, **SAID, **change}
        assert client.post(self.ADDRESS, body, content_type="application/json").status_code == status
        assert Report.objects.count() == 0


class TestDeciding:
    @pytest.fixture
    def report(self, client: Client, project: Project) -> Report:
        client.post(page(project), SAID)
        return Report.objects.get()

    @pytest.fixture
    def desk(self, mona: User) -> Client:
        mona.groups.get(name="moderator").permissions.add(Permission.objects.get(codename="access_admin"))
        return enter(mona)

    def test_the_list_counts_and_filters(self, desk: Client, report: Report) -> None:
        listed = desk.get("/admin/complaints/")
        assert report.title in listed.content.decode()
        assert "Complaints (1)" in listed.content.decode()
        assert (str(listed.context["page_title"]), str(listed.context["breadcrumbs_items"][-1]["label"])) == (
            "Complaints",
            "Complaints",
        )
        assert report.title not in desk.get("/admin/complaints/results/?state=resolved").content.decode()
        assert report.title in desk.get("/admin/complaints/results/?reason=copied&kind=project").content.decode()
        assert b"The second photo is mine." in b"".join(desk.get("/admin/complaints/?export=csv"))  # type: ignore[arg-type]

    def test_open_ones_come_first(self, desk: Client, report: Report, clara: User, mona: User) -> None:
        transitions.resolve(report.pk, note="Removed.", by=mona)
        other = project_of(profile_of(clara), title="Olive kitchen")
        Client().post(page(other), SAID)
        listed = desk.get("/admin/complaints/").content.decode()
        assert listed.index("Olive kitchen") < listed.index(report.title)

    def test_the_moderator_says_what_was_done(self, desk: Client, report: Report, mona: User) -> None:
        address = reverse("report_review", args=[report.pk])
        shown = desk.get(address).content.decode()
        assert "The second photo is mine." in shown
        assert reverse("moderation_review", args=["project", report.subject_id]) in shown
        empty = desk.post(address, {"action": "resolve", "note": " "})
        assert (empty.status_code, Report.objects.get().state) == (422, "open")
        done = desk.post(address, {"action": "resolve", "note": "Photo removed."})
        assert (done.status_code, done["Location"]) == (302, "/admin/complaints/")
        report.refresh_from_db()
        assert (report.state, report.note) == ("resolved", "Photo removed.")
        event = Event.objects.get(kind="report.resolved")
        assert (event.actor_id, event.data) == (mona.pk, {"note": "Photo removed."})

    def test_nobody_else_sees_or_decides(self, report: Report, clara: User, sam: User) -> None:
        for person in (clara, sam):
            with pytest.raises(NotAllowed):
                transitions.resolve(report.pk, note="Mine now.", by=person)
            assert enter(person).get("/admin/complaints/").status_code == 403
        assert Report.objects.get().state == "open"

    def test_a_decision_is_made_once_and_for_a_reason(self, report: Report, mona: User) -> None:
        with pytest.raises(Invalid):
            transitions.dismiss(report.pk, note="", by=mona)
        transitions.dismiss(report.pk, note="Theirs.", by=mona)
        with pytest.raises(IllegalTransition):
            transitions.resolve(report.pk, note="Removed.", by=mona)
        with pytest.raises(NotFound):
            transitions.resolve(0, note="Removed.", by=mona)
        assert Report.objects.get().note == "Theirs."
