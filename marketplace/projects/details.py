"""One project in full, as plain values: the same for its page and for the API."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.urls import reverse

from marketplace.catalog import names
from marketplace.core.machine import Party
from marketplace.core.prepared import Prepared, Slot
from marketplace.media.documents import TYPES
from marketplace.media.selectors import pictures
from marketplace.moderation.listing import draft_of, told
from marketplace.projects.models import Project, ProjectDocument, ProjectPhoto
from marketplace.projects.selectors import ID, figures, specialist_of

Values = dict[str, Any]

KINDS = {mime: suffix.upper() for suffix, mime in TYPES.items()}


class Photo(NamedTuple):
    """A photo of a project or of a draft of it: its asset by both ids, and its texts."""

    asset: int
    public_id: str
    alt: str
    caption: str


_stored_photos = Prepared(
    lambda: (
        ProjectPhoto.objects.filter(project=Slot("project", ID))
        .order_by("position")
        .values_list("asset_id", "asset__public_id", "alt", "caption")
    )
)
_stored_documents = Prepared(
    lambda: (
        ProjectDocument.objects.filter(project=Slot("project", ID))
        .order_by("position")
        .values_list(*("asset__public_id", "title", "asset__original_name", "asset__mime", "asset__bytes"))
    )
)


def detail(project: Project) -> Values:
    """A project of selectors.public() or known() in full: three statements more."""
    photos = _photos(map(Photo._make, _stored_photos(project=project.pk)), project.title)
    return {
        **_card(project, project),
        **_facts(project),
        "photo_count": len(photos),
        "cover": photos[0]["picture"] if photos else None,
        "rooms": [_annotated(term) for term in getattr(project, "room_terms", [])],
        "styles": [_annotated(term) for term in getattr(project, "style_terms", [])],
        "photos": photos,
        "documents": [_document(*row) for row in _stored_documents(project=project.pk)],
    }


def own(project: Project, party: Party) -> Values:
    """A project as its owner sees it: the newest content, how it stands and what can be done."""
    draft = draft_of(project)
    photos = _photos(_drafted_photos(draft), draft.title, is_own=True)
    return {
        **_card(project, draft),
        **_facts(draft),
        "photo_count": len(photos),
        "cover": photos[0]["picture"] if photos else None,
        "rooms": [{"slug": room.slug, "name": room.name} for room in draft.rooms.all()],
        "styles": [{"slug": style.slug, "name": style.name} for style in draft.styles.all()],
        "photos": photos,
        "documents": documents(draft),
        **told(project.standing, party),
    }


def own_cards(projects: Sequence[Project], party: Party) -> list[Values]:
    """Cards of one's own projects, rows of selectors.own_in_pages(), each with how it stands: one statement.

    They speak of what the rows hold: changes that wait for a moderator are told by `has_pending_changes` alone.
    """
    covers = [getattr(project, "cover_asset", None) or 0 for project in projects]
    found = pictures([asset for asset in covers if asset], "card")
    return [_own_card(project, found.get(asset), party) for project, asset in zip(projects, covers, strict=True)]


def _own_card(project: Project, picture: Any, party: Party) -> Values:
    return {
        **_card(project, project),
        "photo_count": getattr(project, "photo_count", 0),
        "cover": {**picture, "alt": project.title} if picture else None,
        **told(project.standing, party),
    }


def _card(project: Project, content: Project) -> Values:
    author, tally = project.specialist, project.tally
    rating = getattr(author, "rating", None)
    average, count = (rating.average, rating.count) if rating else (None, 0)
    return {
        "public_id": project.public_id,
        "url": project.get_absolute_url(),
        "title": content.title,
        "city": content.city.name,
        "city_slug": content.city.slug,
        "area_m2": content.area_m2,
        "price": content.cost_from,
        **figures(tally.views, tally.favourites, tally.to_profile, is_saved=getattr(project, "is_saved", False)),
        "specialist": specialist_of(author.public_id, author.name, average, count),
    }


def _facts(content: Project) -> Values:
    return {
        "summary": content.summary,
        "story": content.story,
        "language": content.language,
        "category": {"slug": content.category.slug, "name": content.category.name},
        "cost_to": content.cost_to,
        "duration_days": content.duration_days,
        "completed_on": content.completed_on,
    }


def _annotated(term: dict[str, str]) -> Values:
    return {"slug": term["slug"], "name": names.pick(term)}


def _photos(rows: Iterable[Photo], title: str, *, is_own: bool = False) -> list[Values]:
    """The photos in order. The owner reads the texts that are stored, others the title where there is none."""
    photos = list(rows)
    found = pictures([photo.asset for photo in photos], "full")
    return [
        {
            "id": photo.public_id,
            "alt": photo.alt if is_own else photo.alt or title,
            "caption": photo.caption,
            "picture": {**found[photo.asset], "alt": photo.alt or title} if photo.asset in found else None,
        }
        for photo in photos
    ]


def _drafted_photos(draft: Project) -> Iterator[Photo]:
    for photo in draft.photos.select_related("asset").order_by("position"):
        yield Photo(photo.asset_id, photo.asset.public_id, photo.alt, photo.caption)


def documents(draft: Project) -> list[Values]:
    """The documents of a project or of a draft of it, in order: id, title, address, kind and size in bytes."""
    rows = draft.documents.select_related("asset").order_by("position")
    return [
        _document(row.asset.public_id, row.title, row.asset.original_name, row.asset.mime, row.asset.bytes)
        for row in rows
    ]


def _document(public_id: str, title: str, name: str, mime: str, size: int) -> Values:
    return {
        "id": public_id,
        "title": title or name,
        "url": reverse("media:document", args=[public_id, name]),
        "kind": KINDS.get(mime, ""),
        "bytes": size,
    }
