"""Another site cannot make somebody's browser do anything here: every route, every way to send, with the cookies."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from pytest_django import Settings

from marketplace.accounts import groups
from marketplace.accounts.models import User
from tests.accounts.conftest import code_for
from tests.api import world as api
from tests.api.server import PASSWORD
from tests.api.world import World
from tests.config import crossing, doors, things
from tests.config.crossing import APPS, ATTACKS, FORM, TEXT, Attack

pytestmark = pytest.mark.django_db

ROUTES = doors.routes()
ADMIN = [route for route in ROUTES if route.removeprefix("^").startswith(doors.ADMIN)]
APP = [route for route in ROUTES if route.startswith(APPS)]
API = [route for route in ROUTES if route.startswith(doors.PROGRAMS)]
PAGES = [route for route in ROUTES if route not in {*ADMIN, *APP, *API}]
# The admin's doors and those of apps stand behind one and the same check each: one way to send will do for most runs.
SOME = pytest.mark.parametrize(
    "attacks",
    [
        pytest.param(ATTACKS[:1], id="a form"),
        pytest.param(ATTACKS[1:], id="all others", marks=pytest.mark.exhaustive),
    ],
)


@pytest.fixture(autouse=True)
def _quick(settings: Settings) -> None:
    settings.CSRF_FAILURE_VIEW = "tests.config.crossing.refuse"


@pytest.fixture
def world() -> World:
    return api.build()


@pytest.fixture
def known(world: World) -> things.Things:
    groups.sync()
    return things.build(world)


def strict(person: User | None) -> Client:
    """A browser of the person's, for which tokens count; it has the cookie that a token belongs to."""
    browser = Client(enforce_csrf_checks=True)
    if person:
        browser.force_login(person)
    browser.get("/accounts/password/reset/")
    assert "csrf" in browser.cookies
    return browser


def rows() -> dict[str, int]:
    """How many rows there are of everything."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


@contextmanager
def nothing_changes() -> Iterator[None]:
    """Fails when there is a row more or less of anything afterwards."""
    before = rows()
    yield
    assert rows() == before


class TestEveryRoute:
    def test_of_the_pages_refuses_what_other_sites_send(self, world: World, known: things.Things) -> None:
        sam = strict(world.sam)
        with nothing_changes():
            assert [*crossing.breaches(sam, PAGES, known, ATTACKS)] == []

    def test_of_the_api_refuses_it_with_the_sessions_cookie(self, world: World, known: things.Things) -> None:
        sam = strict(world.sam)
        with nothing_changes():
            assert [*crossing.breaches(sam, API, known, ATTACKS)] == []

    @SOME
    def test_of_the_admin_refuses_it(self, world: World, known: things.Things, attacks: tuple[Attack, ...]) -> None:
        admin = doors.browsers(world)["admin"]
        admin.handler.enforce_csrf_checks = True
        with nothing_changes():
            assert [*crossing.breaches(admin, ADMIN, known, attacks)] == []

    @SOME
    def test_of_apps_does_not_look_at_the_cookie_and_sets_none(
        self, world: World, known: things.Things, attacks: tuple[Attack, ...]
    ) -> None:
        """Apps have no cookies: what is done there is done for whoever shows a token, so a stranger gets the same."""
        found, sam = [], strict(world.sam)
        for route in APP:
            address = doors.address_of(route, known)
            for attack in attacks:
                theirs, _ = crossing.send(sam, address, attack)
                nobodys, _ = crossing.send(Client(enforce_csrf_checks=True), address, attack)
                if theirs.status_code != nobodys.status_code or theirs.cookies:
                    found.append(f"{route}: {attack.name}: {theirs.status_code} {nobodys.status_code}")
        assert found == []


def test_nobody_is_signed_in_as_somebody_else_by_another_site(known: things.Things) -> None:
    nobody = strict(None)
    with nothing_changes():
        assert [*crossing.breaches(nobody, PAGES, known, ATTACKS)] == []


@pytest.mark.parametrize("door", ["/accounts/login/", "/_allauth/browser/v1/auth/login"])
def test_the_right_password_from_another_site_opens_nothing(door: str, world: World) -> None:
    form = f"login={world.clara.email}&email={world.clara.email}&password={PASSWORD}".encode()
    text = f'{{"email": "{world.clara.email}", "password": "{PASSWORD}"}}'.encode()
    for kind, body in ((FORM, form), (TEXT, text)):
        browser = strict(None)
        answer, written = crossing.send(browser, door, Attack("login", kind=kind, body=body))
        assert (crossing.is_refused(answer), written) == (True, [])
        assert "session" not in browser.cookies


def test_a_mailed_code_from_another_site_opens_nothing(world: World) -> None:
    browser = Client()
    browser.post("/accounts/login/code/", {"email": world.clara.email})
    browser.handler.enforce_csrf_checks = True
    answer, _ = crossing.send(
        browser, "/accounts/login/code/confirm/", Attack("code", body=f"code={code_for(world.clara.email)}".encode())
    )
    assert crossing.is_refused(answer)
    assert "_auth_user_id" not in browser.session


def test_a_stolen_apps_door_gives_a_browser_no_session(world: World) -> None:
    """A form of another site may log in at the door of apps, as any program may: the browser keeps nothing of it."""
    browser = Client(enforce_csrf_checks=True)
    text = f'{{"email": "{world.clara.email}", "password": "{PASSWORD}"}}'.encode()
    answer, _ = crossing.send(browser, "/_allauth/app/v1/auth/login", Attack("login", kind=TEXT, body=text))
    assert (answer.status_code, dict(browser.cookies)) == (200, {})


def test_a_bearer_token_needs_no_other(world: World) -> None:
    said = {"email": world.clara.email, "password": PASSWORD}
    meta: dict[str, Any] = Client().post("/_allauth/app/v1/auth/login", said, "application/json").json()["meta"]
    bearer = {"Authorization": f"Bearer {meta['access_token']}"}
    for browser in (Client(enforce_csrf_checks=True), strict(world.sam)):
        answer = browser.patch("/api/v1/me/", {"display_name": "Clara B."}, "application/json", headers=bearer)
        assert (answer.status_code, answer.json()["email"]) == (200, world.clara.email)


def test_control_a_view_that_forgot_would_be_found(settings: Settings, world: World, known: things.Things) -> None:
    settings.ROOT_URLCONF = "tests.config.careless"
    found = [*crossing.breaches(strict(world.sam), ["careless/", "account/name/"], known, ATTACKS)]
    assert len(found) == len(ATTACKS)
    assert found[0].startswith('careless/: a form without the token: 200 [\'UPDATE "accounts_user"')
