from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum
from django.utils.translation import gettext as _

from marketplace.analytics.models import DailyCount
from marketplace.core import clock
from marketplace.core.errors import Invalid

WINDOWS = (7, 30)


@dataclass(slots=True)
class Counts:
    """What was counted in one day, or in all days of a window together."""

    view: int = 0
    unique_view: int = 0
    favourite: int = 0
    to_profile: int = 0
    application: int = 0

    def add(self, metric: str, value: int) -> None:
        """Add to the number of that metric."""
        setattr(self, metric, getattr(self, metric) + value)


@dataclass(slots=True)
class Day(Counts):
    """The counts of one day of the site's calendar."""

    day: date = date.min


@dataclass(frozen=True, slots=True)
class Series:
    """A window that ends today: each of its days in order, their sum, and the sum of the window before."""

    days: list[Day]
    totals: Counts
    previous: Counts


def window(text: str) -> int:
    """The number of days asked for in an address. Raises Invalid (code window) unless it is 7 or 30."""
    return _checked(int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0)


def series(tally_id: int, days: int) -> Series:
    """The daily counts of one tally for the last 7 or 30 days, today included, days without any as zeros.

    One query. Raises Invalid (code window) for any other number. Views of the last minute may not be in yet.
    """
    return series_of([tally_id], days)


def series_of(tally_ids: Iterable[int], days: int) -> Series:
    """The same for several tallies together, such as all projects of a specialist. One query."""
    today, length = clock.today(), timedelta(days=_checked(days))
    first = today - length + timedelta(days=1)
    found = Series([Day(day=first + timedelta(days=i)) for i in range(length.days)], Counts(), Counts())
    for day, metric, value in _daily(tally_ids, first - length, today):
        if day < first:
            found.previous.add(metric, value)
        else:
            found.totals.add(metric, value)
            found.days[(day - first).days].add(metric, value)
    return found


def _daily(tally_ids: Iterable[int], first: date, last: date) -> Iterable[tuple[date, str, int]]:
    rows = DailyCount.objects.filter(tally_id__in=list(tally_ids), day__range=(first, last))
    return rows.values_list("day", "metric").annotate(number=Sum("value")).order_by()


def _checked(days: int) -> int:
    if days not in WINDOWS:
        raise Invalid(
            _("Statistics are kept for the last 7 or 30 days: choose one of them."), code="window", field="days"
        )
    return days
