"""Which texts people accept. The floor that holds the pages says so here: consents know no pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from marketplace.core import clock


@dataclass(frozen=True, slots=True)
class Paper:
    """A text as it is published now: `version` changes with each publication, `since` is when who accepted an earlier
    one has to be asked again (None: never)."""

    kind: str
    version: int
    title: str
    url: str
    body: str
    since: datetime | None = None

    @property
    def is_asked_again(self) -> bool:
        """Whether an acceptance from before `since` does not count any more."""
        return self.since is not None and self.since <= clock.now()


Find = Callable[[], list[Paper]]

_finders: list[Find] = []


def register(find: Find) -> None:
    """Register, in `AppConfig.ready`, what finds the texts in the reader's language; it should remember them."""
    if find not in _finders:
        _finders.append(find)


def current() -> list[Paper]:
    """Every text that is published and accepted by whoever signs up."""
    return [paper for find in _finders for paper in find()]
