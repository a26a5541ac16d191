"""Mailed codes: once, for a quarter of an hour, in the session that asked, and with addresses of this site alone."""

import time
from datetime import timedelta
from typing import Final

import jwt
import pytest
from allauth.account import app_settings
from django.conf import settings as of_site
from django.test import Client
from pytest_django import Settings
from time_machine import travel

from marketplace.accounts import invitations, services
from marketplace.accounts.models import OutgoingMail, User
from marketplace.core import clock
from tests.accounts.conftest import PASSWORD, code_for
from tests.accounts.test_people import member
from tests.accounts.test_tokens import me, refresh, tokens

pytestmark = pytest.mark.django_db

NEW: Final = "cobalt pancake umbrella seven"
LIMIT: Final = 15 * 60
# What says the origin at most to others, and the whole address to nobody but this site.
QUIET: Final = {"same-origin", "strict-origin-when-cross-origin"}
PAGES: Final = ("login/code/", "login/code/confirm/", "password/reset/", "password/reset/confirm/", "confirm-email/")


def ask(client: Client, email: str, door: str = "login/code/") -> str:
    """Asks for a code and says which one was mailed."""
    client.post(f"/accounts/{door}", {"email": email})
    return code_for(email)


def use(client: Client, code: str) -> bool:
    client.post("/accounts/login/code/confirm/", {"code": code})
    return "_auth_user_id" in client.session


def choose(client: Client, code: str, person: User) -> bool:
    """Types the code of a forgotten password and chooses another one."""
    client.post("/accounts/password/reset/confirm/", {"code": code})
    client.post("/accounts/password/reset/complete/", {"password1": NEW, "password2": NEW})
    return User.objects.get(pk=person.pk).check_password(NEW)


def test_every_code_lives_for_a_quarter_of_an_hour() -> None:
    lives = ("LOGIN_BY_CODE_TIMEOUT", "PASSWORD_RESET_BY_CODE_TIMEOUT", "EMAIL_VERIFICATION_BY_CODE_TIMEOUT")
    assert [getattr(app_settings, name) for name in lives] == [LIMIT] * 3


@pytest.mark.parametrize(("seconds", "is_good"), [(LIMIT - 30, True), (LIMIT + 30, False)])
def test_a_code_is_dead_after_it(anna: User, seconds: int, is_good: bool) -> None:
    client, forgetful = Client(), Client()
    code, reset = ask(client, anna.email), ask(forgetful, anna.email, "password/reset/")
    with travel(time.time() + seconds, tick=False):
        assert use(client, code) is is_good
        assert choose(forgetful, reset, anna) is is_good


def test_a_code_opens_once(anna: User) -> None:
    client, other = Client(), Client()
    code = ask(client, anna.email)
    assert use(client, code)
    client.post("/accounts/logout/")
    assert not use(client, code)
    reset = ask(other, anna.email, "password/reset/")
    assert choose(other, reset, anna)
    anna.set_password(PASSWORD)
    anna.save()
    assert not choose(other, reset, anna)


def test_a_code_opens_in_the_session_that_asked_and_in_nobody_elses(anna: User, clara: User) -> None:
    mine, theirs, inside = Client(), Client(), Client()
    inside.force_login(clara)
    code = ask(mine, anna.email)
    ask(theirs, clara.email)
    assert not use(theirs, code)
    assert not use(Client(), code)
    inside.post("/accounts/login/code/confirm/", {"code": code})
    assert inside.session["_auth_user_id"] == str(clara.pk)
    reset, forgetful = ask(mine, anna.email, "password/reset/"), Client()
    ask(forgetful, clara.email, "password/reset/")
    assert not choose(forgetful, reset, anna)
    assert not User.objects.get(pk=clara.pk).check_password(NEW)


def test_addresses_in_mails_are_the_sites_whatever_the_request_says(anna: User, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "evil.example"]
    lies = {"HTTP_HOST": "evil.example", "HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_X_FORWARDED_PROTO": "ftp"}
    client = Client(**lies)
    for email in (anna.email, "nobody@example.com"):
        client.post("/accounts/password/reset/", {"email": email})
        client.post("/accounts/login/code/", {"email": email})
    client.post("/accounts/signup/", {"display_name": "Eve", "email": anna.email, "password1": PASSWORD})
    Client(**lies).post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
    mails = OutgoingMail.objects.all()
    assert len(mails) == 4
    assert [mail.subject for mail in mails if "evil" in mail.text + mail.html] == []
    assert [mail.subject for mail in mails if of_site.SITE_URL not in mail.text] == []


def test_a_name_that_is_not_ours_is_refused(anna: User) -> None:
    answer = Client(HTTP_HOST="evil.example").post("/accounts/password/reset/", {"email": anna.email})
    assert (answer.status_code, OutgoingMail.objects.count()) == (400, 0)


