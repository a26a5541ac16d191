"""Who may ask: the floor above knows who a specialist is, and says so here."""

from collections.abc import Callable

from marketplace.accounts.models import User

May = Callable[[User], bool]

_said: list[May] = []


def register(may: May) -> None:
    """Register, in `AppConfig.ready`, what tells whether a person may ask to be verified."""
    if may not in _said:
        _said.append(may)


def may_apply(person: User) -> bool:
    """Whether somebody above lets the person ask."""
    return any(may(person) for may in _said)
