"""What visitors did in the last sixty days: what they saved and how often they looked."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncDate

from marketplace.accounts.models import User
from marketplace.analytics.models import DailyCount, Tally
from marketplace.analytics.states import Metric
from marketplace.core import clock
from marketplace.projects.models import Project, ProjectFavourite
from marketplace.specialists.models import SpecialistFavourite, SpecialistProfile
from pages.world.copying import copy
from pages.world.days import ago
from pages.world.keys import chance

DAYS = 60
# From Monday on: people look at homes at the end of a week.
WEEK = (0.86, 0.82, 0.88, 0.95, 1.0, 1.34, 1.42)
# How often a usual project and a usual profile is looked at in a day.
PROJECT, PROFILE = 11.0, 4.0

Listings = Sequence[Project] | Sequence[SpecialistProfile]
# Tally, day, metric, value.
Number = tuple[int, date, str, int]


def save_for_later(
    clients: Sequence[User], projects: Sequence[Project], specialists: Sequence[SpecialistProfile]
) -> int:
    """Each client saves 5 to 15 of these projects and 2 to 6 of these specialists; answers how many were saved."""
    columns = ["user_id", "project_id", "created_at"]
    number = copy(ProjectFavourite, columns, _choices(clients, projects, 5, 15))
    columns = ["user_id", "specialist_id", "created_at"]
    return number + copy(SpecialistFavourite, columns, _choices(clients, specialists, 2, 6))


def look(projects: Sequence[Project], specialists: Sequence[SpecialistProfile]) -> int:
    """Sixty days of numbers for these listings and tallies that are their sums; answers how many numbers."""
    numbers: list[Number] = []
    visits: Counter[tuple[int, date]] = Counter()
    for project in projects:
        for day, views, visitors, went in _looks(project, PROJECT):
            numbers += _day(project.tally_id, day, views, visitors, went)
            visits[project.specialist_id, day] += went
    for specialist in specialists:
        for day, views, visitors, _went in _looks(specialist, PROFILE):
            came = visits[specialist.pk, day]
            numbers += _day(specialist.tally_id, day, views + came, visitors + came, came)
    numbers += [*_saves(projects, ProjectFavourite, "project"), *_saves(specialists, SpecialistFavourite, "specialist")]
    copy(DailyCount, ["tally_id", "day", "metric", "value"], numbers)
    _add_up(numbers)
    return len(numbers)


def _choices(clients: Sequence[User], things: Listings, least: int, most: int) -> Iterator[tuple[int, int, object]]:
    ordered: list[Any] = sorted(things, key=lambda one: one.public_id)
    for client in clients:
        dice = chance("saves", client.email, least)
        for one in dice.sample(ordered, min(len(ordered), dice.randint(least, most))):
            days = dice.randint(1, max(1, min(DAYS, _age(one)) - 1))
            yield client.pk, one.pk, ago(days, client.email, one.public_id)


def _age(thing: Any) -> int:
    days: int = (clock.today() - thing.standing.published_at.date()).days
    return days


def _looks(thing: Project | SpecialistProfile, usual: float) -> Iterator[tuple[date, int, int, int]]:
    """Day, views, visitors and visits to the profile, from today back to the day of publication."""
    liked = chance("liked", thing.public_id).lognormvariate(0, 0.6)
    for days in range(min(DAYS, _age(thing))):
        dice = chance("look", thing.public_id, days)
        day = clock.today() - timedelta(days=days)
        views = round(usual * liked * WEEK[day.weekday()] * dice.uniform(0.5, 1.5))
        visitors = round(views * dice.uniform(0.66, 0.94))
        yield day, views, visitors, round(visitors * dice.uniform(0.02, 0.18))


def _day(tally: int, day: date, views: int, visitors: int, went: int) -> Iterator[Number]:
    for metric, value in ((Metric.VIEW, views), (Metric.UNIQUE_VIEW, visitors), (Metric.TO_PROFILE, went)):
        if value:
            yield tally, day, metric.value, value


def _saves(things: Listings, model: Any, name: str) -> list[Number]:
    tallies = {thing.pk: thing.tally_id for thing in things}
    saved = model.objects.filter(**{f"{name}__in": tallies}).annotate(day=TruncDate("created_at"))
    counted = saved.values_list(f"{name}_id", "day").annotate(number=Count("id")).order_by(f"{name}_id", "day")
    return [(tallies[pk], day, Metric.FAVOURITE.value, number) for pk, day, number in counted]


def _add_up(numbers: Sequence[Number]) -> None:
    sums: Counter[tuple[int, str]] = Counter()
    for tally, _day_of, metric, value in numbers:
        sums[tally, metric] += value
    tallies = list(Tally.objects.filter(pk__in={tally for tally, _metric in sums}))
    for tally_row in tallies:
        tally_row.views = sums[tally_row.pk, Metric.VIEW]
        tally_row.favourites = sums[tally_row.pk, Metric.FAVOURITE]
        tally_row.to_profile = sums[tally_row.pk, Metric.TO_PROFILE]
    Tally.objects.bulk_update(tallies, ["views", "favourites", "to_profile"])
