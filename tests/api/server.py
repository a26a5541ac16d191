"""gunicorn as in production, on loopback, with the database and the cache of the test."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
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
PASSWORD = "a long enough phrase"


@dataclass(frozen=True)
class Server:
    """Where it listens, and what it said."""

    url: str
    log: Path

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
            server = Server(f"http://127.0.0.1:{port}", log)
            _wait(server, process)
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


def _wait(server: Server, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with server.client() as client:
                if client.get("/livez").status_code == 200:
                    return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not come up:\n{server.log.read_text()}")
