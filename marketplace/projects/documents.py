"""What discovery may know of a project: plain values, public ones only."""

from collections.abc import Iterator, Sequence
from typing import Any

from marketplace.catalog import names
from marketplace.projects.models import Project


def documents(ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    """One dict for each of these projects that is public, with the fields of a search document; others are left out."""
    projects = (
        Project.objects.public()
        .filter(pk__in=ids)
        .select_related("category", "city", "tally", "standing", "specialist__rating")
    )
    for project in projects.prefetch_related("rooms", "styles"):
        yield _document(project)


def _document(project: Project) -> dict[str, Any]:
    rooms, styles = list(project.rooms.all()), list(project.styles.all())
    rating = getattr(project.specialist, "rating", None)
    return {
        "object_id": project.pk,
        "public_id": project.public_id,
        "title": project.title,
        "subtitle": project.summary,
        "keywords": names.keywords([project.category], [project.city, *rooms, *styles]),
        "body": f"{project.story} {project.specialist.name}",
        "category_path": tuple(project.category.path.strip("/").split("/")),
        "styles": tuple(style.slug for style in styles),
        "rooms": tuple(room.slug for room in rooms),
        "city": project.city.slug,
        "lat": project.city.latitude,
        "lon": project.city.longitude,
        "price_from": project.cost_from_minor,
        "price_to": project.cost_to_minor,
        "currency": project.currency,
        "rating": float(rating.average) if rating else None,
        "rating_count": rating.count if rating else 0,
        "area_m2": project.area_m2,
        "languages": (project.language,),
        "published_at": project.standing.published_at,
        "saves": project.tally.favourites,
        "version": project.standing.version,
    }
