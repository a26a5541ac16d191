"""Files and fields of one call: files are made safe first, outside the transaction; refused, they go."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.files.base import File

from marketplace.accounts.models import User
from marketplace.media import services as media
from marketplace.media.models import MediaAsset
from marketplace.projects.gallery import require_few_documents, require_photo_count


@dataclass(frozen=True, slots=True)
class Files:
    """What came with a call, in order."""

    photos: Sequence[File[bytes]] = ()
    documents: Sequence[File[bytes]] = ()


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came with a call, made safe and kept, in the same order."""

    photos: Sequence[MediaAsset] = ()
    documents: Sequence[MediaAsset] = ()

    @property
    def photo_ids(self) -> list[str]:
        """The public ids of the photos."""
        return [asset.public_id for asset in self.photos]

    @property
    def document_ids(self) -> list[str]:
        """The public ids of the documents."""
        return [asset.public_id for asset in self.documents]


@contextmanager
def accepted(files: Files, *, by: User) -> Iterator[Accepted]:
    """The files, made safe and kept. When what follows is refused or breaks, they are released again.

    Enter it before any transaction. Raises Refused, TooMany, StorageFull, Invalid (`media_count`, `document_count`);
    then nothing is kept. More files than a project holds are not even looked at.
    """
    require_few_documents(len(files.documents))
    if files.photos:
        require_photo_count(len(files.photos))
    kept: list[MediaAsset] = []
    try:
        for file in files.photos:
            kept.append(media.accept_image(file, uploader=by))  # noqa: PERF401 - what was kept before a refusal must be known
        for file in files.documents:
            kept.append(media.accept_document(file, uploader=by))  # noqa: PERF401
        yield Accepted(photos=kept[: len(files.photos)], documents=kept[len(files.photos) :])
    except Exception:
        media.release([asset.pk for asset in kept])
        raise
