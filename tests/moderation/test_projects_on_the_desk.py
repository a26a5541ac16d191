"""Projects on the moderators' desk: photos and fields beside what is public."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from marketplace.accounts.models import User
from marketplace.media import services as media
from marketplace.projects import services
from marketplace.projects.gallery import MediaChange, PhotoText
from marketplace.projects.models import ProjectDocument, ProjectStanding
from tests.cast import picture_of, profile_of, project_of
from tests.media.corpus import PDF


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


def test_new_words_under_a_photo_are_read_before_they_are_public(desk: Client, sam: User) -> None:
    project = project_of(profile_of(sam), photos=2)
    kept, captioned = [photo.asset for photo in project.photos.order_by("position")]
    texts = {captioned.public_id: PhotoText(caption="Call me and pay half of it.")}
    services.update(project.pk, by=sam, fields={}, change=MediaChange(texts=texts))
    page = desk.get(f"/admin/moderation/project/{project.pk}/")
    marks = {one["photo"].key: one["mark"] for one in page.context["photos"]}
    assert marks == {kept.pk: "", captioned.pk: "changed"}
    assert "Call me and pay half of it." in page.content.decode()


def test_another_document_under_the_same_name_is_marked(
    desk: Client, sam: User, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    project = project_of(profile_of(sam))
    old, new = (media.accept_document(SimpleUploadedFile("plan.pdf", PDF), uploader=sam) for _ in range(2))
    ProjectDocument.objects.create(project=project, asset=old, position=1)
    change = MediaChange(documents_add=[new.public_id], documents_delete=[old.public_id])
    services.update(project.pk, by=sam, fields={}, change=change)
    context = desk.get(f"/admin/moderation/project/{project.pk}/").context
    assert [row.label for row in context["rows"] if row.is_new] == []
    assert [(file["name"], file["mark"]) for file in context["files"]] == [("plan.pdf", "new"), ("plan.pdf", "gone")]


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
