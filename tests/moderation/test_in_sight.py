"""Moderators read whether a listing is public now, was before, or never; its page opens for them in every state."""

import html
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from marketplace.accounts.models import User
from marketplace.core import clock
from marketplace.projects.models import Project, ProjectStanding
from marketplace.projects.states import ProjectState
from marketplace.specialists.models import SpecialistProfile, SpecialistStanding
from marketplace.specialists.states import ProfileState
from tests.cast import profile_of, project_of
from tests.moderation.conftest import enter

NOW, BEFORE, LINK, OUT_OF_SIGHT = "Public now", "Public before", ">Public page</a>", ">Its page, out of sight</a>"
NEVER_PUBLIC = ("draft", "in_review", "changes_requested", "rejected")
STATES = [
    *(pytest.param("project", state, id=f"project-{state}") for state in ProjectState.values),
    *(pytest.param("specialist", state, id=f"specialist-{state}") for state in ProfileState.values),
]


def listing(kind: str, state: str, owner: User) -> Project | SpecialistProfile:
    """A listing in the state, with the moment of its publication where there was one."""
    published_at = None if state in NEVER_PUBLIC else clock.now()
    if kind == "project":
        project = project_of(profile_of(owner), state=state)
        ProjectStanding.objects.filter(project=project).update(published_at=published_at)
        return project
    profile = profile_of(owner, state=state)
    SpecialistStanding.objects.filter(specialist=profile).update(published_at=published_at)
    return profile


def said(page: Any) -> list[str]:
    text = html.unescape(page.content.decode())
    return [words for words in (NOW, BEFORE, LINK, OUT_OF_SIGHT) if words in text]


@pytest.mark.parametrize(("kind", "state"), STATES)
def test_a_moderator_reads_what_is_in_sight_and_opens_the_page(
    desk: Client, client: Client, sam: User, kind: str, state: str
) -> None:
    thing = listing(kind, state, sam)
    heading = {"published": [NOW]}.get(state, [] if state in NEVER_PUBLIC else [BEFORE])
    page = desk.get(f"/admin/moderation/{kind}/{thing.pk}/")
    assert said(page) == [*heading, LINK if state == "published" else OUT_OF_SIGHT]
    seen = desk.get(thing.get_absolute_url())
    assert seen.status_code == 200
    is_told = "Only you and our moderators see this page." in seen.content.decode()
    assert is_told is (state != "published")
    assert ('content="noindex"' in seen.content.decode()) is (state != "published")
    unseen = 404 if state in NEVER_PUBLIC else 410
    assert client.get(thing.get_absolute_url()).status_code == (200 if state == "published" else unseen)


def test_a_project_is_out_of_sight_with_its_specialist(desk: Client, sam: User) -> None:
    project = listing("project", "published", sam)
    SpecialistStanding.objects.update(state="paused")
    assert said(desk.get(f"/admin/moderation/project/{project.pk}/")) == [BEFORE, OUT_OF_SIGHT]


def test_a_profile_is_out_of_sight_while_the_account_is_off(desk: Client, sam: User) -> None:
    profile = listing("specialist", "published", sam)
    User.objects.filter(pk=sam.pk).update(is_active=False, state="suspended")
    assert said(desk.get(f"/admin/moderation/specialist/{profile.pk}/")) == [BEFORE, OUT_OF_SIGHT]
    assert "Only you and our moderators see this page." in desk.get(profile.get_absolute_url()).content.decode()


def test_who_may_only_look_gets_no_link_to_what_is_out_of_sight(sam: User, eve: User, desk: Client) -> None:
    eve.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "view_specialistprofile"]))
    profile = listing("specialist", "suspended", sam)
    assert said(enter(eve).get(f"/admin/moderation/specialist/{profile.pk}/")) == [BEFORE]
    assert enter(eve).get(profile.get_absolute_url()).status_code == 410


def test_the_owner_is_told_when_nobody_else_sees_the_page(client: Client, sam: User) -> None:
    profile = listing("specialist", "paused", sam)
    client.force_login(sam)
    page = client.get(profile.get_absolute_url()).content.decode()
    assert "Only you and our moderators see this page. State: Paused." in page
