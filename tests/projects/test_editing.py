"""An owner edits a project: drafts in place, public ones as a change that waits for a moderator."""

import pytest

from marketplace.accounts.models import User
from marketplace.audit.models import Event
from marketplace.core.errors import Invalid, NotFound, Stale
from marketplace.projects import services, transitions
from marketplace.projects.gallery import MediaChange, PhotoText
from marketplace.projects.models import Project, ProjectPhoto
from tests.cast import almaty, kitchens, picture_of, profile_of, project_of

FIELDS = {"title": "A kitchen in two days", "currency": "KZT"}


def gallery(project: Project) -> list[tuple[int, str]]:
    rows = ProjectPhoto.objects.filter(project=project).order_by("position")
    return [(photo.position, photo.asset.public_id) for photo in rows.select_related("asset")]


@pytest.fixture
def project(sam: User) -> Project:
    return project_of(profile_of(sam), photos=3, state="draft")


@pytest.mark.django_db
class TestADraft:
    def test_fields_and_photos_change_in_one_call(self, sam: User, project: Project) -> None:
        one, two, three = (public for _position, public in gallery(project))
        new = picture_of(sam, 9)
        change = MediaChange(
            add=[new.public_id], delete=[two], order=[new.public_id, three], texts={one: PhotoText("The oven", "Day 1")}
        )
        services.update(project.pk, by=sam, fields={"title": "A new title"}, change=change)
        project.refresh_from_db()
        assert project.title == "A new title"
        assert gallery(project) == [(1, new.public_id), (2, three), (3, one)]
        photo = ProjectPhoto.objects.get(project=project, position=3)
        assert (photo.alt, photo.caption) == ("The oven", "Day 1")

    def test_a_refused_call_changes_nothing(self, sam: User, project: Project) -> None:
        before = gallery(project)
        for change in (MediaChange(delete=[public for _, public in before]), MediaChange(add=["x" * 12])):
            with pytest.raises((Invalid, NotFound)):
                services.update(project.pk, by=sam, fields={"title": "Never seen"}, change=change)
        project.refresh_from_db()
        assert (project.title, gallery(project)) == ("Sage kitchen with an oak island", before)

    def test_photos_that_went_are_orphaned(self, sam: User, project: Project) -> None:
        first = project.photos.get(position=1)
        services.update(project.pk, by=sam, fields={}, change=MediaChange(delete=[first.asset.public_id]))
        orphaned = Event.objects.filter(kind="media.orphaned").values_list("subject_id", flat=True)
        assert list(orphaned) == [first.asset_id]

    def test_somebody_elses_project_does_not_exist(self, eve: User, project: Project) -> None:
        with pytest.raises(NotFound):
            services.update(project.pk, by=eve, fields={"title": "Mine now"})
        assert Project.objects.get(pk=project.pk).title == "Sage kitchen with an oak island"

    def test_a_picture_of_somebody_else_cannot_be_taken(self, sam: User, eve: User, project: Project) -> None:
        before = gallery(project)
        with pytest.raises(NotFound):
            services.update(project.pk, by=sam, fields={}, change=MediaChange(add=[picture_of(eve).public_id]))
        assert gallery(project) == before

    def test_an_old_version_is_refused(self, sam: User, project: Project) -> None:
        services.update(project.pk, by=sam, fields={"title": "From the phone"}, version=1)
        with pytest.raises(Stale):
            services.update(project.pk, by=sam, fields={"title": "From the laptop"}, version=1)
        assert Project.objects.get(pk=project.pk).title == "From the phone"


@pytest.mark.django_db
class TestAPublicProject:
    def test_a_change_waits_and_the_public_sees_the_old_one(self, sam: User, mona: User) -> None:
        project = project_of(profile_of(sam), photos=2)
        before = gallery(project)
        new = picture_of(sam, 7)
        change = MediaChange(add=[new.public_id], delete=[before[0][1]])
        services.update(project.pk, by=sam, fields={"title": "With better light"}, change=change)
        project.refresh_from_db()
        assert (project.title, gallery(project)) == ("Sage kitchen with an oak island", before)
        transitions.approve(project.pk, revision_id=project.standing.draft_id, by=mona)
        project.refresh_from_db()
        assert project.title == "With better light"
        assert gallery(project) == [(1, before[1][1]), (2, new.public_id)]

    def test_a_moderator_publishes_what_was_reviewed_and_nothing_newer(self, sam: User, mona: User) -> None:
        project = project_of(profile_of(sam))
        services.update(project.pk, by=sam, fields={"title": "Reviewed title"})
        seen = Project.objects.get(pk=project.pk).standing.draft_id
        services.update(project.pk, by=sam, fields={"title": "Buy cheap pills"})
        with pytest.raises(Stale):
            transitions.approve(project.pk, revision_id=seen, by=mona)
        assert Project.objects.get(pk=project.pk).title == "Sage kitchen with an oak island"


@pytest.mark.django_db
def test_a_first_submission_is_published_by_its_approval(sam: User, mona: User) -> None:
    profile_of(sam)
    project = services.create(by=sam, fields={**FIELDS, "category": kitchens(), "city": almaty(), "summary": "Fast."})
    with pytest.raises(Invalid):
        transitions.submit(project.pk, by=sam)
    services.update(project.pk, by=sam, fields={}, change=MediaChange(add=[picture_of(sam).public_id]))
    transitions.submit(project.pk, by=sam)
    project = Project.objects.get(pk=project.pk)
    assert project.standing.state == "in_review"
    transitions.approve(project.pk, revision_id=project.standing.draft_id, by=mona)
    assert list(Project.objects.public()) == [project]
