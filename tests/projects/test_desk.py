"""Moderators decide about projects on the page where they read them."""

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.projects import services, transitions
from marketplace.projects.models import Project
from tests.cast import profile_of, project_of


@pytest.fixture
def waiting(sam: User) -> Project:
    project = project_of(profile_of(sam), photos=2, state="draft")
    transitions.submit(project.pk, by=sam)
    return Project.objects.get(pk=project.pk)


def review(project: Project) -> str:
    return reverse("moderation_review", args=["project", project.pk])


@pytest.mark.django_db
class TestTheDesk:
    def test_the_project_waits_in_the_queue_and_is_approved_as_it_was_read(
        self, desk: Client, waiting: Project
    ) -> None:
        assert waiting.title in desk.get("/admin/moderation/").content.decode()
        page = desk.get(review(waiting))
        assert "A calm kitchen." in page.content.decode()
        desk.post(review(waiting), {"action": "approve", "revision": str(waiting.standing.draft_id)})
        assert list(Project.objects.public()) == [waiting]

    def test_a_newer_draft_is_not_published_by_an_older_look(self, desk: Client, sam: User, waiting: Project) -> None:
        seen = waiting.standing.draft_id
        services.update(waiting.pk, by=sam, fields={"title": "Something else entirely"})
        desk.post(review(waiting), {"action": "approve", "revision": str(seen)})
        assert list(Project.objects.public()) == []

    def test_changes_are_asked_for_with_a_reason(self, desk: Client, waiting: Project) -> None:
        said = {
            "action": "request_changes",
            "revision": str(waiting.standing.draft_id),
            "note": "The second photo is blurred.",
        }
        desk.post(review(waiting), said)
        standing = Project.objects.get(pk=waiting.pk).standing
        assert (standing.state, standing.note) == ("changes_requested", "The second photo is blurred.")

    def test_the_list_finds_it_by_its_makers_address(self, desk: Client, waiting: Project) -> None:
        assert waiting.title in desk.get("/admin/projects/?q=sam@example.com").content.decode()
        assert waiting.title not in desk.get("/admin/projects/?q=nobody@example.com").content.decode()
