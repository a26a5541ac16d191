"""Numbers cannot be made up from one address, whatever it calls itself."""

import pytest
from django.test import Client

from marketplace.accounts.models import User
from marketplace.analytics import counting, services
from marketplace.analytics.models import DailyCount, Tally
from marketplace.analytics.states import Metric
from marketplace.analytics.viewers import Viewer
from marketplace.core import clock
from tests.analytics.test_counting import NOON, PHONE, guest, totals
from tests.cast import at_once, profile_of, project_of


def stranger(number: int, ip: str = "192.0.2.7") -> Viewer:
    return Viewer(None, ip, f"{PHONE} {number}")


@pytest.mark.django_db
class TestOneAddress:
    def test_twenty_looks_a_day_count_and_the_next_leaves_no_trace(self) -> None:
        tally, other = Tally.objects.create(), Tally.objects.create()
        with clock.turned_to(NOON):
            counted = [services.seen(Metric.VIEW, tally.pk, stranger(number)) for number in range(30)]
            assert counted == [True] * 20 + [False] * 10
            assert not services.seen(Metric.TO_PROFILE, tally.pk, stranger(25), after=tally.pk)
            assert services.seen(Metric.VIEW, other.pk, stranger(25))
            assert services.seen(Metric.VIEW, tally.pk, guest(8))
        with clock.turned_to(NOON.replace(day=11)):
            assert services.seen(Metric.VIEW, tally.pk, stranger(25))
        services.flush()
        assert totals(tally) == (22, 0, 0)
        unique = DailyCount.objects.filter(tally=tally, metric="unique_view").order_by("day")
        assert list(unique.values_list("value", flat=True)) == [21, 1]

    def test_views_and_visits_have_twenty_each(self) -> None:
        tally = Tally.objects.create()
        with clock.turned_to(NOON):
            for metric in (Metric.VIEW, Metric.TO_PROFILE):
                for number in range(30):
                    services.seen(metric, tally.pk, stranger(number))
        services.flush()
        assert totals(tally) == (20, 0, 20)

    def test_half_an_ipv6_address_is_one_household(self) -> None:
        tally = Tally.objects.create()
        with clock.turned_to(NOON):
            for number in range(30):
                services.seen(Metric.VIEW, tally.pk, stranger(number, f"2001:db8:0:7::{number:x}"))
            assert services.seen(Metric.VIEW, tally.pk, stranger(1, "2001:db8:0:8::1"))
        services.flush()
        assert totals(tally) == (21, 0, 0)

    def test_calls_at_once_are_all_counted(self) -> None:
        tally = Tally.objects.create()

        def looks(start: int) -> int:
            with clock.turned_to(NOON):
                return sum(services.seen(Metric.VIEW, tally.pk, stranger(start + number)) for number in range(9))

        outcomes = at_once(*(lambda start=start: looks(start) for start in range(0, 400, 100)))
        assert sum(int(str(outcome)) for outcome in outcomes) == counting.FROM_ONE_PLACE


@pytest.mark.django_db
class TestAVisitToTheProfile:
    def test_counts_only_after_the_same_viewers_view(self) -> None:
        project, profile = Tally.objects.create(), Tally.objects.create()
        with clock.turned_to(NOON):
            assert not services.seen(Metric.TO_PROFILE, profile.pk, guest(), after=project.pk)
            services.seen(Metric.VIEW, project.pk, guest())
            assert not services.seen(Metric.TO_PROFILE, profile.pk, guest(2), after=project.pk)
            assert services.seen(Metric.TO_PROFILE, profile.pk, guest(), after=project.pk)

    def test_in_the_app_it_takes_having_opened_the_project(self, client: Client, sam: User) -> None:
        project = project_of(profile_of(sam))
        address, phone = f"/api/v1/projects/{project.public_id}/", {"User-Agent": PHONE}
        for _time in range(2):
            assert client.post(f"{address}profile-visit/", headers=phone).status_code == 204
        services.flush()
        assert totals(project.tally) == (0, 0, 0)
        client.get(address, headers=phone)
        client.post(f"{address}profile-visit/", headers=phone)
        services.flush()
        assert (totals(project.tally), totals(project.specialist.tally)) == ((1, 0, 1), (0, 0, 1))
