"""While Valkey is away, doors open for their owners and shut for whoever guesses: each process counts for itself."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from marketplace.accounts.models import User
from tests.accounts.conftest import PASSWORD, code_for

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def valkey_is_away(settings: Any) -> None:
    """Nobody listens on port 1."""
    caches = settings.CACHES
    settings.CACHES = {**caches, "default": {**caches["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    # What the process remembered in another test.
    cache.clear()


def enter(email: str, password: str) -> bool:
    client = Client()
    client.post("/accounts/login/", {"login": email, "password": password})
    return "_auth_user_id" in client.session


def test_the_right_password_opens(anna: User) -> None:
    assert enter(anna.email, PASSWORD) is True


def test_five_wrong_passwords_are_judged_and_a_code_by_mail_lets_the_owner_in(anna: User) -> None:
    assert [enter(anna.email, "wrong password here") for _ in range(5)] == [False] * 5
    assert enter(anna.email, PASSWORD) is False
    client = Client()
    client.post("/accounts/login/code/", {"email": anna.email})
    client.post("/accounts/login/code/confirm/", {"code": code_for(anna.email)})
    assert client.session["_auth_user_id"] == str(anna.pk)


def test_one_address_of_the_internet_signs_up_ten_times_a_minute() -> None:
    def sign_up(number: int) -> int:
        form = {"email": f"new{number}@example.com", "password1": PASSWORD, "display_name": "New", "intent": "find"}
        return Client().post("/accounts/signup/", form).status_code

    assert [sign_up(number) for number in range(11)] == [*[302] * 10, 429]
    assert User.objects.filter(email__startswith="new").count() == 10
