"""Makes a backup while the site runs: the database at one moment, every file it speaks of, and the manifest."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.db import models
from psycopg import sql

from config.backup import files, postgres, tables
from config.backup.manifest import NAME, Manifest, versions
from marketplace.core import clock

DUMP, MEDIA, SUMS = "database.dump", "media", "media.sha256"
UNFINISHED = ".unfinished"


@dataclass(frozen=True)
class Place:
    """What is backed up, or restored into: a database and the folder of its media."""

    database: str
    media: Path


def backup(place: Place, to: Path, keep: int = 0) -> Path:
    """Make a backup in a new folder of `to`, named after the moment; with `keep`, older ones beyond that number go.

    The files are copied before and after the database's moment: each one that a row of that moment names was there
    before it or came while we copied. An interrupted backup is left with another name and is never taken for one.
    """
    now = clock.now()
    folder = to / now.strftime("%Y%m%dT%H%M%SZ")
    half = folder.with_name(folder.name + UNFINISHED)
    half.mkdir(parents=True, mode=0o700)
    earlier = newest(to)
    linked = earlier / MEDIA if earlier else None
    (half / MEDIA).mkdir()
    files.copy_new(place.media, half / MEDIA, linked)
    with tables.connect(place.database) as connection:
        server = tables.server_version(connection)
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        postgres.dump(place.database, snapshot[0] if snapshot else "", half / DUMP, server)
        files.copy_new(place.media, half / MEDIA, linked)
        count, size = files.write_sums(half / MEDIA, half / SUMS)
        Manifest(
            made_at=now.isoformat(timespec="seconds"),
            versions=versions(server),
            migrations=migrations(connection),
            tables=tables.fingerprints(connection),
            foreign_keys=tables.foreign_keys(connection),
            files=count,
            bytes=size,
            missing=sorted(name for name in named_files(connection) if not (half / MEDIA / name).is_file()),
            hashes={name: files.sha256(half / name) for name in (DUMP, SUMS)},
        ).write(half)
    half.rename(folder)
    if keep:
        forget_old(to, keep)
    return folder


def migrations(connection: tables.Connection) -> list[str]:
    """The migrations a database has, as `app.name`."""
    rows = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
    return [row[0] for row in rows]


def named_files(connection: tables.Connection) -> Iterable[str]:
    """The name of every file that a row speaks of and that is worth keeping."""
    columns = {
        (model._meta.db_table, str(field.column))
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.FileField)
    }
    for table, column in sorted(columns):
        query = sql.SQL("SELECT DISTINCT {column} FROM {table} WHERE {column} <> ''")
        rows = connection.execute(query.format(column=sql.Identifier(column), table=sql.Identifier(table)))
        yield from (row[0] for row in rows if not row[0].startswith(files.LEFT_OUT))


def whole(folder: Path) -> list[Path]:
    """The finished backups of a folder, oldest first."""
    return sorted(path.parent for path in folder.glob(f"*/{NAME}") if not path.parent.name.endswith(UNFINISHED))


def newest(folder: Path) -> Path | None:
    """The last finished backup, if there is one."""
    return next(reversed(whole(folder)), None)


def forget_old(folder: Path, keep: int) -> None:
    """Remove all finished backups but the newest ones."""
    for old in whole(folder)[:-keep]:
        shutil.rmtree(old)
