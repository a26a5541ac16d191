"""The servers that are measured: ours as in production, and the two floors beside it."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from config.local.bench import processes
from config.local.folder import ROOT, free_port

PATIENCE = 60.0
HOST = "bench.lintel.example"
# What nginx would add, and a browser that people use: programs are not counted as visitors.
HEADERS = {
    "Host": HOST,
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "203.0.113.7",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64)",
    "Accept-Language": "en",
}
GUNICORN = ("gunicorn", "--config=python:config.gunicorn", "--bind=127.0.0.1:{port}")
COMMANDS = {
    "lintel": (*GUNICORN, "config.wsgi"),
    "bare": (*GUNICORN, "config.local.bench.bare"),
    "raw": (
        "uvicorn",
        "--workers=2",
        "--port={port}",
        "--no-access-log",
        "--lifespan=off",
        "config.local.bench.raw:app",
    ),
}


@dataclass(frozen=True)
class Answer:
    """One answer: what it cost all processes together, and how long it took, in milliseconds."""

    cpu: float
    wall: float


class Server:
    """A running server with everything that works for it."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, name: str) -> None:
        self.process, self.port, self.name = process, port, name

    def processes(self) -> list[int]:
        """The ids of its own processes."""
        return processes.family(self.process.pid)

    def everybody(self) -> list[int]:
        """Its own processes and PostgreSQL's backends that serve them."""
        asked = "SELECT pid FROM pg_stat_activity WHERE application_name = %s"
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as database:
            return self.processes() + [pid for (pid,) in database.execute(asked, [f"lintel-{process_name(self.name)}"])]

    def connection(self) -> http.client.HTTPConnection:
        """A connection that is kept."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def is_up(self) -> bool:
        """Whether it answers at all."""
        with closing(self.connection()) as connection:
            try:
                connection.request("GET", "/livez", headers=HEADERS)
                connection.getresponse().read()
            except OSError:
                return False
        return True


def process_name(server: str) -> str:
    """What the server calls itself in the list of PostgreSQL's backends, behind `lintel-`."""
    return "web" if server == "lintel" else server


@contextmanager
def running(name: str, log: Path) -> Iterator[Server]:
    """One of the servers for as long as the block lasts. Raises SystemExit with its words when it does not start."""
    port = free_port()
    command = [sys.executable, "-m", *(word.format(port=port) for word in COMMANDS[name])]
    env = {**os.environ, "LINTEL_PROCESS": process_name(name)}
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=output, start_new_session=True)  # noqa: S603
    try:
        server = Server(process, port, name)
        _wait(server, log)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait(server: Server, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not server.is_up():
        if server.process.poll() is not None or time.monotonic() > until:
            raise SystemExit(f"lintel: the server {server.name} did not start:\n{log.read_text()[-4000:]}")
        time.sleep(0.1)


def get(connection: http.client.HTTPConnection, path: str, cookie: str = "") -> bytes:
    """The body of a page. Raises SystemExit for anything but 200: a refusal is quick and would flatter us."""
    response = _answer(connection, path, {**HEADERS, "Cookie": cookie} if cookie else HEADERS)
    body = response.read()
    if response.status != 200:
        raise SystemExit(f"lintel: {path} answered {response.status}: {body[:300]!r}")
    return body


def _answer(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> http.client.HTTPResponse:
    """The answer, on a new connection when the server had hung up on an idle one."""
    connection.request("GET", path, headers=headers)
    try:
        return connection.getresponse()
    except http.client.RemoteDisconnected:
        connection.close()
        connection.request("GET", path, headers=headers)
        return connection.getresponse()


def measured(connection: http.client.HTTPConnection, path: str, cookie: str, pids: list[int]) -> Answer:
    """One answer with its cost. Nobody else works for these processes meanwhile."""
    before, started = processes.cpu(pids), time.perf_counter()
    get(connection, path, cookie)
    wall = time.perf_counter() - started
    return Answer((processes.cpu(pids) - before) / 1e6, wall * 1e3)
