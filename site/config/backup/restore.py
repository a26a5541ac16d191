"""Brings a backup into an empty place and proves that it is whole."""

import shutil
from collections.abc import Callable
from pathlib import Path

import psycopg
from django.db.migrations.loader import MigrationLoader

from config.backup import BackupError, checks, files, manifest, postgres, tables
from config.backup.make import DUMP, MEDIA, SUMS, Place
from config.backup.manifest import Manifest

Say = Callable[[str], object]


def restore(backup: Path, place: Place, say: Say) -> None:
    """Restore into an empty database and an empty folder, then check everything. Raises BackupError with the reason."""
    promised = manifest.read(backup)
    require_intact(backup, promised)
    require_same_migrations(promised)
    require_empty(place)
    with tables.connect(place.database) as connection:
        server = tables.server_version(connection)
    postgres.load(place.database, backup / DUMP, server)
    place.media.mkdir(parents=True, exist_ok=True)
    shutil.copytree(backup / MEDIA, place.media, dirs_exist_ok=True)
    with psycopg.connect(place.database, autocommit=True) as analysing:
        analysing.execute("ANALYZE")
    say(f"{promised.rows()} rows and {promised.files} files are back; checking them ...")
    for words in checks.all_of(promised, files.read_sums(backup / SUMS), place):
        say(f"  {words}")


def require_intact(backup: Path, promised: Manifest) -> None:
    """The dump and the list of files are those that the manifest was written for."""
    for name, digest in promised.hashes.items():
        if not (backup / name).is_file():
            raise BackupError(f"{backup} lacks {name}; nothing was restored.")
        if files.sha256(backup / name) != digest:
            raise BackupError(f"{backup / name} is not what was written on {promised.made_at}; nothing was restored.")


def require_same_migrations(promised: Manifest) -> None:
    """The backup is of this version of the code: an older one is restored with its own, then brought up to date."""
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    code = {f"{app}.{name}" for app, name in disk}
    theirs = set(promised.migrations)
    if theirs - code:
        raise BackupError(
            f"The backup is of another version of Lintel: this one does not know {_some(theirs - code)}. Restore it"
            " with the version that made it."
        )
    # Squashed migrations stand for others: either kind may be missing.
    replaced = {f"{app}.{name}" for migration in disk.values() for app, name in migration.replaces}
    squashed = {f"{app}.{name}" for (app, name), migration in disk.items() if migration.replaces}
    lacking = code - theirs - replaced - squashed
    if lacking:
        raise BackupError(
            f"The backup is of an older version of Lintel: it lacks {_some(lacking)}. Restore it with the version that"
            " made it, then upgrade."
        )


def require_empty(place: Place) -> None:
    """Restoring over something would mix two worlds: neither tables nor files may be there."""
    with tables.connect(place.database) as connection:
        there = tables.names(connection, "rpvmSf")
        where = connection.info.dbname
    if there:
        raise BackupError(
            f"The database {where} is not empty ({_some(set(there))}). Restore only into an empty one; nothing was"
            " changed."
        )
    if not files.is_empty(place.media):
        raise BackupError(f"The folder {place.media} is not empty. Choose an empty one; nothing was changed.")


def _some(names: set[str]) -> str:
    shown = ", ".join(sorted(names)[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"
