"""Staff are invited by mail, accept once, and nobody becomes staff without having said yes."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.test import Client

from marketplace.accounts import invitations, waiting
from marketplace.accounts.models import Invitation, InvitationQuerySet, OutgoingMail, User
from marketplace.audit.models import Event
from marketplace.core import clock
from marketplace.core.errors import Invalid, NotAllowed, NotFound, Refusal
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_people import member
from tests.cast import at_once

pytestmark = pytest.mark.django_db
NEW = {"name": "Berta", "password": PASSWORD}


@pytest.fixture
def admin(pages: None) -> User:
    return member("admin")


def key(email: str = "berta@example.com") -> str:
    """The key in the latest mail to this address."""
    text = OutgoingMail.objects.filter(to=email).latest("pk").text
    found = re.search(r"/account/invitation/([\w-]{43})/", text)
    assert found, text
    return found[1]


def ask(admin: User, email: str = "berta@example.com", role: str = "moderator") -> str:
    invitations.invite(email, "Berta", role, locale="en", by=admin)
    return key(email.lower())


def roles(email: str) -> set[str]:
    return set(User.objects.filter(email=email, groups__isnull=False).values_list("groups__name", flat=True))


def facts() -> list[str]:
    """What was written down about invitations and what came of them."""
    return list(Event.objects.exclude(kind="mail.requested").order_by("pk").values_list("kind", flat=True))


class TestSomebodyNew:
    def test_chooses_a_password_logs_in_and_sets_up_a_second_factor_before_any_admin_page(
        self, admin: User, client: Client
    ) -> None:
        address = f"/account/invitation/{ask(admin, 'Berta@Example.com')}/"
        page = client.get(address).content.decode()
        assert "Admin invites berta@example.com to the staff." in page
        assert (User.objects.count(), facts()) == (1, ["invitation.sent"])
        answer = client.post(address, NEW)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=%2Fadmin%2F")
        person = User.objects.get(email="berta@example.com")
        assert (person.display_name, person.state, person.is_staff, person.is_superuser) == (
            *("Berta", "active", True, False),
        )
        assert roles("berta@example.com") == {"moderator"}
        assert EmailAddress.objects.values_list("verified", "primary").get(user=person) == (True, True)
        client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
        assert client.get("/admin/").headers["Location"] == "/accounts/2fa/totp/activate/?next=%2Fadmin%2F"
        assert facts()[:4] == [
            *("invitation.sent", "account.created", "account.rights_changed", "invitation.accepted"),
        ]

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({"password": "short"}, "at least 12 characters"),
            ({"password": "berta@example.com"}, "easy to guess"),
            ({"password": ""}, "This field is required."),
            ({"name": "www.example.com"}, "A name cannot contain an address"),
        ],
    )
    def test_is_told_beside_the_field_what_will_not_do(
        self, admin: User, client: Client, said: dict[str, str], words: str
    ) -> None:
        answer = client.post(f"/account/invitation/{ask(admin)}/", NEW | said)
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
        assert (User.objects.count(), facts()) == (1, ["invitation.sent"])

    def test_whatever_a_stranger_signed_up_for_with_the_address_has_lost_its_password(self, admin: User) -> None:
        strangers = User(email="berta@example.com", display_name="Buy now", state="unconfirmed")
        strangers.set_password("the stranger's own phrase")
        waiting.hold(strangers)
        strangers.save()
        invitations.accept(ask(admin), by=None, **NEW)
        person = User.objects.get(email="berta@example.com")
        assert (person.check_password(PASSWORD), person.display_name, person.state) == (True, "Berta", "active")
        assert "account.taken_over" in facts()


class TestSomebodyKnown:
    def test_gets_the_role_only_after_saying_yes_signed_in(
        self, admin: User, anna: User, sign_in: Callable[[User], Client]
    ) -> None:
        address = f"/account/invitation/{ask(admin, anna.email)}/"
        password, guest = anna.password, Client()
        assert "log in, and nothing but your role changes" in guest.get(address).content.decode()
        assert guest.post(address, NEW).headers["Location"].startswith("/accounts/login/?next=%2Faccount%2Finvitation")
        assert roles(anna.email) == set()
        browser = sign_in(anna)
        assert browser.get(address).status_code == 200
        assert roles(anna.email) == set()
        assert browser.post(address, NEW).headers["Location"] == "/admin/"
        anna.refresh_from_db()
        assert (roles(anna.email), anna.password, anna.display_name) == ({"moderator"}, password, "Anna")

    def test_is_the_only_one_who_may(self, admin: User, anna: User, eve: User, client: Client) -> None:
        address = f"/account/invitation/{ask(admin, anna.email)}/"
        client.force_login(eve)
        assert [client.get(address).status_code, client.post(address, NEW).status_code] == [403, 403]
        for other in (eve, None):
            with pytest.raises(NotAllowed):
                invitations.accept(key(anna.email), by=other, **NEW)
        assert (roles(anna.email), roles(eve.email)) == (set(), set())

    def test_whose_account_is_suspended_stays_outside(self, admin: User, anna: User) -> None:
        User.objects.filter(pk=anna.pk).update(state="suspended", is_active=False)
        anna.refresh_from_db()
        with pytest.raises(NotAllowed):
            invitations.accept(ask(admin, anna.email), by=anna)
        assert (roles(anna.email), Invitation.objects.open().count()) == (set(), 1)


class TestALink:
    def gone(self, address: str) -> None:
        browser = Client()
        for answer in (browser.get(address), browser.post(address, NEW | {"name": "Second"})):
            assert (answer.status_code, "used, withdrawn, or is too old" in answer.content.decode()) == (404, True)

    def test_works_once(self, admin: User) -> None:
        address = f"/account/invitation/{ask(admin)}/"
        assert Client().post(address, NEW).status_code == 302
        self.gone(address)
        assert User.objects.filter(display_name="Berta").count() == 1

    def test_dies_after_three_days_when_withdrawn_and_when_sent_again(self, admin: User) -> None:
        first = ask(admin)
        invitation = Invitation.objects.get()
        assert invitation.expires_at - invitation.sent_at == timedelta(days=3)
        invitations.send_again(invitation.pk, by=admin)
        self.gone(f"/account/invitation/{first}/")
        past = clock.now() - timedelta(days=4)
        Invitation.objects.update(sent_at=past, expires_at=past + timedelta(days=3))
        self.gone(f"/account/invitation/{key()}/")
        invitations.send_again(invitation.pk, by=admin)
        invitations.withdraw(invitation.pk, by=admin)
        self.gone(f"/account/invitation/{key()}/")
        assert User.objects.count() == 1

    def test_dies_with_the_rights_of_whoever_sent_it(self, admin: User) -> None:
        secret = ask(admin)
        admin.groups.clear()
        with pytest.raises(NotFound):
            invitations.accept(secret, by=None, **NEW)
        assert User.objects.count() == 1

    def test_is_in_nobodys_table(self, admin: User) -> None:
        secret = ask(admin)
        row, said = Invitation.objects.values().get(), [event.data for event in Event.objects.all()]
        assert secret not in f"{row} {said}"


class TestOnlyAdminsInvite:
    @pytest.mark.parametrize("role", ["moderator", "editor", "finance", "support"])
    def test_others_do_not_even_see_the_page(self, pages: None, sign_in: Callable[[User], Client], role: str) -> None:
        person = member(role)
        browser = sign_in(person)
        said = {"email": "berta@example.com", "name": "Berta", "role": "admin", "locale": "en"}
        assert browser.get("/admin/people/invitations/").status_code == 302
        assert browser.post("/admin/people/invitations/", said).status_code == 302
        with pytest.raises(NotAllowed):
            invitations.invite("berta@example.com", "Berta", role, locale="en", by=person)
        assert not Invitation.objects.exists()

    def test_admins_invite_send_again_and_withdraw_from_one_page(
        self, admin: User, sign_in: Callable[[User], Client]
    ) -> None:
        browser, address = sign_in(admin), "/admin/people/invitations/"
        said = {"email": "Berta@example.com", "name": "Berta", "role": "support", "locale": "ru"}
        assert 'href="/admin/people/invitations/"' in browser.get("/admin/users/").content.decode()
        assert browser.post(address, said).status_code == 302
        invitation = Invitation.objects.get()
        assert (invitation.email, invitation.role, invitation.invited_by) == ("berta@example.com", "support", admin)
        again = browser.post(address, said)
        assert (again.status_code, "has an open invitation" in again.content.decode()) == (422, True)
        assert "Open until" in browser.get(address).content.decode()
        for action in ("send_again", "withdraw", "withdraw", "promote"):
            status = browser.post(address, {"action": action, "invitation": invitation.pk}).status_code
            assert status == (404 if action == "promote" else 302)
        assert "Withdrawn" in browser.get(address).content.decode()
        sent = [kind for kind in facts() if kind.startswith("invitation")]
        assert sent == ["invitation.sent", "invitation.sent", "invitation.withdrawn"]
        assert OutgoingMail.objects.filter(to="berta@example.com").count() == 2

    def test_whoever_has_the_role_is_not_asked_and_there_is_no_other_role(self, admin: User) -> None:
        for email, role, refusal in (
            ("admin@example.com", "admin", Refusal),
            ("berta@example.com", "owner", Invalid),
            ("berta", "editor", Invalid),
        ):
            with pytest.raises(refusal):
                invitations.invite(email, "Berta", role, locale="en", by=admin)
        assert not Invitation.objects.exists()


def test_the_database_knows_one_open_invitation_for_an_address(admin: User) -> None:
    ask(admin)
    first = Invitation.objects.values().get()
    for changes in ({"email": "BERTA@example.com", "key_digest": "2"}, {"accepted_at": clock.now(), "email": "c@d.kz"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.create(**{**first, "id": None, "key_digest": "1", **changes})


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def accepted(self, admin: User, anna: User) -> int:
        """How many of two clicks at once were taken for a yes."""
        anna.groups.clear()
        Invitation.objects.all().delete()
        secret = ask(admin, anna.email)
        last = Event.objects.latest("pk").pk

        def click() -> object:
            return invitations.accept(secret, by=anna)

        outcomes = at_once(click, click)
        times = Event.objects.filter(pk__gt=last, kind="invitation.accepted").count()
        assert times == sum(isinstance(one, User) for one in outcomes)
        assert roles(anna.email) == {"moderator"}
        return times

    def test_an_invitation_is_accepted_once(self, admin: User, anna: User) -> None:
        assert {self.accepted(admin, anna) for _ in range(10)} == {1}

    def test_control_without_the_lock_it_is_accepted_twice(
        self, admin: User, anna: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(InvitationQuerySet, "lock", lambda rows: rows)
        assert 2 in {self.accepted(admin, anna) for _ in range(30)}

    def test_an_address_is_invited_once(self, admin: User) -> None:
        def invite() -> object:
            return invitations.invite("berta@example.com", "Berta", "editor", locale="en", by=admin)

        assert sorted(type(one).__name__ for one in at_once(invite, invite)) == ["Invitation", "Refusal"]
        assert OutgoingMail.objects.filter(to="berta@example.com").count() == 1
