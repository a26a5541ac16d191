"""What else the admin has of a person. A floor above says, in `wagtail_hooks.py`, how things of its kind are found."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from marketplace.accounts.models import User


@dataclass(frozen=True, slots=True)
class Belonging:
    """One thing of a person: what it is, its title, how it stands and where staff see it."""

    label: Promise | str
    title: str
    state: str
    url: str


# Called with the person and with the member of staff who looks: nobody is shown what they may not open.
Find = Callable[[User, User], Iterable[Belonging]]

_finders: dict[str, Find] = {}


def register(kind: str, find: Find) -> None:
    """Let things of a kind be shown beside the account. The same kind again replaces it."""
    _finders[kind] = find


def belongings(person: User, viewer: User) -> list[Belonging]:
    """All that is the person's and that the viewer may open, kind by kind."""
    return [one for find in _finders.values() for one in find(person, viewer)]
