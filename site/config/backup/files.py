"""Media files: copied, counted, hashed. A name never changes what it holds, so what is copied once stays copied."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from marketplace.accounts import copies
from marketplace.media.storage import PARTIAL

# Copies of people's data live for a day; kept in a backup they would outlive their erasure.
LEFT_OUT = f"{copies.FOLDER}/"


def walk(folder: Path) -> Iterator[str]:
    """The names of all whole files below a folder that are worth keeping, in order."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and PARTIAL not in path.name and not name.startswith(LEFT_OUT):
            yield name


def is_empty(folder: Path) -> bool:
    """Whether there is no file below this folder, or no folder at all."""
    return not any(path.is_file() for path in folder.rglob("*"))


def copy_new(source: Path, to: Path, earlier: Path | None = None) -> None:
    """Copy what is not there yet. What an earlier backup holds unchanged is linked to it and costs no room."""
    for name in walk(source):
        if (to / name).exists():
            continue
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        try:
            _link_or_copy(source / name, to / name, earlier / name if earlier else None)
        except FileNotFoundError:
            # Swept or replaced while we looked. Whether anybody still needs it is checked against the database.
            (to / name).unlink(missing_ok=True)


def _link_or_copy(source: Path, to: Path, earlier: Path | None) -> None:
    if earlier and earlier.exists() and _same(source, earlier):
        try:
            os.link(earlier, to)
        except OSError:
            pass
        else:
            return
    shutil.copy2(source, to)


def _same(one: Path, other: Path) -> bool:
    first, second = one.stat(), other.stat()
    return (first.st_size, first.st_mtime_ns) == (second.st_size, second.st_mtime_ns)


def sha256(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_sums(folder: Path, to: Path) -> tuple[int, int]:
    """Write the hash of each file as `sha256sum` does. Answers how many files and how many bytes there are."""
    count = size = 0
    with to.open("w") as sums:
        for name in walk(folder):
            count, size = count + 1, size + (folder / name).stat().st_size
            sums.write(f"{sha256(folder / name)}  {name}\n")
    return count, size


def read_sums(path: Path) -> dict[str, str]:
    """Name and hash of each file that `write_sums` has written down."""
    pairs = (line.split("  ", 1) for line in path.read_text().splitlines())
    return {name: digest for digest, name in pairs}