def test_pages_of_codes_tell_others_nothing(anna: User) -> None:
    client = Client()
    ask(client, anna.email)
    ask(client, anna.email, "password/reset/")
    for page in PAGES:
        assert client.get(f"/accounts/{page}")["Referrer-Policy"] in QUIET, page


@pytest.mark.usefixtures("pages")
def test_the_address_of_an_invitation_is_told_to_nobody() -> None:
    invitations.invite("rita@example.com", "Rita", "editor", locale="en", by=member("admin"))
    words = OutgoingMail.objects.get(to="rita@example.com").text.split()
    link = next(word for word in words if "/account/invitation/" in word)
    answer = Client().get(link.removeprefix(of_site.SITE_URL))
    assert (answer.status_code, answer["Referrer-Policy"]) == (200, "same-origin")


class TestForgedTokens:
    def forge(self, token: str, key: str = "", **changes: object) -> str:
        """The same claims, changed, signed with a key of ours or with what anybody has."""
        claims = jwt.decode(token, options={"verify_signature": False}) | changes
        headers = {"kid": key} if key else None
        return jwt.encode(claims, str(of_site.HEADLESS_JWT_PRIVATE_KEY), "RS256", headers=headers)

    def test_the_sites_own_key_does_not_save_wrong_claims(self, anna: User, clara: User) -> None:
        mine = tokens(anna)
        access, now = mine["access_token"], int(time.time())
        other = tokens(services.make_person("olga@example.com", "Olga", PASSWORD))["access_token"]
        theirs = jwt.decode(other, options={"verify_signature": False})["sid"]
        forged = {
            "over": self.forge(access, exp=now - 1),
            "not yet": self.forge(access, nbf=now + 600),
            "somebody else": self.forge(access, sub=str(clara.pk)),
            "refresh as access": self.forge(access, token_use="refresh"),
            "another session": self.forge(access, sid=theirs),
            "no session": self.forge(access, sid="x"),
            "no use": self.forge(access, token_use=""),
        }
        assert {name: me(token)[0] for name, token in forged.items()} == dict.fromkeys(forged, 401)
        assert me(self.forge(access, key="../../../etc/passwd"))[0] == 200, "the name of a key is not looked at"
        assert refresh(self.forge(mine["refresh_token"], exp=now - 1))[0] == 400

    def test_the_public_key_signs_nothing(self, anna: User) -> None:
        """RS256 taken for HS256: the public key is known, and a careless verifier takes it for the secret."""
        import base64
        import hashlib
        import hmac
        import json

        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

        private = load_pem_private_key(str(of_site.HEADLESS_JWT_PRIVATE_KEY).encode(), None)
        public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        _head, body, _sign = tokens(anna)["access_token"].split(".")
        head = base64.urlsafe_b64encode(json.dumps({"alg": "HS256", "typ": "JWT"}).encode()).decode().rstrip("=")
        sign = base64.urlsafe_b64encode(hmac.new(public, f"{head}.{body}".encode(), hashlib.sha256).digest())
        assert me(f"{head}.{body}.{sign.decode().rstrip('=')}")[0] == 401


class TestSessions:
    def test_a_session_from_before_is_not_the_one_after(self, anna: User) -> None:
        """Whoever slips somebody a session's cookie finds it worth nothing after the login."""
        client = Client()
        client.post("/accounts/password/reset/", {"email": anna.email})
        before = client.cookies["session"].value
        client.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
        after = client.cookies["session"].value
        thief = Client()
        thief.cookies["session"] = before
        assert before != after
        assert thief.get("/account/").status_code == 302

    def test_a_key_that_somebody_made_up_is_not_taken(self, anna: User) -> None:
        client = Client()
        client.cookies["session"] = "a" * 32
        client.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
        assert client.cookies["session"].value != "a" * 32

    def test_it_ends_after_fourteen_days_and_its_cookie_is_for_this_site_alone(self, anna: User) -> None:
        client = Client()
        client.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
        cookie = client.cookies["session"]
        assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 14 * 24 * 3600)
        with travel(clock.now() + timedelta(days=14, minutes=1), tick=False):
            assert client.get("/account/").status_code == 302

    def test_it_ends_after_thirty_days_however_often_it_is_used(self, anna: User) -> None:
        client = Client()
        client.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
        began = clock.now()
        for days, status in ((10, 200), (20, 200), (29, 200), (31, 302)):
            with travel(began + timedelta(days=days), tick=False):
                assert client.get("/account/").status_code == status
                client.post("/i18n/setlang/", {"language": "en"})
                session = client.session
                session["used"] = days
                session.save()
