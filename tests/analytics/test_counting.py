"""Looks at a listing become numbers: each person's once, nobody else's, none twice."""

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory, override_settings
from pytest_django import DjangoAssertNumQueries
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from marketplace.accounts.models import User
from marketplace.analytics import counting, services, tasks
from marketplace.analytics.http import viewer_of
from marketplace.analytics.models import DailyCount, Flush, Tally
from marketplace.analytics.states import Metric
from marketplace.analytics.viewers import Viewer
from marketplace.core import clock

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1"
NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def guest(number: int = 1, agent: str = PHONE) -> Viewer:
    return Viewer(None, f"192.0.2.{number}", agent)


def numbers() -> dict[tuple[int, str, str], int]:
    rows = DailyCount.objects.values_list("tally_id", "day", "metric", "value")
    return {(tally, str(day), metric): value for tally, day, metric, value in rows}


def totals(tally: Tally) -> tuple[int, int, int]:
    tally.refresh_from_db()
    return tally.views, tally.favourites, tally.to_profile


@pytest.mark.django_db
def test_a_viewer_counts_once_in_half_an_hour_and_as_a_visitor_once_a_day() -> None:
    tally = Tally.objects.create()
    counted = []
    for minutes in (0, 29, 30, 61, 12 * 60 + 1):
        with clock.turned_to(NOON + timedelta(minutes=minutes)):
            counted.append(services.seen(Metric.VIEW, tally.pk, guest()))
    services.flush()
    assert counted == [True, False, True, True, True]
    assert numbers() == {
        (tally.pk, "2026-03-10", "view"): 3,
        (tally.pk, "2026-03-10", "unique_view"): 1,
        (tally.pk, "2026-03-11", "view"): 1,
        (tally.pk, "2026-03-11", "unique_view"): 1,
    }
    assert totals(tally) == (4, 0, 0)


@pytest.mark.django_db
def test_a_visit_to_the_profile_is_counted_beside_the_view() -> None:
    tally = Tally.objects.create()
    with clock.turned_to(NOON):
        services.seen(Metric.VIEW, tally.pk, guest())
        services.seen(Metric.TO_PROFILE, tally.pk, guest())
        services.seen(Metric.TO_PROFILE, tally.pk, guest())
    services.flush()
    assert totals(tally) == (1, 0, 1)
    assert numbers()[tally.pk, "2026-03-10", "to_profile"] == 1


@pytest.mark.django_db
def test_what_was_injected_is_what_is_counted() -> None:
    tallies = [Tally.objects.create() for _ in range(5)]
    dice = random.Random(7)
    traffic = [(dice.choice(tallies).pk, dice.randrange(40), dice.randrange(600)) for _ in range(1500)]
    views: Counter[int] = Counter()
    visitors: set[tuple[int, int]] = set()
    last: dict[tuple[int, int], int] = {}
    for tally, who, minute in sorted(traffic, key=lambda look: look[2]):
        if minute - last.get((tally, who), -30) >= 30:
            last[tally, who] = minute
            views[tally] += 1
            visitors.add((tally, who))
        with clock.turned_to(NOON + timedelta(minutes=minute)):
            services.seen(Metric.VIEW, tally, guest(who))
    services.flush()
    assert {tally.pk: totals(tally)[0] for tally in tallies} == dict(views)
    unique = {tally: value for (tally, _, metric), value in numbers().items() if metric == "unique_view"}
    assert unique == Counter(tally for tally, _ in visitors)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; YandexBot/3.0)",
        "TelegramBot (like TwitterBot)",
        "facebookexternalhit/1.1",
        "WhatsApp/2.23",
        "Mozilla/5.0 HeadlessChrome/130.0",
        "curl/8.5.0",
        "python-requests/2.32",
        "Go-http-client/1.1",
    ],
)
def test_programs_are_not_counted(agent: str) -> None:
    assert not services.seen(Metric.VIEW, Tally.objects.create().pk, guest(agent=agent))


@pytest.mark.parametrize("agent", [PHONE, "Mozilla/5.0 (Linux; Android 9; CUBOT_X19) Chrome/120", "okhttp/4.12.0"])
def test_people_with_odd_telephones_are_not_programs(agent: str) -> None:
    assert not guest(agent=agent).is_bot


