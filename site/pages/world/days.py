"""When things happened: the files tell it as of one fixed day, the world is always as old as if that day were today."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from marketplace.core import clock
from pages.world.keys import chance
from pages.world.source import Row

# The day after which nothing in the files happens.
AS_OF = date(2026, 10, 12)
# Projects were published one after the other in these days, in the order in which they were finished.
SPREAD = 540


def moved(day: date) -> date:
    """A day of the files as the world tells it."""
    return day + (clock.today() - AS_OF)


def ago(days: int, *key: object) -> datetime:
    """An hour of daylight so many days ago; which one depends on the key. Never later than now."""
    dice = chance("hour", *key)
    moment = datetime.combine(clock.today() - timedelta(days=days), time(dice.randint(4, 15), dice.randint(0, 59)), UTC)
    return min(moment, clock.now())


def published(projects: Iterable[Row]) -> dict[str, int]:
    """How many days ago each project was published, by its key: after it was finished, and none at one time."""
    ordered = sorted(projects, key=lambda row: (row["completed_on"], row["key"]))
    step = SPREAD / max(1, len(ordered))
    days = {row["key"]: 2 + round(step * (len(ordered) - 1 - place)) for place, row in enumerate(ordered)}
    return {row["key"]: min(days[row["key"]], (AS_OF - row["completed_on"]).days) for row in ordered}


def joined(specialists: Iterable[Row], projects: Iterable[Row]) -> dict[str, int]:
    """How many days ago each profile was published, by its key: a while before the first project it shows."""
    shown = published(projects)
    first: dict[str, int] = {}
    for row in projects:
        first[row["specialist"]] = max(first.get(row["specialist"], 0), shown[row["key"]])
    return {
        row["key"]: first.get(row["key"], chance("idle", row["key"]).randint(70, SPREAD))
        + chance("joined", row["key"]).randint(4, 40)
        for row in specialists
    }
