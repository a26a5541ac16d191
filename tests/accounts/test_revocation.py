"""What ends a sign-in ends all of it at once: sessions, tokens, codes that were mailed, copies. One row for each end.

There are no signed-in sockets: the socket server lets nobody in (tests/config/test_sockets.py). Nobody is mailed a link
that opens an account; invitations of staff are in test_invitations.py.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from allauth.mfa.utils import encrypt
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import Group
from django.test import Client
from pytest_django import Settings

from config.env import ROOT
from marketplace.accounts import adapters, erasure, proofs, second_factor, sessions, transitions
from marketplace.accounts.models import OutgoingMail, User
from marketplace.accounts.rights import note_change, rights_of
from tests.accounts import belongings
from tests.accounts.belongings import EVERYTHING, Keys
from tests.accounts.conftest import PASSWORD, code_for, totp
from tests.accounts.test_tokens import APP, call, me, refresh, tokens

pytestmark = pytest.mark.django_db

NEW: Final = "cobalt pancake umbrella seven"
NOTHING: Final[frozenset[str]] = frozenset()
THIS_BROWSER: Final = frozenset({"here"})


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def keys(anna: User) -> Keys:
    return Keys.cut(anna)


def _forget_the_password(keys: Keys) -> None:
    client = Client()
    client.post("/accounts/password/reset/", {"email": keys.person.email})
    client.post("/accounts/password/reset/confirm/", {"code": code_for(keys.person.email)})
    client.post("/accounts/password/reset/complete/", {"password1": NEW, "password2": NEW})


def _change_the_address(keys: Keys) -> None:
    keys.here.post("/accounts/email/", {"email": "anna.b@example.com", "action_add": ""})
    keys.here.post("/accounts/confirm-email/", {"code": code_for("anna.b@example.com")})
    keys.person.refresh_from_db()
    assert keys.person.email == "anna.b@example.com"


def _turn_on(keys: Keys) -> None:
    keys.here.get("/accounts/2fa/totp/activate/")
    keys.here.post("/accounts/2fa/totp/activate/", {"code": totp(keys.here.session["mfa.totp.secret"])})
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def _with_an_authenticator(keys: Keys) -> None:
    secret: Any = auth.generate_totp_secret()
    Authenticator.objects.create(user=keys.person, type=Authenticator.Type.TOTP, data={"secret": encrypt(secret)})
    RecoveryCodes.activate(keys.person)


def _turn_off(keys: Keys) -> None:
    _with_an_authenticator(keys)
    keys.here.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.exists()


def _new_recovery_codes(keys: Keys) -> None:
    _with_an_authenticator(keys)
    keys.here.post("/accounts/2fa/recovery-codes/generate/")


def _remove_a_passkey(keys: Keys) -> None:
    passkey = Authenticator.objects.create(user=keys.person, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone"})
    keys.here.post(f"/accounts/2fa/webauthn/keys/{passkey.pk}/remove/")
    assert not Authenticator.objects.exists()


def _unlink(keys: Keys) -> None:
    linked = SocialAccount.objects.create(user=keys.person, provider="google", uid="1")
    keys.here.post("/accounts/3rdparty/", {"account": linked.pk})
    assert not SocialAccount.objects.exists()


def _boss() -> User:
    return User.objects.create_superuser("ada@example.com", "a long enough phrase", display_name="Ada")


def _reset_second_factor(keys: Keys) -> None:
    _with_an_authenticator(keys)
    second_factor.reset(keys.person.pk, note="Lost", by=_boss())


def _erase(keys: Keys) -> None:
    erasure.ask(keys.person.pk, by=keys.person)
    keys.person.refresh_from_db()
    erasure.erase(keys.person)


def _take_the_role_away(keys: Keys) -> None:
    keys.person.groups.add(Group.objects.create(name="somebody"))
    before = rights_of(keys.person.pk)
    keys.person.groups.clear()
    note_change(keys.person, before, by=_boss())


def password(path: str) -> Callable[[Keys], Any]:
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    return lambda keys: keys.here.post(path, form)


def _first_password(keys: Keys) -> None:
    keys.person.set_unusable_password()
    keys.person.save()
    keys.here.force_login(keys.person)
    password("/accounts/password/set/")(keys)


# What happens, and what is as good as before afterwards.
ENDS: Final[dict[str, tuple[Callable[[Keys], Any], frozenset[str]]]] = {
    "nothing happens": (lambda keys: None, EVERYTHING),
    # Whoever logs out means this browser; the list of devices is for the others.
    "logging out": (lambda keys: keys.here.post("/accounts/logout/"), EVERYTHING - {"here"}),
    "logging out everywhere": (lambda keys: keys.here.post("/account/sign-out-everywhere/"), NOTHING),
    "logging out everywhere else": (lambda keys: keys.here.post("/accounts/sessions/"), THIS_BROWSER),
    # Whoever changes how they log in goes on where they do it; everything else begins anew.
    "another password": (password("/accounts/password/change/"), THIS_BROWSER),
    "a first password": (_first_password, THIS_BROWSER),
    "a forgotten password": (_forget_the_password, NOTHING),
    "another address": (_change_the_address, THIS_BROWSER),
    "a second factor": (_turn_on, THIS_BROWSER),
    "no second factor": (_turn_off, THIS_BROWSER),
    "new recovery codes": (_new_recovery_codes, THIS_BROWSER),
    "a passkey less": (_remove_a_passkey, THIS_BROWSER),
    "a linked account less": (_unlink, THIS_BROWSER),
    # Done by others, or to the whole account.
    "a second factor reset by staff": (_reset_second_factor, NOTHING),
    "a role less": (_take_the_role_away, NOTHING),
    "switching the account off": (lambda keys: transitions.deactivate(keys.person.pk, by=keys.person), NOTHING),
    "suspension": (lambda keys: transitions.suspend(keys.person.pk, note="Why", by=_boss()), NOTHING),
    "asking for erasure": (lambda keys: erasure.ask(keys.person.pk, by=keys.person), NOTHING),
    "erasure": (_erase, NOTHING),
}


@pytest.mark.parametrize("end", ENDS)
def test_what_is_left_after(end: str, keys: Keys, django_capture_on_commit_callbacks: Any) -> None:
    act, left = ENDS[end]
    with django_capture_on_commit_callbacks(execute=True):
        act(keys)
    assert keys.alive() == left


def test_every_notice_of_a_change_ends_other_sign_ins() -> None:
    """Notices are what allauth sends when something sensitive has changed; a new device has changed nothing."""
    written = list((ROOT / "templates").glob("*/email/*_message.txt"))
    notices = [path for path in written if "base_notification.txt" in path.read_text()]
    names = {str(path.relative_to(ROOT / "templates")).removesuffix("_message.txt") for path in notices}
    assert names - {"account/email/new_device"} == adapters.WAYS_IN


class TestAnApp:
    def test_that_changes_the_password_goes_on_with_new_tokens_and_others_end(self, anna: User) -> None:
        mine, other = tokens(anna), tokens(anna)
        session = {"X-Session-Token": mine["session_token"]}
        said = {"current_password": PASSWORD, "new_password": NEW}
        status, answer = call(f"{APP}/account/password/change", said, **session)
        new = answer["meta"]
        assert status == 200
        assert (me(new["access_token"])[0], refresh(new["refresh_token"])[0]) == (200, 200)
        for old in (mine, other):
            assert (me(old["access_token"])[0], refresh(old["refresh_token"])[0]) == (401, 400)

    def test_that_changes_the_address_stays_in_and_others_end(self, anna: User) -> None:
        mine, other = tokens(anna), tokens(anna)
        session = {"X-Session-Token": mine["session_token"]}
        assert call(f"{APP}/auth/reauthenticate", {"password": PASSWORD}, **session)[0] == 200
        assert call(f"{APP}/account/email", {"email": "anna.b@example.com"}, **session)[0] == 200
        assert call(f"{APP}/auth/email/verify", {"key": code_for("anna.b@example.com")}, **session)[0] == 200
        assert (me(mine["access_token"])[0], refresh(mine["refresh_token"])[0]) == (200, 200)
        assert (me(other["access_token"])[0], refresh(other["refresh_token"])[0]) == (401, 400)


@pytest.mark.parametrize("headers", [{}, {"X-Session-Token": "junk"}])
def test_whoever_has_the_old_mailbox_only_does_not_come_back_with_a_code_from_before(
    anna: User, headers: dict[str, str]
) -> None:
    """The address is changed because somebody else reads the old one: what lies there opens nothing."""
    keys = Keys.cut(anna)
    _change_the_address(keys)
    for client, code in (keys.code, keys.forgotten):
        client.post("/accounts/login/code/confirm/", {"code": code}, headers=headers)
        client.post("/accounts/password/reset/confirm/", {"code": code}, headers=headers)
        assert not belongings.is_in(client)
    assert User.objects.get(pk=anna.pk).emailaddress_set.get().email == "anna.b@example.com"


def test_a_browser_that_knew_the_old_password_is_a_new_device(anna: User) -> None:
    there, here = belongings.browser(anna), belongings.browser(anna)
    before = anna.email
    password("/accounts/password/change/")(Keys(anna, here, there, {}, (there, ""), ({}, ""), (there, ""), there))
    for client, mails in ((there, 1), (here, 0)):
        client.post("/accounts/logout/")
        count = _alerts(before)
        client.post("/accounts/login/", {"login": before, "password": NEW})
        assert _alerts(before) - count == mails


def _alerts(email: str) -> int:
    return OutgoingMail.objects.filter(to=email, subject__contains="new device").count()


class TestControls:
    def test_without_dropping_what_was_begun_a_code_would_outlive_everything(
        self, keys: Keys, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(proofs, "drop_stale", lambda key: None)
        sessions.sign_out_everywhere(keys.person)
        assert {"login code", "login code of an app", "reset code", "reset code that was typed"} <= keys.alive()

    def test_without_ending_the_others_an_app_would_outlive_a_new_second_factor(
        self, keys: Keys, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
    ) -> None:
        monkeypatch.setattr(adapters, "WAYS_IN", set())
        with django_capture_on_commit_callbacks(execute=True):
            _turn_on(keys)
        assert {"here", "there", "access", "refresh"} <= keys.alive()
