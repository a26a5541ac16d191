"""Where uploads lie: a folder in which a file is either whole or absent."""

import errno
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils.translation import gettext as _

from marketplace.core.errors import StorageFull
from marketplace.media import names

Item = TypeVar("Item")
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
PARTIAL = ".part"


class WholeFiles(FileSystemStorage):
    """Writes beside the final name and renames: an interrupted save or a full disk leaves nothing under that name."""

    def _save(self, name: str, content: "File[bytes]") -> str:
        partial = f"{name}{PARTIAL}{secrets.token_hex(4)}"
        try:
            super()._save(partial, content)  # type: ignore[misc]
            Path(self.path(partial)).rename(self.path(name))
        except BaseException as error:
            Path(self.path(partial)).unlink(missing_ok=True)
            if isinstance(error, OSError) and error.errno in NO_ROOM:
                raise StorageFull(_("There is no room for more files right now. Please try again later.")) from error
            raise
        return name


def older_than(folders: Iterable[str], moment: datetime) -> Iterator[str]:
    """The names of files that we named, whole or partial, last written before the moment; nobody else's files."""
    for folder in folders:
        for name in _walk(folder):
            if names.is_ours(name.split(PARTIAL)[0]) and _written(name, moment) < moment:
                yield name


def _walk(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{file}" for file in files)
    for inner in folders:
        yield from _walk(f"{folder}/{inner}")


def _written(name: str, otherwise: datetime) -> datetime:
    """When the file was written; the second moment when it went away meanwhile."""
    try:
        return default_storage.get_modified_time(name)
    except FileNotFoundError:
        return otherwise


def chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of at most that size."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
