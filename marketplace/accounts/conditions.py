"""What floors above ask of somebody before a program may change anything in their name."""

from collections.abc import Callable

from marketplace.accounts.models import User

# Called with the person and the path that is asked for. Raises Refusal.
Condition = Callable[[User, str], None]

_conditions: list[Condition] = []


def register(condition: Condition) -> None:
    """Register, in `AppConfig.ready`, a condition for every unsafe call of the API."""
    if condition not in _conditions:
        _conditions.append(condition)


def require(person: User, path: str) -> None:
    """Raises what the first condition that is not met raises."""
    for condition in _conditions:
        condition(person, path)
