"""`python -m config.local.prepare`: the demo's database, world and static files, each step only when it is needed."""

import hashlib
import io
import time
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.local.folder import Folder

django.setup()

from pages.world import people  # noqa: E402 - models come after the set-up


def step(text: str, work: Callable[[], object]) -> None:
    """Say what is being done and, when it took a while, how long it took."""
    print(f"  {text} ...", flush=True)  # noqa: T201 - this is a command
    started = time.monotonic()
    work()
    seconds = time.monotonic() - started
    if seconds > 2:
        print(f"    took {seconds:.0f} s", flush=True)  # noqa: T201


class Progress(io.StringIO):
    """Takes in what `migrate` says, and says how far it is."""

    def __init__(self, total: int) -> None:
        super().__init__()
        self.total, self.done = total, 0

    def write(self, text: str) -> int:
        self.done += text.count("Applying ")
        if "Applying " in text and self.done % 100 == 0:
            print(f"    {self.done} of {self.total}", flush=True)  # noqa: T201
        return len(text)


def missing_migrations() -> int:
    """How many migrations the database lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate(missing: int) -> None:
    """Bring the tables up to date, then the staff groups, whose permissions exist only now."""
    call_command("migrate", interactive=False, stdout=Progress(missing))
    call_command("sync_groups", stdout=io.StringIO())


def static_fingerprint() -> str:
    """What there is to collect, as one hash of names, sizes and times."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def logins() -> str:
    """Who may come in, for the person who started the demo: one line for each role, then what they share."""
    lines = [
        f"  {login.role:<12} {login.email:<34} {'and a code' if login.totp_secret else ''}" for login in people.LOGINS
    ]
    return "\n".join([*lines, "", f"  The password of all of them: {people.PASSWORD}"])


def main() -> None:
    """Migrate, load the demo world, collect static files."""
    folder = Folder(settings.LINTEL_ENV).path
    missing = missing_migrations()
    if missing:
        step(f"Making the tables in {missing} steps", lambda: migrate(missing))
    seeded = folder / "seeded"
    if not seeded.exists():
        step("Building the demo world", lambda: call_command("seed_demo"))
        seeded.touch()
    (folder / "logins").write_text(logins())
    collected, wanted = folder / "static.hash", static_fingerprint()
    if not collected.exists() or collected.read_text() != wanted:
        step("Collecting static files", lambda: call_command("collectstatic", interactive=False, verbosity=0))
        collected.write_text(wanted)


if __name__ == "__main__":
    main()