@pytest.mark.django_db
def test_the_owner_and_staff_are_not_counted(clara: User, mona: User) -> None:
    tally = Tally.objects.create()
    owner = Viewer(clara.pk, "192.0.2.1", PHONE)
    staff = Viewer(mona.pk, "192.0.2.2", PHONE, is_staff=True)
    assert [services.seen(Metric.VIEW, tally.pk, who, owner_id=clara.pk) for who in (owner, staff)] == [False, False]
    assert services.seen(Metric.VIEW, tally.pk, owner, owner_id=mona.pk)


@pytest.mark.parametrize(
    ("method", "headers", "counts"),
    [
        ("GET", {}, True),
        ("HEAD", {}, False),
        ("POST", {}, False),
        ("GET", {"Sec-Purpose": "prefetch;prerender"}, False),
        ("GET", {"Purpose": "prefetch"}, False),
        ("GET", {"X-Moz": "prefetch"}, False),
    ],
)
def test_only_a_page_that_is_read_counts(method: str, headers: dict[str, str], *, counts: bool) -> None:
    request = RequestFactory().generic(method, "/", headers={"User-Agent": PHONE, **headers})
    request.user = AnonymousUser()
    assert viewer_of(request).counts_for(owner_id=None) is counts


def test_behind_our_proxy_the_address_is_the_one_it_saw() -> None:
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "10.9.9.9, 192.0.2.7"})
    request.user = AnonymousUser()
    assert viewer_of(request).ip == "127.0.0.1"
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):
        assert viewer_of(request).ip == "192.0.2.7"


def test_a_viewers_key_changes_with_the_day_and_tells_nothing() -> None:
    viewer = Viewer(17, "192.0.2.1", PHONE)
    keys = {viewer.key(counting._secret(day)) for day in (date(2026, 3, 10), date(2026, 3, 11))}
    assert len(keys) == 2
    assert viewer.key(counting._secret(date(2026, 3, 10))) in keys
    assert Viewer(17, "198.51.100.9", "another phone").key(b"x") == viewer.key(b"x")


@pytest.mark.django_db
def test_the_page_path_asks_the_database_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    tally = Tally.objects.create()
    with django_assert_num_queries(0):
        assert services.seen(Metric.VIEW, tally.pk, guest())


@pytest.mark.django_db
def test_without_valkey_looks_are_lost_quietly_and_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    tally = Tally.objects.create()
    asked = []

    def nowhere() -> Redis:
        asked.append("once")
        return Redis(port=1, retry=Retry(NoBackoff(), 0))

    monkeypatch.setattr(counting, "valkey", nowhere)
    assert [services.seen(Metric.VIEW, tally.pk, guest(n)) for n in range(3)] == [False, False, False]
    assert asked == ["once"]
    tasks.flush()
    assert (totals(tally), Flush.objects.count()) == ((0, 0, 0), 0)


@pytest.mark.django_db
def test_a_favourite_cannot_be_counted_by_looking() -> None:
    with pytest.raises(ValueError, match="looking"):
        services.seen(Metric.FAVOURITE, Tally.objects.create().pk, guest())


