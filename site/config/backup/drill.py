"""The restore drill: a backup of what is running, restored into a PostgreSQL made for it, checked, thrown away."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from config.backup import BackupError, manifest
from config.backup.make import Place, backup
from config.backup.restore import Say
from config.env import ROOT
from config.local.folder import Folder
from config.local.postgres import Postgres
from config.local.valkey import Valkey


def drill(place: Place, say: Say) -> None:
    """Back up, restore elsewhere, check, say how long each took. Raises BackupError when the backup is not whole."""
    room = ROOT / ".local"
    room.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="drill-", dir=room) as scratch:
        started = time.monotonic()
        made = backup(place, Path(scratch))
        promised = manifest.read(made)
        size = sum(path.stat().st_size for path in made.rglob("*") if path.is_file())
        say(
            f"backup: {time.monotonic() - started:.1f} s, {len(promised.tables)} tables, {promised.rows()} rows,"
            f" {promised.files} files, {size / 1e6:.1f} MB"
        )
        started = time.monotonic()
        restore_elsewhere(made, Path(scratch))
        say(f"recovery into an empty server, checks included: {time.monotonic() - started:.1f} s")


def restore_elsewhere(made: Path, scratch: Path) -> None:
    """Run `manage.py restore` against services of the drill's own."""
    folder = Folder("drill", scratch)
    postgres, valkey = Postgres(folder, durable=True), Valkey(folder)
    try:
        postgres.start()
        valkey.start()
        env = {
            **os.environ,
            "DATABASE_URL": postgres.url(),
            "REDIS_URL": valkey.url(),
            "BROKER_URL": valkey.url(),
            "MEDIA_ROOT": str(scratch / "media"),
        }
        done = subprocess.run([sys.executable, "manage.py", "restore", str(made)], cwd=ROOT, env=env, check=False)  # noqa: S603
    finally:
        for service in (postgres, valkey):
            if service.is_up():
                service.stop()
        shutil.rmtree(folder.path, ignore_errors=True)
    if done.returncode:
        raise BackupError("The drill failed: the backup above did not come back whole.")
