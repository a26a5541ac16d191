"""Files and fields of one call: files are made safe first, outside the transaction; refused, they go."""

from collections.abc import Callable, Iterable

from django.core.files.base import File

from marketplace.accounts.models import User
from marketplace.media import services as media
from marketplace.media.models import MediaAsset
from marketplace.projects.models import Project


def with_files(files: Iterable[File[bytes]], *, by: User, then: Callable[[list[str]], Project]) -> Project:
    """Accept the files, then run `then` with their ids. Refused, the files are released and the refusal goes on."""
    accepted: list[MediaAsset] = []
    try:
        for file in files:
            accepted.append(media.accept_image(file, uploader=by))  # noqa: PERF401 - what was kept before a refusal must be known
        return then([asset.public_id for asset in accepted])
    except Exception:
        media.release([asset.pk for asset in accepted])
        raise
