"""What visitors do not see: drafts, the archive, and work for the moderators. Made as people make it, step by step."""

from collections.abc import Iterable, Mapping
from typing import Any

from marketplace.accounts.models import User
from marketplace.catalog.models import Category, City, RoomType, Service, Style
from marketplace.projects import services as projects
from marketplace.projects import transitions as project_arrows
from marketplace.projects.gallery import MediaChange, PhotoText
from marketplace.projects.models import Project
from marketplace.projects.states import ProjectState
from marketplace.specialists import offerings
from marketplace.specialists import services as specialists
from marketplace.specialists import transitions as specialist_arrows
from marketplace.specialists.models import Offering, SpecialistProfile
from pages.world import portfolio, profiles
from pages.world.keys import public_id
from pages.world.source import PICTURES, Row, by_slug

People = Mapping[str, User]


def make_projects(rows: Iterable[Row], people: People, *, moderator: User) -> int:
    """The projects that are not there yet, each in the state its row says; answers how many."""
    wanted = {public_id("project", row["key"]): row for row in rows}
    known = set(Project.objects.filter(public_id__in=wanted).values_list("public_id", flat=True))
    for public in wanted.keys() - known:
        row = wanted[public]
        project = _draft(public, row, people[row["specialist"]])
        _move_on(project, row["state"], by=people[row["specialist"]], moderator=moderator)
    return len(wanted) - len(known)


def _draft(public: str, row: Row, owner: User) -> Project:
    assets = [portfolio.adopted(picture, owner) for picture in row["pictures"]]
    texts = {
        asset.public_id: PhotoText(picture["alt"], picture.get("caption", ""))
        for asset, picture in zip(assets, row["pictures"], strict=True)
    }
    many = {
        "rooms": list(by_slug(RoomType, row["rooms"]).values()),
        "styles": list(by_slug(Style, row["styles"]).values()),
    }
    change = MediaChange(add=[asset.public_id for asset in assets], texts=texts) if assets else None
    fields = {**portfolio.fields(row, portfolio.entries()), **many}
    project = projects.create(by=owner, fields=fields, change=change)
    project.public_id = public
    project.save(update_fields=["public_id"])
    return project


def _move_on(project: Project, state: str, *, by: User, moderator: User) -> None:
    if state == ProjectState.DRAFT:
        return
    submitted = project_arrows.submit(project.pk, by=by)
    if state == ProjectState.ARCHIVED:
        project_arrows.approve(project.pk, revision_id=submitted.standing.draft_id or 0, by=moderator)
        project_arrows.archive(project.pk, by=by)


def change_projects(rows: Iterable[Row], people: People) -> int:
    """Changes to public projects that moderators are asked about, unless they were asked before; answers how many."""
    asked = 0
    for row in rows:
        project = Project.objects.select_related("standing").get(public_id=public_id("project", row["project"]))
        if project.latest_revision_id is None:
            projects.update(project.pk, by=people[row["specialist"]], fields={"summary": row["summary"]})
            asked += 1
    return asked


def make_profiles(rows: Iterable[Row], people: People) -> int:
    """The profiles that are not there yet, submitted to the moderators; answers how many."""
    wanted = {public_id("specialist", row["key"]): row for row in rows}
    known = set(SpecialistProfile.objects.filter(public_id__in=wanted).values_list("public_id", flat=True))
    for public in wanted.keys() - known:
        _submit(public, wanted[public], people[wanted[public]["key"]])
    return len(wanted) - len(known)


def _submit(public: str, row: Row, user: User) -> None:
    [city] = by_slug(City, [row["city"]]).values()
    fields: dict[str, Any] = {
        **profiles.fields(row, city),
        "categories": list(by_slug(Category, row["categories"]).values()),
    }
    made = specialists.create(by=user, fields=fields)
    SpecialistProfile.objects.filter(pk=made.pk).update(public_id=public)
    for line in row["offerings"]:
        [service] = by_slug(Service, [line["service"]]).values()
        added = offerings.add(made.pk, by=user, fields=profiles.offering(line, service))
        Offering.objects.filter(pk=added.pk).update(public_id=profiles.offering_id(row, line))
    with (PICTURES / row["avatar"]).open("rb") as file:
        specialists.upload_avatar(made.pk, by=user, file=file)
    specialist_arrows.submit(made.pk, by=user)
