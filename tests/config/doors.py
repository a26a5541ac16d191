"""Every door of the site, and who gets through it: what tests/authz.yml says, asked of the site itself."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import yaml
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from config.reference import METHODS
from marketplace.accounts import groups, staff
from marketplace.accounts.models import User
from tests.api.world import World
from tests.config.things import Things
from tests.moderation.conftest import enter

TABLE: Final = Path(__file__).parents[1] / "authz.yml"
CUSTOMERS: Final = ("client", "specialist")
ADMIN: Final = "admin/"
# Outside the admin staff are people like others: one of them knocks there.
OUTSIDE: Final = ("guest", *CUSTOMERS, "admin")
PEOPLE: Final = ("guest", *CUSTOMERS, *staff.GROUPS)
# Programs of ours use every method; whatever else there is is read and sent.
PROGRAMS: Final = "api/v1/"
PAGES: Final = ("GET", "POST")
SHUT: Final = {401, 403, 404, 410}
NO_SUCH_METHOD: Final = 405
SIGN_IN: Final = ("/accounts/login/", "/admin/login/", "/accounts/2fa/", "/accounts/reauthenticate/")
# Where Wagtail sends somebody who may not open what they asked for.
TURNED_AWAY: Final = "/admin/"
REDIRECTS: Final = range(300, 400)

Rows = dict[str, dict[str, str]]


def routes() -> list[str]:
    """Every route of the URLconf as Django writes it, each once."""
    return list(dict.fromkeys(_walk(get_resolver().url_patterns, "")))


def _walk(patterns: Iterable[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, address)
        else:
            yield address


def table() -> Rows:
    """What the table says: route, method, who."""
    rows: Rows = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return rows


def methods(route: str) -> tuple[str, ...]:
    """The methods worth asking for."""
    return tuple(method.upper() for method in METHODS) if route.startswith(PROGRAMS) else PAGES


def who(route: str, address: str, browsers: dict[str, Client]) -> dict[str, str]:
    """Who gets through the door, by method; a method that the door does not know is left out."""
    found, callers = {}, PEOPLE if route.startswith(ADMIN) else OUTSIDE
    for method in methods(route):
        answers = {person: knock(browsers[person], method, address) for person in callers}
        broken = {person: answer.status_code for person, answer in answers.items() if answer.status_code >= 500}
        assert not broken, f"{method} {address}: {broken}"
        inside = [person for person, answer in answers.items() if is_in(answer)]
        if inside or NO_SUCH_METHOD not in {answer.status_code for answer in answers.values()}:
            found[method] = name_of(inside, callers)
    return found


def knock(browser: Client, method: str, address: str) -> HttpResponse:
    """What the person gets; whatever it changed is undone, signing out too."""
    cookies = browser.cookies.output()
    if method != "GET":
        cache.clear()  # whoever knocks often would be asked to wait
    with transaction.atomic():
        answer = browser.generic(method, address)
        transaction.set_rollback(True)
    browser.cookies.clear()
    browser.cookies.load(cookies.replace("Set-Cookie: ", ""))
    return answer  # type: ignore[return-value]


def is_in(answer: HttpResponse) -> bool:
    """Whether this is what was asked for, or what is wrong with it, rather than a way to sign in or a refusal."""
    if answer.status_code in REDIRECTS:
        place = urlsplit(answer["Location"]).path
        return place != TURNED_AWAY and not place.startswith(SIGN_IN)
    return answer.status_code not in SHUT | {NO_SUCH_METHOD}


def name_of(inside: list[str], callers: tuple[str, ...]) -> str:
    """Those inside by their common name, one by one where they have none."""
    outside = set(callers) - set(inside)
    if not outside:
        return "everyone"
    if outside == {"guest"}:
        return "people"
    if not inside:
        return "nobody"
    return "staff" if inside == list(staff.GROUPS) else ", ".join(inside)


def browsers(world: World) -> dict[str, Client]:
    """One browser for each kind of person; staff have shown their second factor."""
    groups.sync()
    guest, client, specialist = Client(), Client(), Client()
    client.force_login(world.clara)
    specialist.force_login(world.sam)
    found = {"guest": guest, "client": client, "specialist": specialist}
    for name in staff.GROUPS:
        person = User.objects.create_user(f"{name}@example.com", "a long enough phrase", is_staff=True)
        person.groups.add(Group.objects.get(name=name))
        found[name] = enter(person)
    return found


def address_of(route: str, things: Things) -> str:
    """The address of the route, with things that are there; 1 for what nobody has."""
    values: dict[str, Any] = {}
    for beginning in sorted((one for one in things if route.startswith(one)), key=len):
        values |= things[beginning]
    route = route.replace("(?:/|$)", "/").replace("[^/]+", "blog").replace(r"((?:[\w\-]+/)*)", "nowhere/")
    route = route.replace(r"(\d+)/(.*)", "1/nothing.pdf")
    text = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", lambda part: str(values.get(part[1], 1)), route)
    text = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(values.get(part[1], 1)), text)
    return "/" + re.sub(r"\\Z|\\(?=\.)|[\^$]", "", text)
