"""What people look like. A floor above reads `User.face`, which it wrote."""

from collections.abc import Callable, Mapping
from typing import Any

from marketplace.accounts.models import User

# Called with the person. Gives what a <picture> needs, or None where there is no picture.
Find = Callable[[User], Mapping[str, Any] | None]

_finders: list[Find] = []


def register(find: Find) -> None:
    """Say, in `AppConfig.ready`, how a person's own picture is found."""
    if find not in _finders:
        _finders.append(find)


def picture_of(person: User) -> Mapping[str, Any] | None:
    """The first picture that is found of the person; None means initials."""
    return next((found for find in _finders if (found := find(person))), None)
