"""People save projects for later: saying it twice changes nothing, however many say it at once."""

from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models import QuerySet

from marketplace.accounts.models import User
from marketplace.analytics import services as analytics
from marketplace.analytics.models import Tally
from marketplace.core.errors import NotFound
from marketplace.projects import saving, tasks
from marketplace.projects.models import Project, ProjectFavourite
from tests.cast import at_once, profile_of, project_of

CLIENTS = 20


def taps(project: Project, user: User) -> list[object]:
    return at_once(*[lambda: saving.favourite(project.public_id, user=user, desired=True)] * CLIENTS)


@pytest.mark.django_db
def test_the_same_wish_twice_is_one_favourite(sam: User, clara: User) -> None:
    project = project_of(profile_of(sam))
    assert [saving.favourite(project.public_id, user=clara, desired=True) for _ in range(2)] == [1, 1]
    assert [saving.favourite(project.public_id, user=clara, desired=False) for _ in range(2)] == [0, 0]
    assert ProjectFavourite.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["draft", "in_review", "archived", "hidden"])
def test_what_is_not_public_cannot_be_saved(sam: User, clara: User, state: str) -> None:
    project = project_of(profile_of(sam), state=state)
    with pytest.raises(NotFound):
        saving.favourite(project.public_id, user=clara, desired=True)
    assert ProjectFavourite.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_storm_of_taps_leaves_one_row_at_most_and_a_right_count(sam: User, clara: User, eve: User) -> None:
    project = project_of(profile_of(sam))
    wishes = [(user, number % 2 == 0) for number in range(10) for user in (clara, eve)]
    outcomes = at_once(
        *(
            lambda user=user, desired=desired: saving.favourite(project.public_id, user=user, desired=desired)
            for user, desired in wishes
        )
    )
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    rows = ProjectFavourite.objects.filter(project=project).count()
    assert rows <= 2
    assert Project.objects.get(pk=project.pk).tally.favourites == rows


@pytest.mark.django_db(transaction=True)
def test_twenty_taps_at_once_save_once(sam: User, clara: User) -> None:
    project = project_of(profile_of(sam))
    assert taps(project, clara) == [1] * CLIENTS
    assert (ProjectFavourite.objects.count(), Project.objects.get(pk=project.pk).tally.favourites) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_control_without_care_the_storm_breaks(sam: User, clara: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shows that the tests above can fail: everybody looks first, unlocked, and then inserts."""
    project, all_have_looked = project_of(profile_of(sam)), Barrier(CLIENTS)

    def careless(project: Project, user: User) -> int:
        present = ProjectFavourite.objects.filter(project=project, user=user).exists()
        all_have_looked.wait(10)
        if not present:
            ProjectFavourite.objects.create(project=project, user=user)
        return int(not present)

    monkeypatch.setattr(analytics, "_add", careless)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **options: rows)
    outcomes = taps(project, clara)
    assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == CLIENTS - 1
    assert ProjectFavourite.objects.count() == 1


@pytest.mark.django_db
def test_the_night_sets_wrong_numbers_right_and_leaves_right_ones(sam: User, clara: User, eve: User) -> None:
    project = project_of(profile_of(sam))
    for user in (clara, eve):
        saving.favourite(project.public_id, user=user, desired=True)
    eve.delete()
    tally = Tally.objects.get(pk=project.tally_id)
    assert tally.favourites == 2
    assert [saving.recount(), saving.recount()] == [1, 0]
    tally.refresh_from_db()
    assert tally.favourites == 1


@pytest.mark.django_db(transaction=True)
def test_who_saves_while_the_night_counts_is_counted(
    sam: User, clara: User, eve: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = project_of(profile_of(sam))
    Tally.objects.update(favourites=5)
    correct = analytics._correct_favourites

    def late(*args: Any) -> bool:
        saving.favourite(project.public_id, user=clara, desired=True)
        saving.favourite(project.public_id, user=eve, desired=True)
        return correct(*args)

    monkeypatch.setattr(analytics, "_correct_favourites", late)
    tasks.recount_favourites()
    assert Tally.objects.get(pk=project.tally_id).favourites == ProjectFavourite.objects.count() == 2
