"""Logging in with Google and Facebook, played by a provider that speaks their protocol."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.test import Client

from config import env
from marketplace.accounts.models import User
from marketplace.accounts.states import AccountState
from tests.accounts.conftest import PASSWORD, code_for
from tests.accounts.doors import Visitor
from tests.accounts.oauth_provider import CLIENT_ID, Provider
from tests.accounts.providers import Traveller
from tests.accounts.test_first_proof import reset

GINA = "gina@example.com"
DOORS = [f"/accounts/{name}/login/{step}" for name in ("google", "facebook") for step in ("", "callback/", "token/")]
HEADLESS = "/_allauth/{}/v1/"

pytestmark = pytest.mark.django_db


def words(answer: Any) -> list[str]:
    """What the next page will tell the person."""
    return [str(message) for message in get_messages(answer.wsgi_request)]


def again(traveller: Traveller) -> Traveller:
    """The same person with another browser."""
    return Traveller(traveller.provider, traveller.name, **traveller.told)


class TestWithoutKeys:
    @pytest.mark.parametrize("page", ["login", "signup"])
    def test_there_is_no_button(self, page: str) -> None:
        assert b"Continue with" not in Client().get(f"/accounts/{page}/").content

    @pytest.mark.parametrize("door", DOORS)
    def test_there_is_no_door(self, door: str, client: Client) -> None:
        assert (client.get(door).status_code, client.post(door).status_code) in ((404, 404), (404, 405))

    @pytest.mark.parametrize("kind", ["app", "browser"])
    def test_apps_are_told_of_none(self, kind: str, client: Client) -> None:
        answer = client.get(HEADLESS.format(kind) + "config").json()
        assert answer["data"]["socialaccount"]["providers"] == []

    @pytest.mark.parametrize("kind", ["app", "browser"])
    def test_a_token_of_theirs_is_none(self, kind: str, client: Client) -> None:
        token = {"client_id": CLIENT_ID, "id_token": "a.b.c"}
        sent = {"provider": "google", "process": "login", "token": token}
        answer = client.post(HEADLESS.format(kind) + "auth/provider/token", sent, content_type="application/json")
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "invalid_token")

    def test_browsers_are_sent_nowhere(self, client: Client) -> None:
        form = {"provider": "google", "callback_url": "/account/", "process": "login"}
        answer = client.post(HEADLESS.format("browser") + "auth/provider/redirect", form)
        assert (answer.status_code, "Location" in answer) == (400, False)

    def test_what_was_linked_before_can_be_unlinked(self, anna: User, sign_in: Callable[[User], Client]) -> None:
        linked = SocialAccount.objects.create(user=anna, provider="google", uid="1", extra_data={"email": anna.email})
        client = sign_in(anna)
        assert b"Unlink" in client.get("/accounts/3rdparty/").content
        unlink(client, linked)
        assert SocialAccount.objects.count() == 0

    def test_apps_of_somebody_linked_before_hear_that_nothing_is_there(
        self, anna: User, sign_in: Callable[[User], Client]
    ) -> None:
        SocialAccount.objects.create(user=anna, provider="google", uid="1")
        assert sign_in(anna).get(HEADLESS.format("browser") + "account/providers").status_code == 404

    def test_half_of_the_keys_stop_the_start(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GOOGLE_CLIENT_ID", "a")
        with pytest.raises(env.Misconfigured, match="GOOGLE_CLIENT_SECRET is not set"):
            env.keys("GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET")


def unlink(client: Client, account: SocialAccount) -> Any:
    """The button, the password it asks for, and what it answers then."""
    answer = client.post("/accounts/3rdparty/", {"account": account.pk})
    if answer.status_code == 302 and "reauthenticate" in answer["Location"]:
        answer = client.post(answer["Location"], {"password": PASSWORD})
    return answer


class TestSomebodyNew:
    def test_is_in_at_once_when_google_has_proved_the_address(self, provider: Provider) -> None:
        gina = Traveller(provider)
        assert gina.go()["Location"] == "/"
        person = User.objects.get()
        assert (gina.is_in, person.email, person.display_name) == (True, GINA, "Gina G")
        assert (person.state, person.has_usable_password()) == (AccountState.ACTIVE, False)
        assert list(EmailAddress.objects.values_list("email", "verified")) == [(GINA, True)]

    def test_is_known_when_they_come_again(self, provider: Provider) -> None:
        gina = Traveller(provider)
        gina.go()
        back = again(gina)
        assert back.go()["Location"] == "/"
        assert (back.is_in, User.objects.count()) == (True, 1)

    def test_comes_to_the_page_they_wanted(self, provider: Provider) -> None:
        assert Traveller(provider).go(next="/account/")["Location"] == "/account/"

    @pytest.mark.parametrize("next_", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
    def test_comes_to_no_other_site(self, provider: Provider, next_: str) -> None:
        assert Traveller(provider).go(next=next_)["Location"] == "/"

    @pytest.mark.parametrize(("name", "changes"), [("google", {"email_verified": False}), ("facebook", {})])
    def test_types_the_mailed_code_when_nobody_has_proved_the_address(
        self, provider: Provider, name: str, changes: dict[str, Any]
    ) -> None:
        gina = Traveller(provider, name, **changes)
        assert gina.go()["Location"] == "/accounts/confirm-email/"
        assert (gina.is_in, User.objects.get().state) == (False, AccountState.UNCONFIRMED)
        gina.client.post("/accounts/confirm-email/", {"code": code_for(GINA)})
        assert (gina.is_in, User.objects.get().state) == (True, AccountState.ACTIVE)
        assert User.objects.get().display_name == "Gina G"
        back = again(gina)
        back.go()
        assert back.is_in

    def test_may_type_it_after_coming_once_more(self, provider: Provider) -> None:
        gina = Traveller(provider, "facebook")
        gina.go()
        cache.clear()
        later = again(gina)
        later.go()
        later.client.post("/accounts/confirm-email/", {"code": code_for(GINA)})
        assert (later.is_in, SocialAccount.objects.count()) == (True, 1)

    def test_is_asked_for_an_address_when_facebook_has_none(self, provider: Provider) -> None:
        gina = Traveller(provider, "facebook", email=None)
        assert gina.go()["Location"] == "/accounts/3rdparty/signup/"
        form = {"email": GINA, "display_name": "Gina", "intent": "find"}
        assert b"Gina G" in gina.client.get("/accounts/3rdparty/signup/").content
        answer = gina.client.post("/accounts/3rdparty/signup/", form)
        assert (answer["Location"], gina.is_in) == ("/accounts/confirm-email/", False)
        gina.client.post("/accounts/confirm-email/", {"code": code_for(GINA)})
        assert (gina.is_in, User.objects.get().display_name) == (True, "Gina")

    def test_is_asked_for_a_name_when_theirs_is_none(self, provider: Provider) -> None:
        gina = Traveller(provider, given_name="http://evil.example", family_name="")
        assert gina.go()["Location"] == "/account/name/"

    def test_leaves_nothing_here_but_name_and_address(self, provider: Provider) -> None:
        Traveller(provider, "facebook", link="https://facebook.example/gina", birthday="01/02/1990").go()
        assert SocialAccount.objects.get().extra_data == {"email": GINA, "name": "Gina G"}


class TestAnAddressThatHasAnAccount:
    """S-9: nothing is linked without proof of the account."""

    @pytest.mark.parametrize(("name", "changes"), [("google", {"email_verified": False}), ("facebook", {})])
    def test_is_never_linked_with_who_has_not_proved_it(
        self, provider: Provider, anna: User, name: str, changes: dict[str, Any]
    ) -> None:
        stranger = Traveller(provider, name, email=anna.email, **changes)
        answer = stranger.go()
        assert (answer["Location"], stranger.is_in) == ("/accounts/confirm-email/", False)
        assert (SocialAccount.objects.count(), User.objects.count()) == (0, 1)

    def test_answers_who_has_not_proved_it_as_any_other_address(self, provider: Provider, anna: User) -> None:
        taken = Traveller(provider, "facebook", email=anna.email)
        new = Traveller(provider, "facebook", id="3", email="new@example.com")
        answers = [one.go() for one in (taken, new)]
        assert {(one.status_code, one["Location"]) for one in answers} == {(302, "/accounts/confirm-email/")}
        pages = [one.client.get("/accounts/confirm-email/") for one in (taken, new)]
        assert {page.status_code for page in pages} == {200}

    def test_is_linked_by_its_owner_from_inside_only(self, provider: Provider, anna: User) -> None:
        traveller = Traveller(provider, email=anna.email)
        answer = traveller.go()
        assert (answer["Location"], traveller.is_in) == ("/accounts/login/", False)
        assert words(answer) == [
            "There is an account with this e-mail address already. Log in to it (a code by e-mail will do), "
            "then link Google on your account page."
        ]
        assert SocialAccount.objects.count() == 0

    def test_is_not_taken_over_by_a_changed_id(self, provider: Provider) -> None:
        Traveller(provider).go()
        other = Traveller(provider, sub="9999")
        assert (other.go()["Location"], other.is_in) == ("/accounts/login/", False)
        assert list(SocialAccount.objects.values_list("uid", flat=True)) == ["1001"]

    def test_is_the_account_it_was_when_the_address_there_changes(self, provider: Provider) -> None:
        Traveller(provider).go()
        moved = Traveller(provider, email="elsewhere@example.com")
        moved.go()
        assert (moved.is_in, User.objects.get().email) == (True, GINA)

    @pytest.mark.parametrize("verified", [True, False])
    def test_is_told_the_same_when_a_stranger_only_prepared_it(self, provider: Provider, *, verified: bool) -> None:
        Visitor("page").join(GINA, "Eve was here", "attacker owns this 4471 pw")
        gina = Traveller(provider, email_verified=verified)
        gina.go()
        assert (gina.is_in, SocialAccount.objects.count()) == (False, 0)
        assert Visitor("page").come_by_code(GINA)
        assert not Visitor("page").log_in(GINA, "attacker owns this 4471 pw")


class TestAnAccountPreparedWithFacebook:
    """Eve has Vera's address at Facebook, where nobody asked her to prove it."""

    @pytest.fixture
    def eve(self, provider: Provider) -> Traveller:
        eve = Traveller(provider, "facebook", name="Eve was here")
        eve.go()
        return eve

    def test_belongs_to_whoever_comes_with_the_code_from_the_mail(self, eve: Traveller) -> None:
        assert Visitor("page").come_by_code(GINA)
        back = again(eve)
        back.go()
        assert (back.is_in, eve.is_in, SocialAccount.objects.count()) == (False, False, 0)
        assert User.objects.get().display_name == ""

    def test_belongs_to_whoever_chooses_a_password(self, eve: Traveller) -> None:
        reset(GINA, PASSWORD)
        assert SocialAccount.objects.count() == 0
        assert Visitor("page").log_in(GINA)

    def test_opens_for_no_password(self, eve: Traveller) -> None:
        assert [Visitor("page").log_in(GINA, words) for words in ("", "!", PASSWORD)] == [False] * 3

    def test_is_forgotten_when_nobody_proves_the_address(self, eve: Traveller, monkeypatch: pytest.MonkeyPatch) -> None:
        from datetime import timedelta

        from marketplace.accounts import services
        from marketplace.core import clock

        User.objects.update(date_joined=clock.now() - timedelta(days=2))
        assert services.forget_unconfirmed() == 1
        assert SocialAccount.objects.count() == 0


