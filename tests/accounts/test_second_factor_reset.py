"""A lost second factor is taken away by somebody else, with a reason, and everybody concerned is told."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from marketplace.accounts import second_factor, services, staff
from marketplace.accounts.models import OutgoingMail, User
from marketplace.audit.models import Event
from marketplace.core.errors import Invalid, NotAllowed, Refusal
from tests.accounts.conftest import PASSWORD, work
from tests.accounts.test_people import member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pages")]
WHY = "Called from the number we know: the phone fell into the lake."


def customer() -> User:
    """A client with an authenticator app, recovery codes and a passkey."""
    person = services.make_person("clara@example.com", "Clara", PASSWORD, totp_secret=staff.demo_secret("clara"))
    Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone"})
    return person


def left(person: User) -> tuple[int, list[str]]:
    """How many authenticators there are, and what was written down about them."""
    found = Event.objects.filter(kind="account.second_factor_reset", subject_id=person.pk)
    return Authenticator.objects.filter(user=person).count(), [event.data["note"] for event in found]


def press(browser: Client, person: User, note: str = WHY) -> int:
    said = {"action": "reset_second_factor", "note": note}
    return browser.post(f"/admin/people/{person.pk}/", said).status_code


def test_another_admin_resets_staffs_who_set_up_a_new_one_before_any_admin_page(
    sign_in: Callable[[User], Client],
) -> None:
    admin, mona = member("admin"), member("moderator")
    hers, browser = sign_in(mona), sign_in(admin)
    assert "Reset the second factor" in browser.get(f"/admin/people/{mona.pk}/").content.decode()
    assert press(browser, mona) == 302
    assert left(mona) == (0, [WHY])
    event = Event.objects.get(kind="account.second_factor_reset")
    assert (event.actor_id, event.data["kinds"]) == (admin.pk, ["recovery_codes", "totp"])
    assert hers.get("/admin/").headers["Location"].startswith("/accounts/login/")
    hers.post("/accounts/login/", {"login": mona.email, "password": PASSWORD})
    assert hers.get("/admin/").headers["Location"] == "/accounts/2fa/totp/activate/?next=%2Fadmin%2F"
    page = browser.get(f"/admin/people/{mona.pk}/").content.decode()
    assert ("Second factor reset" in page, ">Reset the second factor<" in page) == (True, False)
    work()
    mail = OutgoingMail.objects.get(to=mona.email)
    assert mail.subject == "The second factor of your Lintel account was reset"


def test_support_resets_a_customers_passkeys_and_codes_included(sign_in: Callable[[User], Client]) -> None:
    clara = customer()
    assert left(clara) == (3, [])
    assert press(sign_in(member("support")), clara) == 302
    assert left(clara) == (0, [WHY])


@pytest.mark.parametrize("whose", ["moderator", "admin", "support"])
def test_support_resets_no_staffs_and_nobody_their_own(sign_in: Callable[[User], Client], whose: str) -> None:
    support = member("support")
    person = support if whose == "support" else member(whose)
    before = left(person)
    assert press(sign_in(support), person) == 302
    assert before == left(person) == (2, [])
    with pytest.raises(NotAllowed):
        second_factor.reset(person.pk, note=WHY, by=person)
    assert left(person) == before


@pytest.mark.parametrize("role", ["moderator", "editor", "finance"])
def test_other_staff_reset_nobodys(sign_in: Callable[[User], Client], role: str) -> None:
    clara, browser = customer(), sign_in(member(role))
    assert press(browser, clara) == 302
    assert left(clara) == (3, [])


def test_an_admin_resets_neither_their_own_nor_a_superusers(sign_in: Callable[[User], Client]) -> None:
    admin, owner = member("admin"), member("finance", superuser=True)
    browser = sign_in(admin)
    for person in (admin, owner):
        assert press(browser, person) == 302
        assert left(person) == (2, [])


@pytest.mark.parametrize("note", ["", "  ", "x" * 2001])
def test_a_reason_is_needed(sign_in: Callable[[User], Client], note: str) -> None:
    clara, admin = customer(), member("admin")
    assert press(sign_in(admin), clara, note) == 422
    with pytest.raises(Invalid):
        second_factor.reset(clara.pk, note=note, by=admin)
    assert left(clara) == (3, [])


def test_nothing_is_written_down_where_there_was_nothing(clara: User) -> None:
    admin = member("admin")
    with pytest.raises(Refusal, match="no second factor"):
        second_factor.reset(clara.pk, note=WHY, by=admin)
    assert left(clara) == (0, [])


def test_a_stranger_in_the_rights_of_nobody_resets_nothing(client: Client, eve: User) -> None:
    clara = customer()
    client.force_login(eve)
    answers: set[Any] = {press(client, clara), press(Client(), clara)}
    assert (answers, left(clara)) == ({403, 302}, (3, []))
