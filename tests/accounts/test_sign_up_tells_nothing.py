"""Sign-up looks and costs the same whoever has the address, and nobody can be kept out of it."""

import re
from typing import Any, ClassVar

import pytest
from allauth.core.internal import ratelimit
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.http import HttpRequest

from marketplace.accounts.models import OutgoingMail, User
from tests.accounts.doors import DOORS, Visitor

NEW = "new@example.com"


class Counted(MD5PasswordHasher):
    """Remembers how often it was asked for the expensive thing."""

    algorithm = "counted"
    times: ClassVar[int] = 0

    def encode(self, password: str, salt: str) -> str:
        Counted.times += 1
        return super().encode(password, salt)


def answer_of(door: str, email: str) -> tuple[Any, ...]:
    """All that sign-up shows: status, where it leads, what the page there says."""
    visitor = Visitor(door)
    answer = visitor.join(email, "Nora")
    if door != "page":
        return answer.status_code, answer.json()["data"]
    page = visitor.client.get(answer["Location"]).content.decode()
    return answer.status_code, answer["Location"], re.sub(r'value="[A-Za-z0-9]{64}"', "", page).replace(email, "")


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS)
class TestTheAnswer:
    def test_costs_one_hash_for_a_free_address_and_for_a_taken_one(self, door: str, anna: User, settings: Any) -> None:
        settings.PASSWORD_HASHERS = [f"{__name__}.Counted"]

        def hashes(email: str) -> int:
            Counted.times = 0
            Visitor(door).join(email, "Nora")
            return Counted.times

        assert [hashes(email) for email in (NEW, anna.email, NEW, anna.email)] == [1, 1, 1, 1]

    def test_is_the_same_when_a_mail_went_there_a_moment_ago(self, door: str, anna: User) -> None:
        Visitor(door).join("other@example.com", "Nora")
        usual = answer_of(door, NEW)
        assert [answer_of(door, email) for email in (NEW, anna.email, anna.email)] == [usual] * 3
        assert usual[0] == (302 if door == "page" else 401)


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS)
class TestNobodyIsKeptOut:
    def test_six_sign_ups_bring_one_mail(self, door: str) -> None:
        answers = [Visitor(door).join(NEW, "Eve").status_code for _ in range(6)]
        assert set(answers) == {302 if door == "page" else 401}
        assert OutgoingMail.objects.filter(to=NEW).count() == 1

    def test_the_mail_that_was_not_sent_can_be_asked_for_a_minute_later(self, door: str) -> None:
        Visitor(door).join(NEW, "Nora")
        User.objects.all().delete()
        nora = Visitor(door)
        nora.join(NEW, "Nora")
        assert OutgoingMail.objects.count() == 1
        assert ask_again(nora) == 429
        cache.clear()
        assert ask_again(nora) in (200, 302)
        assert OutgoingMail.objects.count() == 2
        assert nora.confirm(NEW)

    def test_a_code_that_was_never_sent_opens_nothing(self, door: str) -> None:
        Visitor(door).join(NEW, "Eve")
        nora = Visitor(door)
        nora.join(NEW, "Nora")
        assert not nora.confirm(NEW)
        assert not User.objects.get().emailaddress_set.get().verified

    def test_one_address_of_the_internet_signs_up_ten_times_a_minute(self, door: str) -> None:
        answers = [Visitor(door).join(f"n{number}@example.com", "Nora").status_code for number in range(11)]
        assert answers == [302 if door == "page" else 401] * 10 + [429]
        assert User.objects.count() == 10


@pytest.mark.django_db
def test_an_address_gets_twenty_mails_a_day_and_the_page_still_answers() -> None:
    for number in range(21):
        answer = Visitor("page", address=f"10.0.0.{number}").join(NEW, "Nora")
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/confirm-email/")
        forget_the_minute(NEW)
    assert OutgoingMail.objects.filter(to=NEW).count() == 20


def forget_the_minute(email: str) -> None:
    """As if a minute had passed since the last mail to this address."""
    rate, request = ratelimit.parse_rate("1/m/key"), HttpRequest()
    key = ratelimit.get_cache_key(request, app="allauth.account", action="confirm_email", rate=rate, key=email)
    assert cache.delete(key)


def ask_again(visitor: Visitor) -> int:
    """The button "Send a new code"."""
    if visitor.door == "page":
        return int(visitor.client.post("/accounts/confirm-email/", {"action": "resend"}).status_code)
    return int(visitor.do("email/verify/resend").status_code)
