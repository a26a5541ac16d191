"""`make demo`: everything Lintel needs, started in order, watched, and stopped together."""

import fcntl
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NoReturn

from config import processes
from config.local import services
from config.local.children import Child, stop_all
from config.local.folder import Folder

PREPARE = [sys.executable, "-m", "config.local.prepare"]
PATIENCE = 90.0


class Stopped(Exception):
    """Somebody asked for the end: Ctrl-C or SIGTERM."""


def say(text: str) -> None:
    """One line for the person who started the demo."""
    print(text, flush=True)  # noqa: T201 - this is a command


def stop(signum: int, frame: FrameType | None) -> NoReturn:
    """Turn the first signal into an orderly end; later ones no longer interrupt it."""
    for again in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(again, signal.SIG_IGN)
    raise Stopped


def start_children(port: int, logs: Path) -> list[Child]:
    """Web server, socket server, worker and beat."""
    commands = {
        "web": processes.web("127.0.0.1", port, str(logs / "access.log")),
        "sockets": processes.sockets("127.0.0.1", port + 1),
        "worker": processes.worker("default,media,mail"),
        "beat": processes.beat(),
    }
    for name in commands:
        (logs / f"{name}.log").write_bytes(b"")
    return [Child.start(name, command, logs / f"{name}.log") for name, command in commands.items()]


def answers(url: str) -> bool:
    """Whether this address answers 200."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own loopback address
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def worker_answers() -> bool:
    """Whether a Celery worker answers a ping through the broker."""
    from config.celery import app  # noqa: PLC0415 - reads the settings, which need the services

    try:
        return bool(app.control.ping(timeout=1))
    except Exception:  # noqa: BLE001 - a broker that is just coming up fails in many ways
        return False


def wait_until_healthy(port: int, children: list[Child]) -> None:
    """Wait until all four answer. Raises SystemExit with a log's tail when one of them dies or takes too long."""
    checks: dict[str, Callable[[], bool]] = {
        "web": lambda: answers(f"http://127.0.0.1:{port}/livez") and answers(f"http://127.0.0.1:{port}/readyz"),
        "sockets": lambda: answers(f"http://127.0.0.1:{port + 1}/livez"),
        "worker": worker_answers,
    }
    until = time.monotonic() + PATIENCE
    while checks:
        refuse_the_dead(children)
        for name in [name for name, is_healthy in checks.items() if is_healthy()]:
            say(f"  {name} answers")
            del checks[name]
        if checks and time.monotonic() > until:
            slow = next(child for child in children if child.name in checks)
            raise SystemExit(f"lintel: {slow.name} does not answer. The end of {slow.log}:\n{slow.tail()}")
        time.sleep(0.2)


def refuse_the_dead(children: list[Child]) -> None:
    """Raise SystemExit with the tail of its log when a child has died."""
    for child in children:
        if child.has_died():
            code = child.process.returncode
            raise SystemExit(f"lintel: {child.name} died (code {code}). The end of {child.log}:\n{child.tail()}")


def greet(port: int, folder: Folder, seconds: float) -> None:
    """Where it is and who may come in."""
    say(f"\nLintel is ready after {seconds:.0f} s:  http://localhost:{port}/\n")
    say((folder.path / "logins").read_text())
    say("  The code of a member of staff: make demo-code ROLE=moderator")
    say(f"  The staff's place:             http://localhost:{port}/admin/")
    say(f"  Mail it would have sent:       http://localhost:{port}/demo/mail/")
    say("\nCtrl-C stops it. make demo-reset starts over.\n")


def watch(children: list[Child]) -> NoReturn:
    """Bring killed services back, and children that died with them; stop when a child dies by itself."""
    forgiven_until = 0.0
    while True:
        time.sleep(1)
        revived = services.revive("demo")
        if revived:
            say(f"  {' and '.join(revived)} had died and came back")
            forgiven_until = time.monotonic() + 60
        if time.monotonic() > forgiven_until:
            refuse_the_dead(children)
        for child in filter(Child.has_died, children):
            say(f"  {child.name} had died with it and starts again")
            child.start_again()


def run(port: int, folder: Folder) -> None:
    """The whole life of a demo."""
    started = time.monotonic()
    logs = folder.path / "logs"
    logs.mkdir(exist_ok=True)
    children: list[Child] = []
    try:
        say("Starting PostgreSQL and Valkey ...")
        services.provide("demo")
        say("Preparing ...")
        if subprocess.run(PREPARE, check=False, start_new_session=True).returncode:  # noqa: S603
            raise SystemExit("lintel: preparing failed, its last words are above.")
        say("Starting web, sockets, worker and beat ...")
        children = start_children(port, logs)
        wait_until_healthy(port, children)
        greet(port, folder, time.monotonic() - started)
        watch(children)
    except Stopped:
        say("\nStopping ...")
    finally:
        stop_all(children)


def main() -> None:
    """Run one demo in this folder; a second one is refused."""
    port = int(os.environ.get("PORT", "8000"))
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, stop)
    folder = Folder("demo")
    with (folder.path / "running").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise SystemExit(f"lintel: a demo of this folder runs already, at {lock.read().strip()}") from None
        lock.truncate(0)
        lock.write(f"http://localhost:{port}/\n")
        lock.flush()
        run(port, folder)


if __name__ == "__main__":
    main()
