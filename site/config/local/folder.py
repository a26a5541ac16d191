"""Where services of our own keep their things, and who holds them."""

import fcntl
import importlib.util
import os
import platform
import secrets
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LOCALE = "en_US.UTF-8" if platform.system() == "Darwin" else "C.UTF-8"


class ServiceFailed(SystemExit):
    """A service of our own did not start; the message says why and where its log is."""


def is_free(port: int) -> bool:
    """Whether nobody listens on this TCP port of loopback."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A TCP port on loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wheel(package: str) -> Path:
    """The folder of an installed package, found without importing it: some write to the home folder when imported."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ServiceFailed(f"The package {package} is not installed: run make install.")
    return Path(spec.submodule_search_locations[0])


def run(command: list[str], log: Path) -> bool:
    """Run a command of a service, its words into the log. Answers whether it went well.

    The caller's locale and PG* variables stay outside: they would reach into the server.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    with log.open("ab") as output:
        done = subprocess.run(  # noqa: S603 - our own wheels
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False, env={**kept, "LC_ALL": LOCALE}
        )
    return done.returncode == 0


class Folder:
    """`.local/<environment>`: data, logs, the password and the ports of one set of services."""

    def __init__(self, name: str, root: Path = ROOT) -> None:
        self.path = root / ".local" / name
        self.path.mkdir(parents=True, exist_ok=True)

    def secret(self, name: str) -> str:
        """The secret kept in this file, made up at the first call."""
        file = self.path / name
        if not file.exists():
            new = file.with_suffix(".new")
            new.unlink(missing_ok=True)
            new.touch(mode=0o600)
            new.write_text(secrets.token_urlsafe(24))
            new.rename(file)
        return file.read_text()

    def port(self, name: str) -> int:
        """The port written down for a service, 0 when there is none."""
        try:
            return int((self.path / f"{name}.port").read_text())
        except (OSError, ValueError):
            return 0

    def write_port(self, name: str, port: int) -> None:
        """Remember the service's port, so that it comes back under the same address."""
        (self.path / f"{name}.port").write_text(str(port))

    def ports(self, name: str) -> Iterator[int]:
        """Ports to try, best first: the one from last time, so that running processes find the service again."""
        last = self.port(name)
        if last and is_free(last):
            yield last
        for _ in range(3):
            yield free_port()

    @contextmanager
    def gate(self) -> Iterator[None]:
        """One process at a time starts services."""
        with (self.path / "starting").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


class Lease:
    """A shared hold on the services: the last to let go stops them. Kept by the kernel, so a crash lets go too."""

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