class TestTheWay:
    def test_is_proved_with_pkce_and_a_state(self, provider: Provider) -> None:
        Traveller(provider).go()
        asked = provider.asked[-1]
        assert (asked["code_challenge_method"], asked["client_id"]) == ("S256", CLIENT_ID)
        assert set(asked["scope"].split()) == {"profile", "email"}
        assert len(asked["state"]) == 16
        assert asked["redirect_uri"] == "http://testserver/accounts/google/login/callback/"

    def test_begins_with_a_button_not_with_a_link(self, provider: Provider, client: Client) -> None:
        answer = client.get("/accounts/google/login/")
        assert (answer.status_code, b'http-equiv="refresh"' in answer.content) == (200, False)
        assert b"Continue with Google" in answer.content

    def test_begins_with_no_form_of_another_site(self, provider: Provider) -> None:
        assert Client(enforce_csrf_checks=True).post("/accounts/google/login/").status_code == 403

    @pytest.mark.parametrize("name", ["google", "facebook"])
    def test_ends_in_a_sentence_without_a_state(self, provider: Provider, name: str) -> None:
        traveller = Traveller(provider, name)
        address = traveller.decide(traveller.leave())
        refused(traveller, address.partition("&state=")[0])

    def test_ends_in_a_sentence_with_the_state_of_another_browser(self, provider: Provider) -> None:
        victim, attacker = Traveller(provider), Traveller(provider, sub="666", email="eve@example.com")
        victim.leave()
        refused(victim, attacker.decide(attacker.leave()))

    def test_ends_in_a_sentence_with_the_state_of_another_provider(self, provider: Provider) -> None:
        traveller = Traveller(provider)
        address = traveller.decide(traveller.leave())
        refused(traveller, address.replace("/google/", "/facebook/"))

    def test_can_be_walked_once(self, provider: Provider) -> None:
        traveller = Traveller(provider)
        address = traveller.decide(traveller.leave())
        traveller.come_back(address)
        assert traveller.come_back(address).status_code == 401

    def test_ends_in_a_sentence_with_a_code_that_is_none(self, provider: Provider) -> None:
        traveller = Traveller(provider)
        state = traveller.leave().partition("state=")[2].partition("&")[0]
        refused(traveller, f"/accounts/google/login/callback/?code=guessed&state={state}")

    def test_ends_in_a_sentence_when_they_break_down(self, provider: Provider) -> None:
        traveller = Traveller(provider)
        refused(traveller, traveller.decide(traveller.leave(), "broken"))

    def test_can_be_given_up(self, provider: Provider) -> None:
        traveller = Traveller(provider)
        answer = traveller.go("no")
        assert answer["Location"] == "/accounts/3rdparty/login/cancelled/"
        page = traveller.client.get(answer["Location"])
        assert b"Nothing has happened" in page.content
        assert (traveller.is_in, User.objects.count()) == (False, 0)


def refused(traveller: Traveller, address: str) -> None:
    """Back with this address: a sentence, and nobody is in."""
    answer = traveller.come_back(address)
    assert (answer.status_code, b"That did not work" in answer.content) == (401, True)
    assert (traveller.is_in, User.objects.count(), SocialAccount.objects.count()) == (False, 0, 0)
