"""Counts in, and from the counters into the database."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, models, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest
from redis.exceptions import RedisError

from marketplace.analytics import counting
from marketplace.analytics.counting import Count
from marketplace.analytics.models import Flush, Tally
from marketplace.analytics.states import Metric
from marketplace.analytics.viewers import Viewer
from marketplace.core import clock

log = logging.getLogger("lintel.analytics")

LOOKS = frozenset({Metric.VIEW, Metric.TO_PROFILE})
KEPT = timedelta(days=30)
LOCK = 0x1A77  # One writer at a time: a recount must not overwrite what a flush adds meanwhile.

ADD_TO_DAYS = """
INSERT INTO analytics_dailycount (tally_id, day, metric, value)
SELECT new.tally_id, new.day, new.metric, new.value
FROM unnest(%s::date[], %s::bigint[], %s::text[], %s::bigint[]) AS new (day, tally_id, metric, value)
JOIN analytics_tally ON analytics_tally.id = new.tally_id
ON CONFLICT (tally_id, day, metric) DO UPDATE SET value = analytics_dailycount.value + EXCLUDED.value
"""
# Whoever locks several tallies locks them in this order: two of them would wait for each other otherwise.
IN_ORDER = "SELECT id FROM analytics_tally WHERE id = ANY(%s::bigint[]) ORDER BY id FOR UPDATE"
ADD_TO_TALLIES = """
UPDATE analytics_tally AS tally
SET views = tally.views + new.views, to_profile = tally.to_profile + new.to_profile
FROM (
    SELECT tally_id,
           coalesce(sum(value) FILTER (WHERE metric = 'view'), 0) AS views,
           coalesce(sum(value) FILTER (WHERE metric = 'to_profile'), 0) AS to_profile
    FROM unnest(%s::bigint[], %s::text[], %s::bigint[]) AS counted (tally_id, metric, value)
    GROUP BY tally_id
) AS new WHERE tally.id = new.tally_id
"""
# The subquery reads the old row, so that the drift can be told.
RECOUNT = """
UPDATE analytics_tally AS kept SET views = summed.views, to_profile = summed.to_profile
FROM (
    SELECT tally.id, tally.views AS old_views, tally.to_profile AS old_to_profile,
           coalesce(sum(day.value) FILTER (WHERE day.metric = 'view'), 0) AS views,
           coalesce(sum(day.value) FILTER (WHERE day.metric = 'to_profile'), 0) AS to_profile
    FROM analytics_tally AS tally LEFT JOIN analytics_dailycount AS day ON day.tally_id = tally.id
    GROUP BY tally.id
) AS summed
WHERE kept.id = summed.id AND (kept.views, kept.to_profile) IS DISTINCT FROM (summed.views, summed.to_profile)
RETURNING summed.id, summed.views - old_views, summed.to_profile - old_to_profile
"""


def seen(
    metric: Metric, tally_id: int, viewer: Viewer, *, owner_id: int | None = None, after: int | None = None
) -> bool:
    """Count a look (VIEW or TO_PROFILE) of the public at a listing, without touching the database.

    Left out: bots, staff, the owner, HEAD, pages fetched in advance, the same viewer within 30 minutes, more than 20
    of a day from one address and, where `after` is given, viewers whose view of that tally was not counted today. Never
    raises for want of Valkey: then the look is lost. Answers whether it was counted.
    """
    if metric not in LOOKS:
        raise ValueError(f"{metric} is not counted by looking")
    return viewer.counts_for(owner_id) and counting.look(metric, tally_id, viewer, after=after)


def flush() -> int:
    """Write down what was counted since the last time and what an interrupted flush left. Answers how many numbers.

    Run twice, at once or killed anywhere, it adds each batch exactly once.
    """
    try:
        counting.seal()
        return sum(_flush(batch) for batch in counting.sealed())
    except (RedisError, OSError) as error:
        log.warning("the counters are away, next try in a minute: %s", error)
        return 0


def _flush(batch: str) -> int:
    written = write(batch, counting.contents(batch))
    counting.forget(batch)
    return written


@transaction.atomic
def write(batch: str, counts: Sequence[Count]) -> int:
    """Add the counts to days and tallies, once for each batch name. Answers how many numbers were added."""
    _alone()
    if not counts or not _first_time(batch):
        return 0
    days, tallies, metrics, values = (list(column) for column in zip(*counts, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(IN_ORDER, [tallies])
        cursor.execute(ADD_TO_DAYS, [days, tallies, metrics, values])
        written = int(cursor.rowcount)
        cursor.execute(ADD_TO_TALLIES, [tallies, metrics, values])
    return written


@transaction.atomic
def save_for_later(listing: Any, *, user: AbstractBaseUser, desired: bool) -> int:
    """Save a listing for the person, or forget it; returns how many people have saved it now.

    The listing has a `tally` and `favourites`. The tally is locked first, so parallel taps of one person count once and
    the number equals the rows.
    """
    tally = Tally.objects.select_for_update().get(pk=listing.tally_id)
    change = _add(listing, user) if desired else -_remove(listing, user)
    if change:
        adjust_favourites(tally.pk, change)
    return tally.favourites + change


@transaction.atomic
def save_all_for_later(listings: Sequence[Any], *, user: AbstractBaseUser) -> list[Any]:
    """Save listings of any kinds for the person, in their order; returns those that were not saved before.

    The same as one by one, in a few statements for any number. Tallies are locked in the order of their ids, so that
    people who save the same things at once wait for each other and never crosswise.
    """
    ids = {listing.tally_id for listing in listings}
    list(Tally.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    by_kind: dict[type, list[Any]] = {}
    for listing in listings:
        by_kind.setdefault(type(listing), []).append(listing)
    new = [listing for ones in by_kind.values() for listing in _add_all(ones, user)]
    if new:
        tallies = [listing.tally_id for listing in new]
        Tally.objects.filter(pk__in=tallies).update(favourites=F("favourites") + 1)
        add_to_days(Metric.FAVOURITE, tallies)
    return new


def _add_all(listings: Sequence[Any], user: AbstractBaseUser) -> list[Any]:
    """Rows for those of the listings of one kind that the person has not saved; their tallies are locked."""
    favourites, name = listings[0].favourites.model._default_manager, listings[0].favourites.field.name
    known = set(favourites.filter(user=user, **{f"{name}__in": listings}).values_list(name, flat=True))
    new = [listing for listing in listings if listing.pk not in known]
    favourites.bulk_create(favourites.model(user=user, **{name: listing}) for listing in new)
    return new


def _add(listing: Any, user: AbstractBaseUser) -> int:
    _row, is_new = listing.favourites.get_or_create(user=user)
    return int(is_new)


def _remove(listing: Any, user: AbstractBaseUser) -> int:
    removed, _kinds = listing.favourites.filter(user=user).delete()
    return int(removed)


def adjust_favourites(tally_id: int, delta: int) -> None:
    """Add to the tally's favourites (or take away, never below zero); additions are also counted for the day.

    Call it in the transaction that adds or removes the favourites.
    """
    Tally.objects.filter(pk=tally_id).update(favourites=Greatest(F("favourites") + delta, 0))
    if delta > 0:
        add_to_day(Metric.FAVOURITE, tally_id, delta)


def add_to_day(metric: Metric, tally_id: int, number: int = 1) -> None:
    """Add to today's number of a thing that the database knows of anyway (a favourite, a request): one statement."""
    add_to_days(metric, [tally_id], number)


