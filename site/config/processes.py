"""The processes Lintel consists of, each with its command: for the demo, the image and whoever starts them by hand.

`python -m config.processes web` becomes that process. How many tasks a worker does at once:
WORKER_CONCURRENCY.
"""

import os
import sys
from collections.abc import Callable

WEB_PORT, SOCKETS_PORT = 8000, 8001
CELERY_LIMITS = ["--without-mingle", "--without-gossip", "--loglevel=INFO"]


def web(host: str = "0.0.0.0", port: int = WEB_PORT, log: str = "-") -> list[str]:  # noqa: S104 - inside a container
    """Pages, admin and API; config.gunicorn says how."""
    return [
        "gunicorn",
        "config.wsgi",
        "--config=python:config.gunicorn",
        f"--bind={host}:{port}",
        f"--access-logfile={log}",
    ]


def sockets(host: str = "0.0.0.0", port: int = SOCKETS_PORT) -> list[str]:  # noqa: S104 - inside a container
    """WebSockets and /livez, no pages."""
    return [
        "uvicorn", "config.asgi:application", f"--host={host}", f"--port={port}", "--lifespan=off",
        "--ws-max-size=65536", "--no-access-log", "--timeout-graceful-shutdown=10",
    ]  # fmt: skip


def worker(queues: str = "default,media") -> list[str]:
    """Work that nobody waits for."""
    concurrency = os.environ.get("WORKER_CONCURRENCY", "2")
    return ["celery", "-A", "config", "worker", f"--queues={queues}", f"--concurrency={concurrency}", *CELERY_LIMITS]


def mail() -> list[str]:
    """A worker of its own for mail: a mail server that takes ten seconds for each fills nobody else's hands."""
    return ["celery", "-A", "config", "worker", "--queues=mail", "--concurrency=1", *CELERY_LIMITS]


def beat() -> list[str]:
    """What is due by the clock. One at a time by a lock, so a second one only stands by."""
    return ["celery", "-A", "config", "beat", "--loglevel=INFO", "--pidfile="]


PROCESSES: dict[str, Callable[[], list[str]]] = {
    "web": web, "sockets": sockets, "worker": worker, "mail": mail, "beat": beat,
}  # fmt: skip


def main(arguments: list[str]) -> None:
    """Become the named process."""
    if len(arguments) != 1 or arguments[0] not in PROCESSES:
        raise SystemExit(f"lintel: say which process: {', '.join(PROCESSES)}")
    name = arguments[0]
    # To the settings both are workers: they may wait for the broker.
    os.environ["LINTEL_PROCESS"] = "worker" if name == "mail" else name
    os.execv(sys.executable, [sys.executable, "-m", *PROCESSES[name]()])  # noqa: S606 - our own commands


if __name__ == "__main__":
    main(sys.argv[1:])
