"""gunicorn as in production, on loopback, with the database and the cache of the test."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.db import connections

from config.env import ROOT, env

PATIENCE = 60.0
STARTED, ENDED = "Booting worker with pid", "Worker exiting (pid"  # as gunicorn says it
PASSWORD = "a long enough phrase"


@dataclass
class Server:
    """Where it listens, and what it said."""

    url: str
    log: Path
    process: "subprocess.Popen[bytes]"
    workers: int
    heard: int = 0  # bytes of the log that an earlier test caused

    def said(self) -> str:
        """What it said in this test."""
        with self.log.open("rb") as log:
            log.seek(self.heard)
            return log.read().decode()

    def renew(self) -> None:
        """Other workers in place of these: emptied tables get new content types, and a process remembers old ones."""
        self.heard = self.log.stat().st_size
        self.process.send_signal(signal.SIGHUP)
        self._wait(lambda words: min(words.count(STARTED), words.count(ENDED)) >= self.workers)
        self.heard = self.log.stat().st_size

    def come_up(self) -> None:
        """Returns when it answers. Raises AssertionError with its words when it does not."""
        self._wait(lambda words: words.count(STARTED) >= self.workers and self._answers())

    def _answers(self) -> bool:
        try:
            with self.client() as client:
                return client.get("/livez").status_code == 200
        except requests.ConnectionError:
            return False

    def _wait(self, is_there: Callable[[str], bool]) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            if is_there(self.said()):
                return
            time.sleep(0.05)
        raise AssertionError(f"the server is not there:\n{self.said()}")

    def client(self, **headers: str) -> "Caller":
        """A caller of its own, with these headers in every call."""
        return Caller(self.url, headers)

    def token(self, email: str) -> str:
        """An access token for a person, through the same door as apps."""
        with self.client() as client:
            answer = client.post("/_allauth/app/v1/auth/login", json={"email": email, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["meta"]["access_token"])

    def signed_in(self, email: str) -> "Caller":
        """A caller who carries a token."""
        return self.client(Authorization=f"Bearer {self.token(email)}")


class Caller(requests.Session):
    """Calls paths of one server, as a browser that people use."""

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        super().__init__()
        self.url, self.trust_env = url, False
        self.headers.update({"User-Agent": "Mozilla/5.0 (X11; Linux x86_64)", **headers})

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        kwargs.setdefault("timeout", 30)
        return super().request(method, self.url + url, *args, **kwargs)


@contextmanager
def running(workers: int = 2, threads: int = 10) -> Iterator[Server]:
    """A server for as long as the block lasts."""
    with TemporaryDirectory() as folder:
        log, port = Path(folder) / "web.log", _free_port()
        command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--config=python:config.gunicorn"]
        command += [f"--bind=127.0.0.1:{port}", f"--workers={workers}", f"--threads={threads}"]
        with log.open("wb") as out:
            process = subprocess.Popen(command, cwd=ROOT, env=_environment(port), stdout=out, stderr=out)
        try:
            server = Server(f"http://127.0.0.1:{port}", log, process, workers)
            server.come_up()
            yield server
        finally:
            process.terminate()
            process.wait(30)


def _environment(port: int) -> dict[str, str]:
    name = str(connections["default"].settings_dict["NAME"])
    database = urlsplit(env.database_url)._replace(path=f"/{name}").geturl()
    return {
        **os.environ,
        "LINTEL_PROCESS": "web",
        "LINTEL_TEST_DATABASE": name,
        "DATABASE_URL": database,
        "REDIS_URL": env.redis_url,
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "PORT": str(port),
        "PYTHONPATH": f"{ROOT / 'site'}{os.pathsep}{ROOT}",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
