"""PostgreSQL and Valkey of our own under `.local/`: the first who needs them starts them, the last stops them."""

import atexit
import os

from config.local.folder import Folder, Lease
from config.local.postgres import Postgres
from config.local.valkey import Valkey

Service = Postgres | Valkey
_held: dict[str, tuple[Folder, list[Service]]] = {}


def provide(name: str) -> None:
    """Set DATABASE_URL and REDIS_URL to services of our own, unless somebody set them. Started once for all who ask."""
    wanted: dict[str, Service] = {}
    folder = Folder(name)
    if not os.environ.get("DATABASE_URL"):
        wanted["DATABASE_URL"] = Postgres(folder, durable=name == "demo")
    if not os.environ.get("REDIS_URL"):
        wanted["REDIS_URL"] = Valkey(folder)
    if not wanted:
        return
    with folder.gate():
        lease = Lease(folder)
        _start_missing(list(wanted.values()))
    _held[name] = folder, list(wanted.values())
    atexit.register(_leave, lease, list(wanted.values()))
    os.environ.update({variable: service.url() for variable, service in wanted.items()})


def revive(name: str) -> list[str]:
    """Start again, under the same address, whichever of our services died. Answers their names."""
    folder, services = _held.get(name, (None, []))
    if folder is None or all(service.is_up() for service in services):
        return []
    with folder.gate():
        return _start_missing(services)


def _start_missing(services: list[Service]) -> list[str]:
    missing = [service for service in services if not service.is_up()]
    for service in missing:
        service.start()
    return [service.name for service in missing]


def _leave(lease: Lease, services: list[Service]) -> None:
    """Stop the services when the last process that uses them ends."""
    if lease.is_last():
        for service in services:
            if service.is_up():
                service.stop()
