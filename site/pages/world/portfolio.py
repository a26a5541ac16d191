"""The projects of the demo, published, with their photos."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings

from marketplace.accounts.models import User
from marketplace.analytics.models import Tally
from marketplace.catalog.models import Category, City, RoomType, Style
from marketplace.core import clock
from marketplace.media.models import MediaAsset
from marketplace.media.services import adopt
from marketplace.projects.models import Project, ProjectPhoto, ProjectStanding
from marketplace.projects.states import ProjectState
from marketplace.specialists.models import SpecialistProfile
from pages.world.days import ago, moved
from pages.world.keys import public_id
from pages.world.source import PICTURES, Row, by_slug, minor

Progress = Callable[[int, int], None]


def make_projects(rows: Iterable[Row], published: Mapping[str, int], progress: Progress) -> list[Project]:
    """The projects that are not there yet, published so many days ago; answers the new ones."""
    wanted = {public_id("project", row["key"]): row for row in rows}
    for known in Project.objects.filter(public_id__in=wanted).values_list("public_id", flat=True):
        del wanted[known]
    ids = {row["specialist"]: public_id("specialist", row["specialist"]) for row in wanted.values()}
    owners = {one.public_id: one for one in SpecialistProfile.objects.filter(public_id__in=ids.values())}
    tallies = Tally.objects.bulk_create(Tally() for _row in wanted)
    known_entries = entries()
    made = Project.objects.bulk_create(
        Project(public_id=public, specialist=owners[ids[row["specialist"]]], tally=tally, **fields(row, known_entries))
        for (public, row), tally in zip(wanted.items(), tallies, strict=True)
    )
    pairs = list(zip(made, wanted.values(), strict=True))
    _stand(pairs, published)
    _sort_in(pairs, known_entries)
    _hang_photos(pairs, progress)
    return made


Entries = Mapping[type[Any], Mapping[str, Any]]


def entries() -> Entries:
    """What projects refer to in the catalogue, by model and slug."""
    return {model: by_slug(model) for model in (Category, City, RoomType, Style)}


def fields(row: Row, known: Entries) -> dict[str, Any]:
    """The columns of a project by name."""
    return {
        "title": row["title"],
        "summary": row["summary"],
        "story": row["story"].strip(),
        "language": row["language"],
        "category": known[Category][row["category"]],
        "city": known[City][row["city"]],
        "area_m2": round(row["area_m2"]),
        "cost_from_minor": minor(row["cost_from"]),
        "cost_to_minor": minor(row["cost_to"]),
        "currency": settings.CURRENCY,
        "duration_days": row["duration_days"],
        "completed_on": moved(row["completed_on"]),
    }


def adopted(picture: Row, uploader: User) -> MediaAsset:
    """A picture of the demo as an upload of that person. The event it records has a worker make the other sizes."""
    asset = adopt(PICTURES / picture["file"], uploader=uploader)
    asset.public_id = public_id("picture", picture["file"])
    asset.claimed_at = clock.now()
    asset.save(update_fields=["public_id", "claimed_at"])
    return asset


def _stand(pairs: Sequence[tuple[Project, Row]], published: Mapping[str, int]) -> None:
    moments = [(project, ago(published[row["key"]], "project", row["key"])) for project, row in pairs]
    ProjectStanding.objects.bulk_create(
        ProjectStanding(project=project, state=ProjectState.PUBLISHED, state_since=moment, published_at=moment)
        for project, moment in moments
    )
    for project, moment in moments:
        project.created_at = moment
    Project.objects.bulk_update([project for project, _moment in moments], ["created_at"])


def _sort_in(pairs: Sequence[tuple[Project, Row]], known: Entries) -> None:
    rooms: Any = Project.rooms.through
    rooms.objects.bulk_create(
        rooms(project=project, roomtype=known[RoomType][slug]) for project, row in pairs for slug in row["rooms"]
    )
    styles: Any = Project.styles.through
    styles.objects.bulk_create(
        styles(project=project, style=known[Style][slug]) for project, row in pairs for slug in row["styles"]
    )


def _hang_photos(pairs: Sequence[tuple[Project, Row]], progress: Progress) -> None:
    total, photos = sum(len(row["pictures"]) for _project, row in pairs), []
    uploaders = {one.pk: one.user for one in SpecialistProfile.objects.select_related("user")}
    for project, row in pairs:
        for place, picture in enumerate(row["pictures"], start=1):
            asset = adopted(picture, uploaders[project.specialist_id])
            texts = {"alt": picture["alt"], "caption": picture.get("caption", "")}
            photos.append(ProjectPhoto(project=project, asset=asset, position=place, **texts))
        progress(len(photos), total)
    ProjectPhoto.objects.bulk_create(photos)
