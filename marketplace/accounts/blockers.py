"""Why an account cannot be erased yet: a floor above that has a running job or an unpaid bill says so here."""

from collections.abc import Callable

from marketplace.accounts.models import User
from marketplace.core.errors import Refusal

# Called with the person; answers, in words for them, what has to be settled first, or nothing.
Blocker = Callable[[User], str]

_blockers: dict[str, Blocker] = {}


def register(name: str, blocker: Blocker) -> None:
    """Let something keep accounts from being erased, in `AppConfig.ready`. The same name again replaces it."""
    _blockers[name] = blocker


def reasons(person: User) -> list[str]:
    """What has to be settled before the account can be erased."""
    return [words for blocker in _blockers.values() if (words := blocker(person))]


def require_none(person: User) -> None:
    """Raises Refusal (`not_settled`) with everything that has to be settled first."""
    if found := reasons(person):
        raise Refusal(" ".join(found), code="not_settled")
