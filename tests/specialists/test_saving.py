"""Saving a specialist: the same wish said often, and at once, counts once."""

from collections.abc import Callable
from threading import Barrier
from typing import Any

import pytest
from django.db.models import QuerySet

from marketplace.accounts.models import User
from marketplace.analytics import services as analytics
from marketplace.analytics.models import Tally
from marketplace.core.errors import NotFound
from marketplace.specialists import saving, tasks
from marketplace.specialists.models import SpecialistFavourite, SpecialistProfile
from tests.cast import at_once, profile_of

CLIENTS = 20


def count(profile: SpecialistProfile) -> tuple[int, int]:
    """How many rows there are, and how many the tally says."""
    return profile.favourites.count(), Tally.objects.get(pk=profile.tally_id).favourites


@pytest.fixture
def profile(sam: User) -> SpecialistProfile:
    return profile_of(sam)


def test_saying_it_twice_changes_nothing(profile: SpecialistProfile, clara: User) -> None:
    answers = [saving.favourite(profile.public_id, user=clara, desired=desired) for desired in (True, True)]
    assert (answers, count(profile)) == ([1, 1], (1, 1))
    answers = [saving.favourite(profile.public_id, user=clara, desired=desired) for desired in (False, False)]
    assert (answers, count(profile)) == ([0, 0], (0, 0))


@pytest.mark.parametrize("state", ["draft", "in_review", "paused", "suspended", "closed"])
def test_a_profile_that_is_not_public_cannot_be_saved(sam: User, clara: User, state: str) -> None:
    profile = profile_of(sam, state=state)
    with pytest.raises(NotFound):
        saving.favourite(profile.public_id, user=clara, desired=True)
    assert count(profile) == (0, 0)


def storm(profile: SpecialistProfile, user: User, wishes: list[bool]) -> list[object]:
    def wish(desired: bool) -> Callable[[], int]:
        return lambda: saving.favourite(profile.public_id, user=user, desired=desired)

    return at_once(*map(wish, wishes))


@pytest.mark.django_db(transaction=True)
def test_twenty_taps_at_once_save_once(profile: SpecialistProfile, clara: User) -> None:
    assert storm(profile, clara, [True] * CLIENTS) == [1] * CLIENTS
    assert count(profile) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_taps_to_and_fro_leave_the_number_equal_to_the_rows(profile: SpecialistProfile, clara: User) -> None:
    answers = storm(profile, clara, [True, False] * (CLIENTS // 2))
    assert set(answers) <= {0, 1}
    rows, tally = count(profile)
    assert rows == tally


@pytest.mark.django_db(transaction=True)
def test_twenty_people_at_once_count_twenty(profile: SpecialistProfile) -> None:
    people = [User.objects.create_user(f"p{number}@example.com") for number in range(CLIENTS)]
    answers = at_once(
        *(lambda user=user: saving.favourite(profile.public_id, user=user, desired=True) for user in people)
    )
    assert sorted(answers) == list(range(1, CLIENTS + 1))  # type: ignore[type-var]
    assert count(profile) == (CLIENTS, CLIENTS)


@pytest.mark.django_db(transaction=True)
def test_control_without_care_the_storm_breaks(
    profile: SpecialistProfile, clara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shows that the tests above can fail: everybody looks first, unlocked, and then inserts."""
    all_have_looked = Barrier(CLIENTS)

    def careless(specialist: SpecialistProfile, user: User) -> int:
        present = SpecialistFavourite.objects.filter(specialist=specialist, user=user).exists()
        all_have_looked.wait()
        if not present:
            SpecialistFavourite.objects.create(specialist=specialist, user=user)
        return int(not present)

    monkeypatch.setattr(analytics, "_add", careless)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **options: rows)
    outcomes = storm(profile, clara, [True] * CLIENTS)
    assert sum(isinstance(outcome, Exception) for outcome in outcomes) == CLIENTS - 1


@pytest.mark.django_db
def test_the_night_sets_wrong_numbers_right_and_leaves_right_ones(sam: User, clara: User, eve: User) -> None:
    specialist = profile_of(sam)
    for user in (clara, eve):
        saving.favourite(specialist.public_id, user=user, desired=True)
    eve.delete()
    tally = Tally.objects.get(pk=specialist.tally_id)
    assert tally.favourites == 2
    assert [saving.recount(), saving.recount()] == [1, 0]
    tally.refresh_from_db()
    assert tally.favourites == 1


@pytest.mark.django_db(transaction=True)
def test_who_saves_while_the_night_counts_is_counted(
    sam: User, clara: User, eve: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    specialist = profile_of(sam)
    Tally.objects.update(favourites=5)
    correct = analytics._correct_favourites

    def late(*args: Any) -> bool:
        saving.favourite(specialist.public_id, user=clara, desired=True)
        saving.favourite(specialist.public_id, user=eve, desired=True)
        return correct(*args)

    monkeypatch.setattr(analytics, "_correct_favourites", late)
    tasks.recount_favourites()
    assert Tally.objects.get(pk=specialist.tally_id).favourites == SpecialistFavourite.objects.count() == 2
