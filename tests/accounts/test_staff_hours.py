"""A second factor opens the admin for a day at most, and for no longer than somebody works there."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from marketplace.accounts import staff
from marketplace.accounts.models import User
from marketplace.core import clock
from tests.accounts.conftest import totp

pytestmark = pytest.mark.django_db
HOUR = 3600


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Moves the clock of the house by seconds from now."""
    real = clock.now

    def move(seconds: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: real() + timedelta(seconds=seconds))

    return move


@pytest.fixture
def desk(moderator: User, sign_in: Callable[[User], Client]) -> Client:
    client = sign_in(moderator)
    assert client.get("/admin/").status_code == 200
    return client


def asked(client: Client) -> bool:
    """Whether the admin asks for the factor again instead of opening."""
    answer: Any = client.get("/admin/")
    assert answer.status_code in (200, 302)
    return answer.status_code == 302 and answer["Location"].startswith("/accounts/2fa/reauthenticate/?next=")


def test_who_works_on_stays_for_a_day_and_not_longer(desk: Client, later: Callable[[float], None]) -> None:
    for hour in range(7, 25, 7):
        later(hour * HOUR)
        assert not asked(desk)
    later(24 * HOUR + 60)
    assert asked(desk)


def test_who_was_away_for_eight_hours_shows_it_again(desk: Client, later: Callable[[float], None]) -> None:
    later(8 * HOUR - 60)
    assert not asked(desk)
    later(16 * HOUR)
    assert asked(desk)


def test_the_code_opens_it_again(desk: Client, later: Callable[[float], None]) -> None:
    session = desk.session
    records = [{**one, "at": one["at"] - 9 * HOUR} for one in session["account_authentication_methods"]]
    session["account_authentication_methods"] = records
    session.save()
    assert asked(desk)
    desk.post("/accounts/2fa/reauthenticate/", {"code": totp(staff.demo_secret("moderator"), is_next=True)})
    assert not asked(desk)


def test_the_rest_of_the_site_asks_for_nothing(desk: Client, later: Callable[[float], None]) -> None:
    later(30 * HOUR)
    assert desk.get("/account/").status_code == 200
