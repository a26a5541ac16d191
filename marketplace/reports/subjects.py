"""What can be reported. A floor above says, in `AppConfig.ready`, how a thing of its kind is found."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Subject:
    """A public thing: its id, its title, the path of its page, and whose it is, where it is somebody's."""

    kind: str
    pk: int
    title: str
    path: str
    owner_id: int | None = None


Find = Callable[[str], Subject | None]

_kinds: dict[str, tuple[Promise | str, Find]] = {}


def register(kind: str, label: Promise | str, find: Find) -> None:
    """Let things of a kind be reported; `find` gives the public thing by the key of its address, None otherwise."""
    _kinds[kind] = (label, find)


def find(kind: str, key: str) -> Subject | None:
    """The public thing, None when there is none."""
    return _kinds[kind][1](key) if kind in _kinds else None


def labels() -> dict[str, Promise | str]:
    """What each kind is called."""
    return {kind: label for kind, (label, _find) in sorted(_kinds.items())}
