"""The one clock can be turned."""

from datetime import UTC, date, datetime, timedelta, timezone
from threading import Thread

from django.test import override_settings

from marketplace.core import clock

NEW_YEAR = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)


def test_inside_it_is_the_given_moment_and_afterwards_it_is_now_again() -> None:
    with clock.turned_to(NEW_YEAR):
        assert clock.now() == NEW_YEAR
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_any_zone_is_understood_and_utc_comes_out() -> None:
    with clock.turned_to(datetime(2026, 5, 1, 3, 0, tzinfo=timezone(timedelta(hours=5)))):
        assert clock.now() == datetime(2026, 4, 30, 22, 0, tzinfo=UTC)
        assert clock.now().tzinfo is UTC


@override_settings(TIME_ZONE="Asia/Almaty")
def test_today_is_the_site_s_day() -> None:
    with clock.turned_to(NEW_YEAR):
        assert clock.today() == date(2027, 1, 1)


def test_turning_it_here_turns_it_for_nobody_else() -> None:
    seen: list[datetime] = []
    with clock.turned_to(NEW_YEAR):
        other = Thread(target=lambda: seen.append(clock.now()))
        other.start()
        other.join()
    assert seen[0] != NEW_YEAR