def add_to_days(metric: Metric, tally_ids: Sequence[int], number: int = 1) -> None:
    """The same for several tallies, each once: one statement."""
    today, many = clock.today(), len(tally_ids)
    with connection.cursor() as cursor:
        cursor.execute(ADD_TO_DAYS, [[today] * many, list(tally_ids), [metric.value] * many, [number] * many])


@transaction.atomic
def recount() -> int:
    """Make the tallies' views and visits to the profile what the days add up to. Answers how many were wrong."""
    _alone()
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT)
        wrong = cursor.fetchall()
    for tally_id, views, to_profile in wrong:
        log.warning("tally %s was corrected: views %+d, to the profile %+d", tally_id, views, to_profile)
    Flush.objects.filter(at__lt=clock.now() - KEPT).delete()
    return len(wrong)


def correct_favourites(listings: QuerySet[Any]) -> int:
    """Make the favourites of these listings' tallies as many as their `favourites` rows. Answers how many were wrong.

    The listings have a `tally`, and whoever adds or removes a row locks it first: so does the correction.
    """
    counted = listings.order_by().annotate(rows=models.Count("favourites")).exclude(tally__favourites=F("rows"))
    suspects = list(counted.values_list("pk", "tally_id"))
    return sum(_correct_favourites(listings.filter(pk=pk), tally) for pk, tally in suspects)


@transaction.atomic
def _correct_favourites(listing: QuerySet[Any], tally_id: int) -> bool:
    tally = Tally.objects.select_for_update().get(pk=tally_id)
    actual = listing.aggregate(rows=models.Count("favourites"))["rows"]
    if tally.favourites == actual:
        return False
    log.warning("tally %s was corrected: favourites %+d", tally.pk, actual - tally.favourites)
    Tally.objects.filter(pk=tally.pk).update(favourites=actual)
    return True


def _first_time(batch: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO analytics_flush (batch, at) VALUES (%s, %s) ON CONFLICT (batch) DO NOTHING",
            [batch, clock.now()],
        )
        return bool(cursor.rowcount == 1)


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
