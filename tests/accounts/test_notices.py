"""Mails about what happened to an account: a new device, and whatever keeps others out of it or lets them in."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from allauth.mfa.utils import encrypt
from django.test import Client

from marketplace.accounts.models import OutgoingMail, User
from tests.accounts.conftest import PASSWORD, code_for, totp
from tests.accounts.doors import Visitor
from tests.accounts.test_tokens import APP, call, tokens

NEW = "cobalt pancake umbrella seven"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

pytestmark = pytest.mark.django_db


def subjects(email: str = "anna@example.com") -> list[str]:
    return list(OutgoingMail.objects.filter(to=email).order_by("id").values_list("subject", flat=True))


def log_in(client: Client, email: str = "anna@example.com") -> None:
    client.post("/accounts/login/", {"login": email, "password": PASSWORD})
    assert "_auth_user_id" in client.session


@pytest.fixture
def been_here(anna: User) -> Client:
    """Anna has logged in once, with this browser."""
    client = Client()
    log_in(client)
    client.post("/accounts/logout/")
    assert subjects() == []
    return client


class TestANewDevice:
    def test_is_told_of_with_what_it_is_and_what_to_do(self, been_here: Client) -> None:
        log_in(Client(headers={"User-Agent": FIREFOX}, REMOTE_ADDR="203.0.113.9"))
        mail = OutgoingMail.objects.get()
        assert mail.subject == "You logged in to Lintel on a new device"
        parts = ("Firefox on Linux", "203.0.113.9", "/accounts/sessions/", "/accounts/password/reset/")
        assert [part for part in parts if part not in mail.text] == []

    def test_is_not_one_the_second_time(self, been_here: Client) -> None:
        log_in(been_here)
        assert subjects() == []
        other = Client()
        for _ in range(2):
            log_in(other)
            other.post("/accounts/logout/")
        assert len(subjects()) == 1

    def test_is_not_the_one_somebody_joined_with(self) -> None:
        vera = Visitor("page")
        vera.join("vera@example.com", "Vera")
        vera.confirm("vera@example.com")
        vera.client.post("/accounts/logout/")
        before = subjects("vera@example.com")
        log_in(vera.client, "vera@example.com")
        assert subjects("vera@example.com") == before

    def test_is_known_for_one_person_only(self, been_here: Client, clara: User) -> None:
        person = User.objects.get(email="anna@example.com")
        cookie = been_here.cookies["device"]
        assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 400 * 24 * 3600)
        assert person.public_id not in cookie.value
        forged = Client()
        forged.cookies["device"] = cookie.value[:-2] + "xx"
        log_in(forged)
        assert len(subjects()) == 1

    def test_may_be_an_app(self, been_here: Client, anna: User) -> None:
        tokens(anna)
        assert len(subjects()) == 1
        tokens(anna)
        assert len(subjects()) == 1
        login = {"email": anna.email, "password": PASSWORD}
        assert call(f"{APP}/auth/login", login, **{"User-Agent": "Another/1.0"})[0] == 200
        assert len(subjects()) == 2


class TestASensitiveChange:
    @pytest.fixture
    def inside(self, anna: User, sign_in: Callable[[User], Client]) -> Client:
        """Anna is in, and has just given her password once more."""
        client = sign_in(anna)
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        return client

    def told(self, subject: str) -> OutgoingMail:
        mail = OutgoingMail.objects.filter(to="anna@example.com", subject=subject).get()
        assert "It happened on" in mail.text
        assert "If that was not you" in mail.text
        return mail

    def test_of_the_password_is_told(self, inside: Client) -> None:
        form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        assert inside.post("/accounts/password/change/", form).status_code == 302
        self.told("Your password has changed")

    def test_of_a_forgotten_password_is_told(self, anna: User) -> None:
        client = Client()
        client.post("/accounts/password/reset/", {"email": anna.email})
        client.post("/accounts/password/reset/confirm/", {"code": code_for(anna.email)})
        client.post("/accounts/password/reset/complete/", {"password1": NEW, "password2": NEW})
        assert "all other devices are logged out" in OutgoingMail.objects.latest("id").text.lower()

    def test_a_first_password_is_told(self, inside: Client, anna: User) -> None:
        anna.set_unusable_password()
        anna.save()
        client = Client()
        client.force_login(anna)
        client.post("/accounts/password/set/", {"password1": NEW, "password2": NEW})
        self.told("Your account has a password")

    def test_of_the_address_is_told_to_the_old_one(self, inside: Client) -> None:
        inside.post("/accounts/email/", {"email": "anna.b@example.com", "action_add": ""})
        inside.post("/accounts/confirm-email/", {"code": code_for("anna.b@example.com")})
        mail = OutgoingMail.objects.filter(to="anna@example.com").latest("id")
        assert "anna.b@example.com" in mail.text
        assert "no longer with anna@example.com" in mail.text
        assert User.objects.get().email == "anna.b@example.com"

    def test_an_authenticator_is_told_when_it_comes_and_when_it_goes(
        self, inside: Client, django_capture_on_commit_callbacks: Any
    ) -> None:
        inside.get("/accounts/2fa/totp/activate/")
        secret = inside.session["mfa.totp.secret"]
        with django_capture_on_commit_callbacks(execute=True):
            inside.post("/accounts/2fa/totp/activate/", {"code": totp(secret)})
        self.told("Logging in now takes a second factor")
        with django_capture_on_commit_callbacks(execute=True):
            inside.post("/accounts/2fa/totp/deactivate/")
        mail = OutgoingMail.objects.filter(to="anna@example.com").latest("id")
        assert "If that was not you" in mail.text
        assert not Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()

    def test_new_recovery_codes_are_told(
        self, inside: Client, anna: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        secret: Any = auth.generate_totp_secret()
        Authenticator.objects.create(user=anna, type=Authenticator.Type.TOTP, data={"secret": encrypt(secret)})
        RecoveryCodes.activate(anna)
        with django_capture_on_commit_callbacks(execute=True):
            inside.post("/accounts/2fa/recovery-codes/generate/")
        self.told("You have new recovery codes")
