"""Where one is signed in, on the page and by the API, and how one of many sign-ins ends."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from marketplace.accounts.models import TokenFamily, User
from marketplace.audit.models import Event
from tests.accounts.test_tokens import call, me, refresh, tokens

PLACES = "/api/v1/me/sessions/"

pytestmark = pytest.mark.django_db


def listed(access: str) -> list[dict[str, Any]]:
    status, answer = call(PLACES, None, "get", authorization=f"Bearer {access}")
    assert status == 200
    found: list[dict[str, Any]] = answer["results"]
    return found


def end(access: str, place: str = "") -> int:
    return call(PLACES + (f"{place}/" if place else ""), None, "delete", authorization=f"Bearer {access}")[0]


class TestTheList:
    def test_has_browsers_and_apps_and_marks_the_one_that_asks(
        self, anna: User, sign_in: Callable[[User], Client]
    ) -> None:
        client = sign_in(anna)
        app = tokens(anna)
        by_app, by_page = listed(app["access_token"]), client.get(PLACES).json()["results"]
        assert [(one["kind"], one["is_current"]) for one in by_app] == [("app", True), ("browser", False)]
        assert [(one["kind"], one["is_current"]) for one in by_page] == [("app", False), ("browser", True)]
        assert set(by_app[0]) == {"id", "kind", "user_agent", "ip", "signed_in_at", "is_current"}

    def test_tells_no_key(self, anna: User, sign_in: Callable[[User], Client]) -> None:
        client = sign_in(anna)
        app = tokens(anna)
        keys = {client.session.session_key, TokenFamily.objects.get().session_key, app["session_token"]}
        said = client.get(PLACES).content.decode() + client.get("/accounts/sessions/").content.decode()
        assert [key for key in keys if str(key) in said] == []

    def test_has_nobody_elses(self, anna: User, clara: User) -> None:
        tokens(anna)
        client = Client()
        client.force_login(clara)
        assert client.get(PLACES).json()["results"] == []

    def test_is_for_people(self, client: Client) -> None:
        assert client.get(PLACES).status_code == 401


class TestSigningOutOne:
    def test_kills_the_apps_tokens_at_once(self, anna: User) -> None:
        mine, lost = tokens(anna), tokens(anna)
        place = next(one["id"] for one in listed(mine["access_token"]) if not one["is_current"])
        assert end(mine["access_token"], place) == 204
        assert me(lost["access_token"])[0] == 401
        assert refresh(lost["refresh_token"])[0] == 400
        assert me(mine["access_token"])[0] == 200
        assert Event.objects.filter(kind="account.signed_out", subject_id=anna.pk).count() == 1

    def test_ends_a_browsers_session(self, anna: User, sign_in: Callable[[User], Client]) -> None:
        browser, app = sign_in(anna), tokens(anna)
        place = next(one["id"] for one in listed(app["access_token"]) if one["kind"] == "browser")
        assert end(app["access_token"], place) == 204
        assert browser.get("/account/").status_code == 302

    def test_may_be_the_one_that_asks(self, anna: User) -> None:
        app = tokens(anna)
        assert end(app["access_token"], listed(app["access_token"])[0]["id"]) == 204
        assert me(app["access_token"])[0] == 401

    def test_of_somebody_else_is_not_there(self, anna: User, clara: User) -> None:
        app = tokens(anna)
        place = listed(app["access_token"])[0]["id"]
        eve = Client()
        eve.force_login(clara)
        answers = [eve.delete(f"{PLACES}{one}/") for one in (place, "0" * 32)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content
        assert eve.post(f"/account/sessions/{place}/").status_code == 404
        assert me(app["access_token"])[0] == 200

    def test_works_on_the_page(self, anna: User, sign_in: Callable[[User], Client]) -> None:
        client, app = sign_in(anna), tokens(anna)
        places = client.get(PLACES).json()["results"]
        page = client.get("/accounts/sessions/").content.decode()
        assert page.count("/account/sessions/") == 2
        client.post(f"/account/sessions/{next(one['id'] for one in places if one['kind'] == 'app')}/")
        assert me(app["access_token"])[0] == 401
        answer = client.post(f"/account/sessions/{next(one['id'] for one in places if one['is_current'])}/")
        assert answer["Location"] == "/accounts/login/"
        assert client.get("/account/").status_code == 302


class TestSigningOutAll:
    def test_kills_everything(self, anna: User, sign_in: Callable[[User], Client]) -> None:
        browser, app = sign_in(anna), tokens(anna)
        assert end(app["access_token"]) == 204
        assert (me(app["access_token"])[0], refresh(app["refresh_token"])[0]) == (401, 400)
        assert browser.get("/account/").status_code == 302

    def test_but_this_one_is_a_button_of_the_page(self, anna: User, sign_in: Callable[[User], Client]) -> None:
        browser, other, app = sign_in(anna), sign_in(anna), tokens(anna)
        assert browser.post("/accounts/sessions/")["Location"] == "/accounts/sessions/"
        assert browser.get("/account/").status_code == 200
        assert other.get("/account/").status_code == 302
        assert (me(app["access_token"])[0], refresh(app["refresh_token"])[0]) == (401, 400)
