"""Whoever proves the address owns the account, whoever chose the first password."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from marketplace.accounts import tasks
from marketplace.accounts.models import User
from marketplace.audit.models import Event
from marketplace.audit.services import record
from marketplace.core import clock
from tests.accounts.conftest import code_for
from tests.accounts.doors import DOORS, Visitor

VERA = "vera@example.com"
EVES = "attacker owns this 4471 pw"
NEW = "cobalt pancake umbrella seven"


def prepare(door: str) -> Visitor:
    """Eve signs up with Vera's address, and cannot read the code."""
    eve = Visitor(door)
    eve.join(VERA, "Eve was here", EVES)
    return eve


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS)
class TestAnAccountPreparedForSomebodyElse:
    def test_belongs_to_whoever_comes_with_the_code_from_the_mail(self, door: str) -> None:
        prepare(door)
        Visitor(door).join(VERA, "Vera")
        assert Visitor(door).come_by_code(VERA)
        assert [Visitor(other).log_in(VERA, EVES) for other in DOORS] == [False] * 3
        account = User.objects.get()
        assert (account.email, account.display_name, account.has_usable_password()) == (VERA, "", False)
        assert Event.objects.filter(kind="account.taken_over", subject_id=account.pk).count() == 1

    def test_lets_its_owner_choose_a_password_and_come_back(self, door: str) -> None:
        prepare(door)
        Visitor(door).come_by_code(VERA)
        reset(VERA, NEW)
        assert [Visitor(door).log_in(VERA, password) for password in (EVES, NEW)] == [False, True]

    def test_belongs_to_whoever_chooses_a_new_password(self, door: str) -> None:
        prepare(door)
        reset(VERA, NEW)
        assert [Visitor(door).log_in(VERA, password) for password in (EVES, NEW)] == [False, True]
        assert User.objects.get().display_name == ""

    def test_is_closed_to_the_old_password_from_the_moment_the_code_for_a_new_one_is_typed(self, door: str) -> None:
        prepare(door)
        client = Client()
        client.post("/accounts/password/reset/", {"email": VERA})
        client.post("/accounts/password/reset/confirm/", {"code": code_for(VERA)})
        assert EmailAddress.objects.get(email=VERA).verified
        assert not Visitor(door).log_in(VERA, EVES)

    def test_does_not_open_for_the_session_that_prepared_it(self, door: str) -> None:
        eve = prepare(door)
        Visitor(door).come_by_code(VERA)
        eve.do("email/verify", key="XXXX-XXXX")
        assert not eve.is_in

    def test_keeps_its_password_dead_when_the_row_of_the_address_was_lost(self, door: str) -> None:
        prepare(door)
        EmailAddress.objects.all().delete()
        cache.clear()
        vera = Visitor(door)
        vera.come_by_code(VERA)
        assert vera.confirm(VERA)
        assert not Visitor(door).log_in(VERA, EVES)


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS)
class TestAPasswordOfOnesOwn:
    def test_is_good_once_its_session_has_proved_the_address(self, door: str) -> None:
        vera = Visitor(door)
        vera.join(VERA, "Vera")
        assert (vera.is_in, vera.confirm(VERA)) == (False, True)
        assert Visitor(door).log_in(VERA)
        assert User.objects.get().display_name == "Vera"

    def test_survives_the_requests_after_the_proof(self, door: str) -> None:
        vera = Visitor(door)
        vera.join(VERA, "Vera")
        vera.confirm(VERA)
        if door == "app":
            answer = Client().get("/_allauth/app/v1/auth/session", headers=vera.headers)
            assert answer.json()["meta"]["is_authenticated"]
        else:
            assert vera.client.get("/account/").status_code == 200

    def test_may_be_typed_again_in_another_session_that_then_proves_the_address(self, door: str) -> None:
        Visitor(door).join(VERA, "Vera")
        cache.clear()
        later = Visitor(door)
        assert not later.log_in(VERA)
        assert later.confirm(VERA)
        assert Visitor(door).log_in(VERA)
        assert User.objects.get().display_name == "Vera"

    def test_is_asked_for_in_full_before_the_proof(self, door: str) -> None:
        Visitor(door).join(VERA, "Vera")
        stranger = Visitor(door)
        assert stranger.do("login", email=VERA, password="not the one of Vera").status_code in (200, 400)
        assert stranger.do("email/verify", key=code_for(VERA)).status_code in (302, 409)
        assert not stranger.is_in

    def test_is_not_dropped_by_a_code_later(self, door: str) -> None:
        vera = Visitor(door)
        vera.join(VERA, "Vera")
        vera.confirm(VERA)
        assert Visitor(door).come_by_code(VERA)
        assert Visitor(door).log_in(VERA)

    def test_is_not_dropped_by_a_code_when_others_made_the_account(self, door: str, anna: User) -> None:
        assert Visitor(door).come_by_code(anna.email)
        assert Visitor(door).log_in(anna.email)
        assert User.objects.get(pk=anna.pk).display_name == "Anna"


@pytest.mark.django_db
class TestTheNewOwner:
    def test_is_asked_for_a_name_first(self) -> None:
        prepare("page")
        vera = Visitor("page")
        vera.do("code/request", email=VERA)
        answer = vera.do("code/confirm", code=code_for(VERA))
        assert answer["Location"] == "/account/name/"
        assert vera.client.get("/account/name/").status_code == 200

    def test_is_not_asked_when_there_is_one(self, anna: User) -> None:
        vera = Visitor("page")
        vera.do("code/request", email=anna.email)
        assert vera.do("code/confirm", code=code_for(anna.email))["Location"] == "/"


@pytest.mark.django_db
class TestAccountsNobodyConfirmed:
    def after(self, **passed: int) -> set[str]:
        with clock.turned_to(clock.now() + timedelta(**passed)):
            tasks.forget_unconfirmed()
        return set(User.objects.values_list("email", flat=True))

    def test_are_forgotten_after_a_day(self) -> None:
        prepare("page")
        assert self.after(hours=23) == {VERA}
        assert self.after(hours=25) == set()
        assert not EmailAddress.objects.exists()
        assert Event.objects.filter(kind="account.forgotten").count() == 1

    def test_leave_the_address_free(self) -> None:
        prepare("page")
        self.after(hours=25)
        cache.clear()
        vera = Visitor("page")
        vera.join(VERA, "Vera")
        assert vera.confirm(VERA)

    def test_are_those_of_sign_ups_alone(self, anna: User, clara: User) -> None:
        prepare("page")
        Visitor("page").come_by_code(VERA)
        User.objects.create_user("staff-made@example.com")
        assert self.after(days=9) == {anna.email, clara.email, VERA, "staff-made@example.com"}

    def test_are_kept_while_their_owner_is_choosing_a_new_password(self) -> None:
        prepare("page")
        client = Client()
        client.post("/accounts/password/reset/", {"email": VERA})
        client.post("/accounts/password/reset/confirm/", {"code": code_for(VERA)})
        assert self.after(days=9) == {VERA}

    def test_are_kept_when_something_hangs_on_them(self) -> None:
        prepare("page")
        record("account.changed", subject=User.objects.get(), actor=User.objects.get())
        assert self.after(hours=25) == {VERA}
        assert not Event.objects.filter(kind="account.forgotten").exists()


def reset(email: str, password: str) -> None:
    """Forgotten password, on the pages."""
    client = Client()
    client.post("/accounts/password/reset/", {"email": email})
    client.post("/accounts/password/reset/confirm/", {"code": code_for(email)})
    client.post("/accounts/password/reset/complete/", {"password1": password, "password2": password})
    assert User.objects.get(email=email).check_password(password)
