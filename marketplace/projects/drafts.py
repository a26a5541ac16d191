"""What the owner is working on: the row itself until it is public, then the newest revision of it."""

from collections.abc import Iterable, Sequence

from marketplace.accounts.models import User
from marketplace.media.models import MediaAsset
from marketplace.moderation.transitions import offer, touch
from marketplace.projects.gallery import PhotoText
from marketplace.projects.models import Project, ProjectDocument, ProjectPhoto, ProjectStanding
from marketplace.projects.states import UNPUBLISHED, ProjectState


def write(project: Project, draft: Project, *, by: User) -> None:
    """Keep the draft: in the row while nobody sees it, as a revision that waits for a moderator once it is public."""
    standing = project.standing
    if standing.state in UNPUBLISHED:
        draft.save()
    if standing.state in UNPUBLISHED - {ProjectState.IN_REVIEW}:
        touch(standing)
    else:
        offer(standing, draft.save_revision(user=by, clean=False))


def place_photos(draft: Project, assets: Sequence[MediaAsset], texts: dict[int, PhotoText]) -> None:
    """Give the draft exactly these photos in this order, keeping the rows and texts of those that stay."""
    present = {photo.asset_id: photo for photo in draft.photos.all()}
    photos = [present.get(asset.pk) or ProjectPhoto(asset=asset) for asset in assets]
    for position, photo in enumerate(photos, start=1):
        photo.position = position
        text = texts.get(photo.asset_id)
        if text is not None:
            photo.alt = photo.alt if text.alt is None else text.alt
            photo.caption = photo.caption if text.caption is None else text.caption
    draft.photos.set(photos)


def place_documents(draft: Project, assets: Sequence[MediaAsset], titles: dict[int, str]) -> None:
    """Give the draft exactly these documents in this order, keeping the rows and titles of those that stay."""
    present = {document.asset_id: document for document in draft.documents.all()}
    documents = [present.get(asset.pk) or ProjectDocument(asset=asset) for asset in assets]
    for position, document in enumerate(documents, start=1):
        document.position = position
        document.title = titles.get(document.asset_id, document.title)
    draft.documents.set(documents)


def assets_in_drafts(asset_ids: set[int]) -> Iterable[int]:
    """Which of these assets a draft that waits for a moderator mentions: they must not be swept."""
    waiting = ProjectStanding.objects.filter(draft__isnull=False).values_list("draft__content", flat=True)
    for content in waiting.iterator():
        for row in [*content.get("photos", []), *content.get("documents", [])]:
            if row["asset"] in asset_ids:
                yield row["asset"]
