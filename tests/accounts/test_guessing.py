"""Codes are eight letters: whoever guesses, at whatever door and however many at once, is judged a few times."""

import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

import pytest
from allauth.account import forms
from allauth.core.internal import cryptokit
from allauth.headless.account import inputs
from django.conf import settings
from django.db import connections
from django.test import Client

from marketplace.accounts import middleware, services
from marketplace.accounts.models import User
from tests.accounts.conftest import PASSWORD, code_for

GUESSES = 200
WRONG = "BBBB-CCCC"
MOST = 3  # allauth's limit for one code
JSON = "application/json"


class Judge:
    """Counts how often a code was compared with the right one."""

    def __init__(self) -> None:
        self.times, self._lock = 0, Lock()

    def __call__(self, *, actual: str, expected: str) -> bool:
        with self._lock:
            self.times += 1
        return cryptokit.compare_user_code(actual=actual, expected=expected)


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> Judge:
    judge = Judge()
    for module in (forms, inputs):
        monkeypatch.setattr(module, "compare_user_code", judge)
    return judge


@pytest.fixture
def anna(transactional_db: None) -> User:
    return services.make_person("anna@example.com", "Anna", PASSWORD)


def on_the_page(email: str) -> tuple[Callable[[str], int], Callable[[], bool]]:
    """Asks for a code; a way to try one in the same session, and whether the session is signed in."""
    first = Client()
    first.post("/accounts/login/code/", {"email": email})
    cookie = first.cookies[settings.SESSION_COOKIE_NAME].value

    def guess(code: str) -> int:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
        return client.post("/accounts/login/code/confirm/", {"code": code}).status_code

    def is_in() -> bool:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
        return "_auth_user_id" in client.session

    return guess, is_in


def on_the_page_with_a_header(email: str) -> tuple[Callable[[str], int], Callable[[], bool]]:
    """On the page, where somebody names a session that does not exist as well, as apps name theirs."""
    first = Client()
    first.post("/accounts/login/code/", {"email": email})
    cookie = first.cookies[settings.SESSION_COOKIE_NAME].value

    def guess(code: str) -> int:
        client = Client(headers={"X-Session-Token": "junk"})
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
        return client.post("/accounts/login/code/confirm/", {"code": code}).status_code

    def is_in() -> bool:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
        return "_auth_user_id" in client.session

    return guess, is_in


def in_an_app(email: str) -> tuple[Callable[[str], int], Callable[[], bool]]:
    """The same for an app."""
    door = "/_allauth/app/v1/auth"
    asked = Client().post(f"{door}/code/request", json.dumps({"email": email}), JSON).json()
    said = {"X-Session-Token": asked["meta"]["session_token"]}

    def guess(code: str) -> int:
        return Client().post(f"{door}/code/confirm", json.dumps({"code": code}), JSON, headers=said).status_code

    def is_in() -> bool:
        return Client().get(f"{door}/session", headers=said).status_code == 200

    return guess, is_in


def in_an_app_that_forgot(email: str) -> tuple[Callable[[str], int], Callable[[], bool]]:
    """A forgotten password: apps may ask with GET whether the code in a header is right, and that is a guess, too."""
    door = "/_allauth/app/v1/auth"
    asked = Client().post(f"{door}/password/request", json.dumps({"email": email}), JSON).json()
    said = {"X-Session-Token": asked["meta"]["session_token"]}

    def guess(code: str) -> int:
        return Client().get(f"{door}/password/reset", headers={**said, "X-Password-Reset-Key": code}).status_code

    def is_in() -> bool:
        return guess(code_for(email)) == 200

    return guess, is_in


def guess_at_once(guess: Callable[[str], int]) -> None:
    def one(_: int) -> int:
        try:
            return guess(WRONG)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=20) as crowd:
        assert 500 not in set(crowd.map(one, range(GUESSES)))


@pytest.fixture(
    params=[on_the_page, on_the_page_with_a_header, in_an_app, in_an_app_that_forgot],
    ids=["page", "page with a header", "app", "app that forgot"],
)
def door(request: pytest.FixtureRequest, anna: User) -> Iterator[Any]:
    return request.param(anna.email)


@pytest.mark.django_db(transaction=True)
def test_of_two_hundred_guesses_at_once_three_are_judged_and_then_the_right_one_is_too_late(
    door: tuple[Callable[[str], int], Callable[[], bool]], judge: Judge
) -> None:
    guess, is_in = door
    right = code_for("anna@example.com")
    guess_at_once(guess)
    assert judge.times == MOST
    guess(right)
    assert (judge.times, is_in()) == (MOST, False)


@pytest.mark.django_db(transaction=True)
def test_control_without_waiting_for_each_other_many_more_are_judged(
    anna: User, judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware, "JUDGES", re.compile("(?!)"))
    guess, _is_in = on_the_page(anna.email)
    guess_at_once(guess)
    assert judge.times > MOST
