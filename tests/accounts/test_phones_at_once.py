"""Codes for phones side by side: three guesses are judged, a code works once, one account gets the number."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import pytest
from django.db import connections

from marketplace.accounts import phones, services
from marketplace.accounts.models import OutgoingText, PhoneCode, User
from marketplace.audit.models import Event
from marketplace.core.errors import Refusal
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_phones import NUMBER, sent_code, wrong
from tests.cast import at_once

pytestmark = pytest.mark.django_db(transaction=True)
GUESSES = 200


class Judge:
    """Counts how often a code was compared with the right one."""

    def __init__(self) -> None:
        self.times, self._lock = 0, Lock()

    def __call__(self, kept: str, said: str) -> bool:
        with self._lock:
            self.times += 1
        return kept == said


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> Judge:
    judge = Judge()
    monkeypatch.setattr(phones, "matches", judge)
    return judge


def somebody(name: str) -> User:
    person = services.make_person(f"{name}@example.com", name.title(), PASSWORD)
    phones.change(person, NUMBER, is_recent=False)
    phones.send_code(person)
    return person


def guess_at_once(person: User, code: str) -> Counter[str]:
    """What became of two hundred guesses."""

    def one(_: int) -> str:
        try:
            phones.prove(User.objects.get(pk=person.pk), code)
        except Refusal as refusal:
            return refusal.code
        finally:
            connections.close_all()
        return "right"

    with ThreadPoolExecutor(max_workers=20) as crowd:
        return Counter(crowd.map(one, range(GUESSES)))


def without_waiting(person: User) -> None:
    person.refresh_from_db(fields=["phone", "phone_verified_at"])


def test_of_two_hundred_guesses_at_once_three_are_judged_and_then_the_right_one_is_too_late(judge: Judge) -> None:
    anna = somebody("anna")
    assert guess_at_once(anna, wrong(sent_code(anna))) == {"code_wrong": 3, "code_over": GUESSES - 3}
    with pytest.raises(Refusal, match="over"):
        phones.prove(anna, sent_code(anna))
    anna.refresh_from_db()
    assert (judge.times, anna.is_phone_verified) == (3, False)


def test_control_without_waiting_for_each_other_more_are_judged(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = somebody("anna")
    monkeypatch.setattr(phones, "_lock", without_waiting)
    guess_at_once(anna, wrong(sent_code(anna)))
    assert judge.times > 3


def test_the_right_code_typed_two_hundred_times_at_once_counts_once() -> None:
    anna = somebody("anna")
    assert guess_at_once(anna, sent_code(anna)) == {"right": 1, "code_over": GUESSES - 1}
    assert (Event.objects.filter(kind="phone.verified").count(), PhoneCode.objects.count()) == (1, 0)


@pytest.mark.parametrize("_time", range(5))
def test_of_two_accounts_that_prove_one_number_at_once_one_has_it(_time: int) -> None:
    people = [somebody("anna"), somebody("berta")]
    tries = [lambda person=person: phones.prove(person, sent_code(person)) for person in people]
    outcomes = at_once(*tries)
    assert sorted(getattr(one, "code", "right") for one in outcomes) == ["phone_taken", "right"]
    assert User.objects.filter(phone=NUMBER, phone_verified_at__isnull=False).count() == 1
    assert Event.objects.filter(kind="phone.verified").count() == 1


def test_control_without_the_databases_word_both_would_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking before writing lets both in: each sees that nobody has the number yet."""
    people = [somebody("anna"), somebody("berta")]
    seen = at_once(*[lambda: User.objects.filter(phone=NUMBER, phone_verified_at__isnull=False).exists()] * 2)
    assert seen == [False, False]
    assert all(phones.is_asked(person) for person in people)


def test_of_two_codes_asked_for_at_once_one_is_good() -> None:
    anna = somebody("anna")
    at_once(*[lambda: phones.send_code(User.objects.get(pk=anna.pk))] * 2)
    codes = [re.match(r"\d{6}", text)[0] for text in OutgoingText.objects.values_list("text", flat=True)]  # type: ignore[index]
    assert (len(codes), PhoneCode.objects.count()) == (3, 1)
    right = [code for code in codes if phones.matches(PhoneCode.objects.get().digest, phones._digest(anna, code))]
    assert len(right) == 1
