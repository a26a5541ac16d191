"""Everything that lets somebody in, or is half way there, all of it Anna's: what an end of sign-ins has to reach."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.test import Client

from marketplace.accounts import copies
from marketplace.accounts.models import User
from tests.accounts.conftest import PASSWORD, code_for
from tests.accounts.test_tokens import APP, call, me, refresh, tokens

FORGOTTEN = "copper lantern willow thirteen"


@dataclass
class Keys:
    """`here` is the browser that Anna holds in her hands, `there` another one, both have just shown the password."""

    person: User
    here: Client
    there: Client
    app: dict[str, str]
    code: tuple[Client, str]
    app_code: tuple[dict[str, str], str]
    forgotten: tuple[Client, str]
    chosen: Client

    @classmethod
    def cut(cls, person: User) -> "Keys":
        """Two browsers, an app, a copy that is ready, and four ways in that were begun elsewhere."""
        here, there = browser(person), browser(person)
        copies.make(copies.ask(person).pk)
        code, forgotten, chosen = Client(), Client(), Client()
        code.post("/accounts/login/code/", {"email": person.email})
        by_code = (code, code_for(person.email))
        asked = call(f"{APP}/auth/code/request", {"email": person.email})[1]
        by_app = ({"X-Session-Token": asked["meta"]["session_token"]}, code_for(person.email))
        chosen.post("/accounts/password/reset/", {"email": person.email})
        chosen.post("/accounts/password/reset/confirm/", {"code": code_for(person.email)})
        forgotten.post("/accounts/password/reset/", {"email": person.email})
        by_reset = (forgotten, code_for(person.email))
        return cls(person, here, there, tokens(person), by_code, by_app, by_reset, chosen)

    def alive(self) -> set[str]:
        """What still opens something, by its name in CHECKS; each is tried alone, as a new password ends the others."""
        return {name for name, check in CHECKS.items() if self._opens(check)}

    def _opens(self, check: "Callable[[Keys], bool]") -> bool:
        with transaction.atomic():
            found = check(self)
            transaction.set_rollback(True)
        return found


def browser(person: User) -> Client:
    """A browser in which the person has signed in, and has just given the password once more."""
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    """Whether a page of one's own opens, and the API with the page's cookie."""
    page, api = client.get("/account/").status_code, client.get("/api/v1/me/").status_code
    assert (page, api) in {(200, 200), (302, 401)}
    return page == 200


def _by_code(keys: Keys) -> bool:
    client, code = keys.code
    client.post("/accounts/login/code/confirm/", {"code": code})
    return is_in(client)


def _by_app(keys: Keys) -> bool:
    session, code = keys.app_code
    return call(f"{APP}/auth/code/confirm", {"code": code}, **session)[0] == 200


def _forgotten(keys: Keys) -> bool:
    client, code = keys.forgotten
    client.post("/accounts/password/reset/confirm/", {"code": code})
    return _chooses(client, keys.person, FORGOTTEN)


def _chooses(client: Client, person: User, password: str) -> bool:
    client.post("/accounts/password/reset/complete/", {"password1": password, "password2": password})
    return User.objects.get(pk=person.pk).check_password(password)


CHECKS: dict[str, Callable[[Keys], bool]] = {
    "here": lambda keys: is_in(keys.here),
    "there": lambda keys: is_in(keys.there),
    "the copy there": lambda keys: keys.there.get("/account/data/copy/file/").status_code == 200,
    "access": lambda keys: me(keys.app["access_token"])[0] == 200,
    "refresh": lambda keys: refresh(keys.app["refresh_token"])[0] == 200,
    "session of the app": lambda keys: (
        call(f"{APP}/auth/session", None, "get", **{"X-Session-Token": keys.app["session_token"]})[0] == 200
    ),
    "login code": _by_code,
    "login code of an app": _by_app,
    "reset code": _forgotten,
    "reset code that was typed": lambda keys: _chooses(keys.chosen, keys.person, FORGOTTEN + " more"),
}
EVERYTHING = frozenset(CHECKS)