@pytest.mark.django_db
class TestFlush:
    tally: Tally

    @pytest.fixture(autouse=True)
    def stage(self, db: None) -> None:
        self.tally = Tally.objects.create()
        for number in range(3):
            services.seen(Metric.VIEW, self.tally.pk, guest(number))

    def test_a_second_flush_adds_nothing(self) -> None:
        assert [services.flush(), services.flush()] == [2, 0]
        assert (totals(self.tally)[0], Flush.objects.count()) == (3, 1)

    def test_the_same_batch_again_adds_nothing(self) -> None:
        counts = [(clock.today(), self.tally.pk, "view", 5)]
        assert [services.write("a", counts), services.write("a", counts), services.write("b", counts)] == [1, 0, 1]
        assert totals(self.tally)[0] == 10

    def test_killed_between_the_rename_and_the_commit_nothing_is_lost(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def killed(batch: str, counts: object) -> int:
            raise SystemExit

        with monkeypatch.context() as patched:
            patched.setattr(services, "write", killed)
            with pytest.raises(SystemExit):
                services.flush()
        assert totals(self.tally)[0] == 0
        services.seen(Metric.VIEW, self.tally.pk, guest(9))
        services.flush()
        assert totals(self.tally)[0] == 4

    def test_killed_after_the_commit_nothing_is_doubled(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def killed(batch: str) -> None:
            raise SystemExit

        with monkeypatch.context() as patched:
            patched.setattr(counting, "forget", killed)
            with pytest.raises(SystemExit):
                services.flush()
        assert len(counting.sealed()) == 1
        services.flush()
        assert (totals(self.tally)[0], counting.sealed()) == (3, [])

    def test_killed_inside_the_transaction_all_of_it_is_tried_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(services, "ADD_TO_TALLIES", "UPDATE no_such_table SET a = %s, b = %s, c = %s")
            with pytest.raises(Exception, match="no_such_table"):
                services.flush()
        assert (numbers(), Flush.objects.count()) == ({}, 0)
        services.flush()
        assert totals(self.tally)[0] == 3

    def test_counts_of_a_listing_that_is_gone_are_dropped_and_the_others_kept(self) -> None:
        gone = Tally.objects.create()
        services.seen(Metric.VIEW, gone.pk, guest())
        gone.delete()
        services.flush()
        assert (totals(self.tally)[0], DailyCount.objects.count()) == (3, 2)


def side_by_side(*calls: Callable[[], object]) -> list[object]:
    barrier = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return call()
        except SystemExit:
            return "killed"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.mark.django_db(transaction=True)
def test_eight_clients_three_writers_and_one_killed_count_every_view(monkeypatch: pytest.MonkeyPatch) -> None:
    tallies = [Tally.objects.create().pk for _ in range(4)]
    write, mercy = services.write, iter(["kill"])

    def mortal(batch: str, counts: list[counting.Count]) -> int:
        if counts and next(mercy, ""):
            raise SystemExit
        return write(batch, counts)

    def client(number: int) -> int:
        looks = (Viewer(None, f"10.{number}.{i // 256}.{i % 256}", PHONE) for i in range(400))
        return sum(services.seen(Metric.VIEW, tallies[i % 4], who) for i, who in enumerate(looks))

    def writer() -> int:
        for _ in range(20):
            services.flush()
        return 0

    monkeypatch.setattr(services, "write", mortal)
    clients = [lambda n=n: client(n) for n in range(8)]
    outcomes = side_by_side(*clients, writer, writer, writer)
    services.flush()
    assert outcomes[:8] == [400] * 8
    assert outcomes[8:].count("killed") == 1
    assert [Tally.objects.get(pk=pk).views for pk in tallies] == [800] * 4
    assert sum(numbers().values()) == 6400
    assert counting.sealed() == []


@pytest.mark.django_db
class TestTallies:
    def test_favourites_go_up_with_the_day_and_down_without_it(self) -> None:
        tally = Tally.objects.create()
        with clock.turned_to(NOON):
            for delta in (1, 1, -1):
                services.adjust_favourites(tally.pk, delta)
        assert totals(tally) == (0, 1, 0)
        assert numbers() == {(tally.pk, "2026-03-10", "favourite"): 2}

    def test_favourites_never_fall_below_zero(self) -> None:
        tally = Tally.objects.create()
        services.adjust_favourites(tally.pk, -1)
        assert totals(tally) == (0, 0, 0)

    @pytest.mark.parametrize("column", ["views", "favourites", "to_profile"])
    def test_the_database_refuses_a_negative_number(self, column: str) -> None:
        with pytest.raises(IntegrityError, match=f"tally_{column}"), transaction.atomic():
            Tally.objects.create(**{column: -1})

    def test_the_nightly_recount_corrects_what_drifted_and_says_so(self, caplog: pytest.LogCaptureFixture) -> None:
        wrong, right = Tally.objects.create(views=9, favourites=4), Tally.objects.create(views=2, to_profile=1)
        empty = Tally.objects.create(views=3)
        for tally, metric, value in ((wrong, "view", 7), (right, "view", 2), (right, "to_profile", 1)):
            DailyCount.objects.create(tally=tally, day=date(2026, 3, 1), metric=metric, value=value)
        DailyCount.objects.create(tally=wrong, day=date(2026, 3, 2), metric="view", value=5)
        assert services.recount() == 2
        assert [totals(tally) for tally in (wrong, right, empty)] == [(12, 4, 0), (2, 0, 1), (0, 0, 0)]
        assert {record.getMessage() for record in caplog.records} == {
            f"tally {wrong.pk} was corrected: views +3, to the profile +0",
            f"tally {empty.pk} was corrected: views -3, to the profile +0",
        }
        assert services.recount() == 0

    def test_the_recount_forgets_old_batches(self) -> None:
        Flush.objects.create(batch="old", at=NOON - timedelta(days=31))
        Flush.objects.create(batch="new", at=NOON - timedelta(days=29))
        with clock.turned_to(NOON):
            tasks.recount()
        assert list(Flush.objects.values_list("batch", flat=True)) == ["new"]
