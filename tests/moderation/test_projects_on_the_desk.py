"""Projects on the moderators' desk: photos and fields beside what is public."""

import pytest
from django.test import Client

from marketplace.accounts.models import User
from marketplace.projects import services
from marketplace.projects.gallery import MediaChange
from marketplace.projects.models import ProjectStanding
from tests.cast import picture_of, profile_of, project_of


def test_a_changed_project_is_shown_beside_the_public_one_and_approved(desk: Client, sam: User) -> None:
    project = project_of(profile_of(sam), photos=2)
    old = project.photos.first().asset.public_id
    change = MediaChange(add=[picture_of(sam).public_id], delete=[old])
    services.update(project.pk, by=sam, fields={"summary": "A calm, warm kitchen."}, change=change)
    address = f"/admin/moderation/project/{project.pk}/"
    context = desk.get(address).context
    assert [row.after for row in context["rows"] if row.is_new] == ["A calm, warm kitchen."]
    assert [one["mark"] for one in context["photos"]] == ["", "new", "gone"]
    draft = ProjectStanding.objects.get(project=project).draft_id
    desk.post(address, {"action": "approve", "revision": str(draft)})
    project.refresh_from_db()
    assert (project.summary, project.photos.count()) == ("A calm, warm kitchen.", 2)


def test_a_public_project_is_hidden_with_a_reason_and_shown_again(desk: Client, sam: User) -> None:
    project = project_of(profile_of(sam))
    address = f"/admin/moderation/project/{project.pk}/"
    desk.post(address, {"action": "hide", "note": "Not your photos."})
    assert ProjectStanding.objects.get(project=project).state == "hidden"
    desk.post(address, {"action": "unhide"})
    assert ProjectStanding.objects.get(project=project).state == "published"


@pytest.mark.parametrize("note", ["", "x" * 501])
def test_without_a_reason_that_can_be_kept_a_project_stays_public(desk: Client, sam: User, note: str) -> None:
    project = project_of(profile_of(sam))
    response = desk.post(f"/admin/moderation/project/{project.pk}/", {"action": "hide", "note": note})
    sentence = "Say it in at most 500 characters." if note else "Say why, in words that help the owner."
    assert (response.status_code, sentence in response.content.decode()) == (422, True)
    assert (response.context["note"], ProjectStanding.objects.get(project=project).state) == (note, "published")


@pytest.mark.parametrize("state", ["archived", "hidden", "rejected"])
def test_a_change_to_what_nobody_sees_does_not_wait(desk: Client, sam: User, state: str) -> None:
    project = project_of(profile_of(sam))
    services.update(project.pk, by=sam, fields={"summary": "A calm, warm kitchen."})
    assert [row.title for row in desk.get("/admin/moderation/").context["rows"]] == [project.title]
    ProjectStanding.objects.update(state=state)
    assert desk.get("/admin/moderation/").context["rows"] == []
    context = desk.get(f"/admin/moderation/project/{project.pk}/").context
    assert (context["is_asked"], context["decisions"]) == (False, [])


def test_the_list_of_projects_leads_to_the_review(desk: Client, sam: User) -> None:
    project = project_of(profile_of(sam))
    page = desk.get("/admin/projects/?state=published&q=sage").content.decode()
    assert f"/admin/moderation/project/{project.pk}/" in page
