"""Specialists' cards with what their projects add."""

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from marketplace.accounts.models import User
from marketplace.media.models import Rendition
from marketplace.projects import portfolios
from marketplace.projects.models import Project
from tests.cast import profile_of, project_of

NOBODY = AnonymousUser()


def drawn(project: Project) -> str:
    """Make the one size of the cover that lists show; its address."""
    asset = project.photos.get(position=1).asset_id
    file = f"images/{asset}.webp"
    Rendition.objects.create(
        asset_id=asset, name="card320", format="webp", width=320, height=240, file=file, bytes=10
    )  # fmt: skip
    return f"/media/{file}"


def test_a_card_counts_public_projects_and_shows_the_newest_three(sam: User, eve: User) -> None:
    profile, other = profile_of(sam), profile_of(eve, name="Eve Oak")
    addresses = [drawn(project_of(profile, title=f"Room {number}")) for number in range(4)]
    drawn(project_of(profile, title="Nobody's business", state="hidden"))
    first, second = portfolios.cards([profile.pk, other.pk], NOBODY)
    assert first["project_count"] == 4
    assert [cover["src"] for cover in first["covers"]] == addresses[:0:-1]
    assert (second["project_count"], second["covers"]) == (0, [])


def test_a_cover_without_sizes_is_left_out(sam: User) -> None:
    profile = profile_of(sam)
    address = drawn(project_of(profile, title="With sizes"))
    project_of(profile, title="Still being made")
    [card] = portfolios.cards([profile.pk], NOBODY)
    assert (card["project_count"], [cover["src"] for cover in card["covers"]]) == (2, [address])


@pytest.mark.parametrize("number", [1, 3])
def test_two_statements_for_any_number_of_cards(
    number: int, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = [User.objects.create_user(f"p{n}@example.com") for n in range(number)]
    profiles = [profile_of(person) for person in people]
    for profile in profiles:
        drawn(project_of(profile))
    portfolios.cards([profile.pk for profile in profiles], NOBODY)
    with django_assert_num_queries(2):
        cards = portfolios.cards([profile.pk for profile in profiles], NOBODY)
    assert [len(card["covers"]) for card in cards] == [1] * number
