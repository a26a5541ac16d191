"""Whether a process is well: `python -m config.health web` ends with 0, or with 1 and one sentence.

Asked every half minute in each container, so it imports no more than it needs.
"""

import os
import socket
import sys
import urllib.request
from collections.abc import Callable
from urllib.parse import urlsplit

from config.processes import SOCKETS_PORT, WEB_PORT


def answers(port: int) -> bool:
    """Whether /livez of this machine's port says ok, asked under the site's own name: others are refused."""
    host = urlsplit(os.environ.get("SITE_URL", "")).netloc or "localhost"
    request = urllib.request.Request(f"http://127.0.0.1:{port}/livez", headers={"Host": host})
    with urllib.request.urlopen(request, timeout=4) as answer:  # noqa: S310 - loopback
        return bool(answer.status == 200)


def worker_answers() -> bool:
    """Whether this machine's Celery worker answers a ping through the broker."""
    from config.celery import app  # noqa: PLC0415 - the others need no settings

    return bool(app.control.ping(destination=[f"celery@{socket.gethostname()}"], timeout=5))


def beat_beats() -> bool:
    """Whether some beat holds the lock: it lets go of it half a minute after its last breath."""
    from redis import Redis  # noqa: PLC0415 - the others need no client

    redis_url = os.environ["REDIS_URL"]
    broker = os.environ.get("BROKER_URL") or redis_url.rsplit("/", 1)[0] + "/1"
    with Redis.from_url(broker, socket_timeout=4, socket_connect_timeout=4) as client:
        return bool(client.exists("redbeat::lock"))


CHECKS: dict[str, Callable[[], bool]] = {
    "web": lambda: answers(WEB_PORT),
    "sockets": lambda: answers(SOCKETS_PORT),
    "worker": worker_answers,
    "mail": worker_answers,
    "beat": beat_beats,
}


def main(arguments: list[str]) -> None:
    """Ask the named process."""
    name = arguments[0] if arguments else "web"
    try:
        is_well = CHECKS[name]()
    except Exception as error:
        raise SystemExit(f"{name}: {type(error).__name__}: {error}") from error
    if not is_well:
        raise SystemExit(f"{name} does not answer")


if __name__ == "__main__":
    main(sys.argv[1:])
