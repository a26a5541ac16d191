"""Twenty calls at once on one project: 1 to 12 photos remain, each at its own place."""

from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from marketplace.accounts.models import User
from marketplace.core.errors import Invalid
from marketplace.projects import services
from marketplace.projects.gallery import MediaChange
from marketplace.projects.models import Project, ProjectPhoto
from marketplace.projects.querysets import ProjectQuerySet
from tests.cast import at_once, picture_of, profile_of, project_of

CLIENTS = 20
# Few enough that the limit of twelve photos does not come into it.
FEW = 6


def add_one_each(project: Project, user: User, clients: int = CLIENTS) -> list[object]:
    new = [picture_of(user, number).public_id for number in range(clients)]
    return at_once(
        *(lambda one=one: services.update(project.pk, by=user, fields={}, change=MediaChange(add=[one])) for one in new)
    )


def places(project: Project) -> list[int]:
    return list(ProjectPhoto.objects.filter(project=project).order_by("position").values_list("position", flat=True))


@pytest.mark.django_db(transaction=True)
def test_eleven_photos_take_one_more_of_twenty(sam: User) -> None:
    project = project_of(profile_of(sam), photos=11, state="draft")
    outcomes = add_one_each(project, sam)
    refused = [outcome for outcome in outcomes if isinstance(outcome, Invalid)]
    assert (len(refused), {error.code for error in refused}) == (CLIENTS - 1, {"media_count"})
    assert places(project) == list(range(1, 13))


@pytest.mark.django_db(transaction=True)
def test_a_change_that_waits_holds_twelve_at_most_too(sam: User) -> None:
    project = project_of(profile_of(sam), photos=11)
    outcomes = add_one_each(project, sam)
    assert sum(isinstance(outcome, Invalid) for outcome in outcomes) == CLIENTS - 1
    draft = Project.objects.get(pk=project.pk).standing.draft.as_object()
    assert [photo.position for photo in draft.photos.all()] == list(range(1, 13))


def waiting_photos(project: Project) -> int:
    draft = Project.objects.get(pk=project.pk).standing.draft
    assert draft is not None
    return int(draft.as_object().photos.count())


@pytest.mark.django_db(transaction=True)
def test_a_waiting_change_keeps_the_photos_of_six_calls_at_once(sam: User) -> None:
    project = project_of(profile_of(sam), photos=1)
    outcomes = add_one_each(project, sam, FEW)
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert waiting_photos(project) == 1 + FEW


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_a_waiting_change_loses_photos(sam: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shows that the test above can fail: unlocked, all calls start from the same photo and the last one wins."""
    project = project_of(profile_of(sam), photos=1)
    all_have_read = Barrier(FEW)

    def unlocked(rows: ProjectQuerySet, project_id: int) -> Project:
        found = rows.select_related("specialist__user", "standing__draft").get(pk=project_id)
        all_have_read.wait(10)
        return found

    monkeypatch.setattr(ProjectQuerySet, "lock", unlocked)
    outcomes = add_one_each(project, sam, FEW)
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert waiting_photos(project) == 2


@pytest.mark.django_db(transaction=True)
def test_swapping_all_photos_at_once_leaves_one_gallery(sam: User) -> None:
    project = project_of(profile_of(sam), photos=2, state="draft")
    old = [photo.asset.public_id for photo in project.photos.all()]
    new = [picture_of(sam, number).public_id for number in range(CLIENTS)]

    def swap(one: str) -> object:
        return services.update(project.pk, by=sam, fields={}, change=MediaChange(add=[one], delete=old))

    outcomes = at_once(*(lambda one=one: swap(one) for one in new))
    assert sum(not isinstance(outcome, Exception) for outcome in outcomes) == 1
    assert places(project) == [1]


@pytest.mark.django_db(transaction=True)
def test_the_database_keeps_the_last_photo_of_a_public_project(sam: User) -> None:
    project = project_of(profile_of(sam), photos=2)
    with pytest.raises(IntegrityError, match="keeps at least one photo"), transaction.atomic():
        ProjectPhoto.objects.filter(project=project).delete()
    first, second = ProjectPhoto.objects.filter(project=project).values_list("pk", flat=True)

    def drop(pk: int) -> object:
        with transaction.atomic():
            ProjectPhoto.objects.filter(pk=pk).delete()
        return "dropped"

    outcomes = at_once(lambda: drop(first), lambda: drop(second))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["IntegrityError", "str"]
    assert ProjectPhoto.objects.filter(project=project).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_thirteenth_place_does_not_exist(sam: User) -> None:
    project = project_of(profile_of(sam), photos=12)
    with pytest.raises(IntegrityError, match="photo_position"):
        ProjectPhoto.objects.create(project=project, asset=picture_of(sam), position=13)
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_project_has_one_cover_and_no_two_photos_share_a_place(sam: User) -> None:
    """The cover is the photo at the first place."""
    project = project_of(profile_of(sam), photos=2)
    with pytest.raises(IntegrityError, match="photo_position_once"):
        ProjectPhoto.objects.create(project=project, asset=picture_of(sam), position=1)
    assert places(project) == [1, 2]
    connection.close()
