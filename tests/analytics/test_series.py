"""What an owner reads: a week or a month, day by day."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from marketplace.analytics import selectors
from marketplace.analytics.models import DailyCount, Tally
from marketplace.analytics.selectors import Counts
from marketplace.core import clock
from marketplace.core.errors import Invalid

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
TODAY = NOON.date()


def count(tally: Tally, metric: str, value: int, *, days_ago: int) -> None:
    DailyCount.objects.create(tally=tally, day=TODAY - timedelta(days=days_ago), metric=metric, value=value)


@pytest.mark.django_db
@pytest.mark.parametrize("length", [7, 30])
def test_a_window_ends_today_has_every_day_and_knows_the_one_before(
    length: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tally, other = Tally.objects.create(), Tally.objects.create()
    count(tally, "view", 5, days_ago=0)
    count(tally, "unique_view", 4, days_ago=0)
    count(tally, "to_profile", 2, days_ago=length - 1)
    count(tally, "application", 1, days_ago=length - 1)
    count(tally, "view", 7, days_ago=length)
    count(tally, "favourite", 3, days_ago=2 * length - 1)
    count(tally, "view", 100, days_ago=2 * length)
    count(other, "view", 100, days_ago=0)
    with clock.turned_to(NOON), django_assert_num_queries(1):
        found = selectors.series(tally.pk, length)
    assert [day.day for day in found.days] == [TODAY - timedelta(days=length - 1 - i) for i in range(length)]
    assert found.totals == Counts(view=5, unique_view=4, to_profile=2, application=1)
    assert found.previous == Counts(view=7, favourite=3)
    assert asdict(found.days[-1]) == {
        "day": TODAY, "view": 5, "unique_view": 4, "favourite": 0, "to_profile": 0, "application": 0
    }  # fmt: skip
    assert (found.days[0].to_profile, found.days[0].application) == (2, 1)
    assert [day.view for day in found.days[:-1]] == [0] * (length - 1)


@pytest.mark.django_db
def test_several_tallies_are_added_up() -> None:
    tallies = [Tally.objects.create() for _ in range(3)]
    for tally in tallies[:2]:
        count(tally, "view", 5, days_ago=1)
    with clock.turned_to(NOON):
        assert selectors.series_of([tally.pk for tally in tallies], 7).totals == Counts(view=10)


@pytest.mark.django_db
def test_a_listing_without_any_traffic_has_zeros() -> None:
    found = selectors.series(Tally.objects.create().pk, 7)
    assert ([day.view for day in found.days], found.totals, found.previous) == ([0] * 7, Counts(), Counts())


@pytest.mark.parametrize("days", [0, 1, 8, 29, 31, 365, -7])
def test_any_other_window_is_refused(days: int) -> None:
    with pytest.raises(Invalid, match="7 or 30") as refusal:
        selectors.series(1, days)
    assert (refusal.value.code, refusal.value.status) == ("window", 422)


@pytest.mark.parametrize("text", ["", "seven", "7.0", " 7", "٧", "-7", "9" * 5000])
def test_a_window_that_is_no_number_is_refused_in_the_same_way(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        selectors.window(text)
    assert refusal.value.code == "window"


def test_a_window_in_an_address_is_read() -> None:
    assert [selectors.window("7"), selectors.window("30")] == [7, 30]


@pytest.mark.django_db
def test_the_day_is_the_sites_own() -> None:
    assert clock.today() == date.fromisoformat(str(selectors.series(Tally.objects.create().pk, 7).days[-1].day))
