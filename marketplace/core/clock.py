"""The one clock. Code asks it, tests turn it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

_turned: ContextVar[datetime | None] = ContextVar("turned", default=None)


def now() -> datetime:
    """This moment, in UTC."""
    return _turned.get() or datetime.now(UTC)


def today() -> date:
    """The site's calendar day."""
    return now().astimezone(ZoneInfo(settings.TIME_ZONE)).date()


@contextmanager
def turned_to(moment: datetime) -> Iterator[None]:
    """Inside, now() is the given moment (aware). For tests."""
    token = _turned.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _turned.reset(token)
