"""Whatever brings a listing into sight or out of it, pages show it once the news is delivered."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from marketplace.accounts import transitions as accounts
from marketplace.accounts.models import User
from marketplace.audit import services, tasks
from marketplace.core.machine import Arrow, Machine, Party
from marketplace.moderation.transitions import offer
from marketplace.projects import transitions as project_arrows
from marketplace.projects.models import Project
from marketplace.projects.states import PROJECT
from marketplace.specialists import transitions as specialist_arrows
from marketplace.specialists.states import PROFILE
from pages import listings, trades
from pages.models import HomePage
from tests.cast import profile_of, project_of
from tests.pages.test_home import SECTIONS

PUBLISHED = "published"
NOTED = ("hide", "suspend")

Happen = Callable[[Callable[[], object]], None]


def moves(machine: Machine) -> list[Any]:
    """Every way into what is public and out of it."""
    return [
        pytest.param(arrow, source, id=f"{source}-{arrow.action}-{arrow.target}")
        for arrow in machine.arrows
        for source in sorted(arrow.sources)
        if PUBLISHED in (source, arrow.target)
    ]


@pytest.fixture
def happen(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> Happen:
    """Does something, then lets every handler hear of it."""
    monkeypatch.setattr(tasks.deliver, "delay", services.deliver)

    def happen(deed: Callable[[], object]) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            deed()

    return happen


@pytest.fixture
def full_home(home: HomePage) -> HomePage:
    home.body = SECTIONS
    home.save_revision().publish()
    return home


def shown(client: Client) -> tuple[bool, dict[str, int], list[str], list[int], int]:
    """What the home page and a category's page say of the only project there is."""
    answer = client.get("/")
    return (
        "Walnut hall" in answer.content.decode(),
        {name: answer.context["proof"][name] for name in ("projects", "cities")},
        [city["slug"] for city in answer.context["cities"]],
        [category["count"] for category in listings.categories()],
        sum(trades.facts_of("kitchens/").below.values()),
    )


SEEN = (True, {"projects": 1, "cities": 1}, ["almaty"], [1], 1)
UNSEEN: Any = (False, {"projects": 0, "cities": 0}, [], [0], 0)


def take(arrows: Any, arrow: Arrow, thing: Any, *, owner: User, moderator: User) -> None:
    """The arrow's own function with all that it asks for."""
    values: dict[str, Any] = {"by": owner if arrow.by & Party.SPECIALIST else moderator}
    if arrow.action == "approve":
        offer(thing.standing, thing.save_revision(user=owner, clean=False))
        values["revision_id"] = thing.standing.draft_id
    if arrow.action in NOTED:
        values["note"] = "Something is wrong."
    getattr(arrows, arrow.action)(thing.pk, **values)


@pytest.mark.parametrize(("arrow", "source"), moves(PROJECT))
def test_a_project_that_came_or_went_is_seen_at_once(
    client: Client, full_home: HomePage, sam: User, mona: User, happen: Happen, arrow: Arrow, source: str
) -> None:
    project = project_of(profile_of(sam), state=source, title="Walnut hall")
    assert shown(client) == (SEEN if source == PUBLISHED else UNSEEN)
    happen(lambda: take(project_arrows, arrow, project, owner=sam, moderator=mona))
    assert Project.objects.get().standing.state == arrow.target
    assert shown(client) == (SEEN if arrow.target == PUBLISHED else UNSEEN)


@pytest.mark.parametrize(("arrow", "source"), moves(PROFILE))
def test_projects_come_and_go_with_their_specialist(
    client: Client, full_home: HomePage, sam: User, mona: User, happen: Happen, arrow: Arrow, source: str
) -> None:
    profile = profile_of(sam, state=source)
    project_of(profile, title="Walnut hall")
    assert shown(client) == (SEEN if source == PUBLISHED else UNSEEN)
    happen(lambda: take(specialist_arrows, arrow, profile, owner=sam, moderator=mona))
    assert shown(client) == (SEEN if arrow.target == PUBLISHED else UNSEEN)


def test_they_come_and_go_with_their_persons_account(
    client: Client, full_home: HomePage, sam: User, mona: User, happen: Happen
) -> None:
    project_of(profile_of(sam), title="Walnut hall")
    assert shown(client) == SEEN
    for arrow, seen in (
        (lambda: accounts.suspend(sam.pk, note="Spam.", by=mona), UNSEEN),
        (lambda: accounts.lift(sam.pk, by=mona), SEEN),
        (lambda: accounts.deactivate(sam.pk, by=sam), UNSEEN),
        (lambda: accounts.reactivate(sam.pk), SEEN),
    ):
        happen(arrow)
        assert shown(client) == seen
