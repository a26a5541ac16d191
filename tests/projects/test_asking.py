"""Moderators are asked about news, and about nothing else."""

from typing import Any

import pytest
from django.contrib.auth.models import Group

from marketplace.accounts.models import User
from marketplace.audit.models import Event
from marketplace.catalog.models import Style
from marketplace.core.errors import Stale
from marketplace.core.machine import Party
from marketplace.projects import rules, services
from marketplace.projects.gallery import MediaChange
from marketplace.projects.models import Project, ProjectStanding
from tests.cast import profile_of, project_of

STATES = ["draft", "in_review", "published", "archived"]


def standing(project: Project) -> ProjectStanding:
    return ProjectStanding.objects.get(project=project)


def styled(project: Project) -> list[Style]:
    """The project's two styles, set so that the order in which they are told differs from the catalogue's."""
    styles = [Style.objects.create(slug=name.lower(), name_en=name, name_ru=name) for name in ("Loft", "Modern")]
    project.styles.set(styles)
    project.save()
    return styles


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
def test_what_is_said_already_is_not_asked_about(sam: User, state: str) -> None:
    project = project_of(profile_of(sam), state=state)
    styles = styled(project)
    photos = [photo.asset.public_id for photo in project.photos.all()]
    same: dict[str, Any] = {"title": project.title, "styles": styles[::-1], "area_m2": 22}
    for fields, change in (({}, None), ({}, MediaChange()), (same, MediaChange(order=photos))):
        services.update(project.pk, by=sam, fields=fields, change=change)
    stand = standing(project)
    assert (stand.version, stand.draft_id, stand.submitted_at) == (1, None, None)
    assert not Event.objects.filter(kind="project.changed").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("news", ["title", "styles", "photos"])
def test_each_kind_of_news_is_kept(sam: User, state: str, news: str) -> None:
    project = project_of(profile_of(sam), state=state)
    styles = styled(project)
    photos = [photo.asset.public_id for photo in project.photos.all()]
    fields: dict[str, Any] = {"title": {"title": "An oak kitchen"}, "styles": {"styles": styles[:1]}}.get(news, {})
    change = MediaChange(order=photos[::-1]) if news == "photos" else None
    services.update(project.pk, by=sam, fields=fields, change=change)
    stand = standing(project)
    assert (stand.version, stand.submitted_at is None) == (2, state == "draft")
    assert Event.objects.filter(kind="project.changed").count() == 1


@pytest.mark.django_db
def test_a_change_to_a_version_that_is_gone_is_refused(sam: User) -> None:
    project = project_of(profile_of(sam))
    services.update(project.pk, by=sam, fields={"title": "An oak kitchen"}, version=1)
    with pytest.raises(Stale):
        services.update(project.pk, by=sam, fields={"title": "A sage kitchen"}, version=1)
    stand = standing(project)
    assert stand.draft is not None
    assert (stand.version, stand.draft.as_object().title) == (2, "An oak kitchen")


@pytest.mark.django_db
def test_staff_meet_a_project_as_what_they_are(sam: User, mona: User, eve: User, clara: User) -> None:
    project = project_of(profile_of(sam))
    eve.groups.add(Group.objects.create(name="admin"))
    met = [rules.party(project, person) for person in (sam, mona, eve, clara)]
    assert met == [Party.SPECIALIST, Party.MODERATOR, Party.MODERATOR | Party.ADMIN, Party.NONE]
