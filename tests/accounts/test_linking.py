"""Accounts at Google and Facebook that are linked from inside, what staff and apps do with them."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from marketplace.accounts.models import OutgoingMail, User
from marketplace.accounts.states import AccountState
from tests.accounts.conftest import PASSWORD, code_for
from tests.accounts.oauth_provider import CLIENT_ID, Provider
from tests.accounts.providers import Traveller
from tests.accounts.test_social import GINA, HEADLESS, unlink, words

pytestmark = pytest.mark.django_db


class TestLinking:
    @pytest.fixture
    def inside(self, provider: Provider, anna: User, sign_in: Callable[[User], Client]) -> Traveller:
        """Anna is logged in, and has an account at Google with another address."""
        traveller = Traveller(provider)
        traveller.client = sign_in(anna)
        return traveller

    def test_asks_for_the_password_first(self, inside: Traveller, anna: User) -> None:
        answer = inside.go(process="connect")
        assert answer["Location"] == "/accounts/reauthenticate/"
        assert SocialAccount.objects.count() == 0
        inside.client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        assert SocialAccount.objects.get().user == anna
        back = Traveller(inside.provider)
        back.go()
        assert back.client.session["_auth_user_id"] == str(anna.pk)

    def test_is_mailed(self, inside: Traveller, anna: User) -> None:
        inside.go(process="connect")
        inside.client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        mail = OutgoingMail.objects.get(to=anna.email)
        assert mail.subject == "Google can log you in from now on"
        assert "If that was not you" in mail.text

    def test_leaves_somebody_elses_alone(self, inside: Traveller, clara: User) -> None:
        SocialAccount.objects.create(user=clara, provider="google", uid="1001")
        inside.go(process="connect")
        answer = inside.client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        assert words(answer)[-1] == "It is linked with another account here. Unlink it there first."
        assert SocialAccount.objects.get().user == clara

    def test_is_undone_with_a_mail(self, inside: Traveller, anna: User) -> None:
        linked = SocialAccount.objects.create(user=anna, provider="google", uid="1001")
        unlink(inside.client, linked)
        assert SocialAccount.objects.count() == 0
        assert OutgoingMail.objects.get(to=anna.email).subject == "Google does not log you in any more"

    def test_is_not_undone_for_others(self, inside: Traveller, clara: User) -> None:
        linked = SocialAccount.objects.create(user=clara, provider="google", uid="5")
        unlink(inside.client, linked)
        assert SocialAccount.objects.get() == linked

    def test_is_not_undone_where_it_is_the_last_way_in(self, provider: Provider) -> None:
        gina = Traveller(provider)
        gina.go()
        answer = unlink(gina.client, SocialAccount.objects.get())
        assert b"Choose a password first" in answer.content
        assert SocialAccount.objects.count() == 1

    def test_offers_what_the_site_has_keys_of(self, inside: Traveller) -> None:
        page = inside.client.get("/accounts/3rdparty/").content
        assert (b"Link Google" in page, b"Link Facebook" in page) == (True, True)
        assert b"/accounts/3rdparty/" in inside.client.get("/account/").content


class TestStaff:
    def test_show_their_second_factor_all_the_same(self, provider: Provider, moderator: User) -> None:
        SocialAccount.objects.create(user=moderator, provider="google", uid="1001")
        mona = Traveller(provider)
        assert mona.go()["Location"].startswith("/accounts/2fa/authenticate/")
        assert not mona.is_in


class TestASuspendedAccount:
    def test_stays_shut(self, provider: Provider, anna: User) -> None:
        User.objects.filter(pk=anna.pk).update(state=AccountState.SUSPENDED, is_active=False)
        SocialAccount.objects.create(user=anna, provider="google", uid="1001")
        anna_ = Traveller(provider)
        assert anna_.go()["Location"] == "/accounts/inactive/"
        assert not anna_.is_in


class TestApps:
    def send(self, provider: Provider, token: dict[str, Any], process: str = "login", name: str = "google") -> Any:
        sent = {"provider": name, "process": process, "token": {"client_id": CLIENT_ID} | token}
        path = HEADLESS.format("app") + "auth/provider/token"
        return Client().post(path, sent, content_type="application/json")

    def person(self, provider: Provider, at: str = "google", **changes: Any) -> None:
        provider.person = Traveller(provider, at, **changes).told

    def test_are_told_of_both(self, provider: Provider, client: Client) -> None:
        found = client.get(HEADLESS.format("app") + "config").json()["data"]["socialaccount"]["providers"]
        assert [(one["id"], one["client_id"]) for one in found] == [("facebook", CLIENT_ID), ("google", CLIENT_ID)]

    def test_hand_in_what_google_signed(self, provider: Provider) -> None:
        self.person(provider)
        answer = self.send(provider, {"id_token": provider.id_token()}).json()
        headers = {"Authorization": f"Bearer {answer['meta']['access_token']}"}
        assert Client().get("/api/v1/me/", headers=headers).json()["email"] == GINA

    def test_hand_it_in_once(self, provider: Provider) -> None:
        self.person(provider)
        token = provider.id_token()
        assert [self.send(provider, {"id_token": token}).status_code for _ in range(2)] == [200, 400]

    @pytest.mark.parametrize(
        "changes",
        [
            {"aud": "another-site"},
            {"iss": "https://evil.example"},
            {"exp": 1},
            {"kid": "unknown"},
            {"key": "a secret that is long enough for this", "algorithm": "HS256"},
            {"sub": 1001},
            {"sub": ""},
        ],
    )
    def test_are_refused_with_anything_else(self, provider: Provider, changes: dict[str, Any]) -> None:
        self.person(provider)
        try:
            token = provider.id_token(**changes)
        except TypeError:
            pytest.fail("the provider of the tests cannot sign that")
        answer = self.send(provider, {"id_token": token})
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "invalid_token")
        assert User.objects.count() == 0

    @pytest.mark.parametrize("token", ["", "a.b.c", "x" * 4000, "e30.e30.e30"])
    def test_are_refused_with_no_token_at_all(self, provider: Provider, token: str) -> None:
        assert self.send(provider, {"id_token": token}).status_code == 400
        assert self.send(provider, {"access_token": token}, name="facebook").status_code == 400

    def test_are_told_to_log_in_where_there_is_an_account(self, provider: Provider, anna: User) -> None:
        self.person(provider, email=anna.email)
        answer = self.send(provider, {"id_token": provider.id_token()})
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "email_taken")
        assert SocialAccount.objects.count() == 0

    def test_type_the_mailed_code_for_an_address_nobody_proved(self, provider: Provider) -> None:
        self.person(provider, "facebook")
        provider.tokens["of-gina"] = provider.person
        answer = self.send(provider, {"access_token": "of-gina"}, name="facebook")
        assert (answer.status_code, answer.json()["meta"]["is_authenticated"]) == (401, False)
        headers = {"X-Session-Token": answer.json()["meta"]["session_token"]}
        key = {"key": code_for(GINA)}
        path = HEADLESS.format("app") + "auth/email/verify"
        done = Client().post(path, key, content_type="application/json", headers=headers)
        assert done.json()["meta"]["is_authenticated"]

    def test_link_nothing_without_being_in(self, provider: Provider) -> None:
        self.person(provider)
        answer = self.send(provider, {"id_token": provider.id_token()}, process="connect")
        assert (answer.status_code, SocialAccount.objects.count()) == (403, 0)
