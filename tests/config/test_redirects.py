"""Whoever is sent on after a form stays on this site, whatever the address says: sixty spellings at every such door."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from wagtail.models import PageViewRestriction, Site

from marketplace.accounts import groups, services, staff
from marketplace.accounts.models import User
from marketplace.consents import papers
from pages import tree
from pages.models import Brand, StandardPage
from tests.accounts.conftest import PASSWORD, code_for, totp
from tests.api import world as api
from tests.api.hostile import some
from tests.cast import profile_of, project_of
from tests.config import doors, things
from tests.config.temptations import PAYLOADS, is_ours
from tests.moderation.conftest import enter

pytestmark = pytest.mark.django_db

NEW: Final = "cobalt pancake umbrella seven"
EMAIL: Final = "nora@example.com"
SECRET: Final = staff.demo_secret("nora")
MARK: Final = "/projects/?q=marked"
# What programs like ours call the page to go on to.
NAMES: Final = ("next", "return_url", "redirect_to", "redirect_url", "url", "back", "to", "continue", "referer")


Door = Callable[[str], str]


@pytest.fixture
def nora() -> User:
    """Somebody who has an account."""
    return services.make_person(EMAIL, "Nora", PASSWORD)


def inside() -> Client:
    """Nora's browser."""
    client = Client()
    client.force_login(User.objects.get(email=EMAIL))
    return client


def at_work() -> Client:
    """The browser of a member of staff."""
    groups.sync()
    return enter(services.make_person("ada@example.com", "Ada", PASSWORD, groups=["admin"]))


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happened, limits and codes that were used included, has not."""
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def at(answer: Any) -> str:
    """Where the answer leads; what is refused, or asked again, leads nowhere."""
    assert answer.status_code in {200, 302, 400}, answer.content
    return str(answer.get("Location", "/"))


def post(path: str, who: Callable[[], Client] = Client, name: str = "next", **form: str) -> Door:
    """A door that takes one form."""
    return lambda tempting: at(who().post(path, {**form, name: tempting}))


def _second_step(tempting: str) -> str:
    services.make_person(EMAIL, "Nora", PASSWORD, totp_secret=SECRET)
    client = Client()
    client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD, "next": tempting})
    return at(client.post("/accounts/2fa/authenticate/", {"code": totp(SECRET), "next": tempting}))


def _second_step_again(tempting: str) -> str:
    services.make_person(EMAIL, "Nora", PASSWORD, totp_secret=SECRET)
    return at(inside().post("/accounts/2fa/reauthenticate/", {"code": totp(SECRET), "next": tempting}))


def _code(tempting: str) -> str:
    client = Client()
    client.post("/accounts/login/code/", {"email": EMAIL, "next": tempting})
    return at(client.post("/accounts/login/code/confirm/", {"code": code_for(EMAIL), "next": tempting}))


def _joining(tempting: str) -> str:
    client, email = Client(), "olga@example.com"
    said = {"display_name": "Olga", "email": email, "password1": PASSWORD, "intent": "find", "next": tempting}
    client.post("/accounts/signup/", said)
    return at(client.post("/accounts/confirm-email/", {"code": code_for(email), "next": tempting}))


def _already_in(path: str) -> Door:
    return lambda tempting: at(inside().get(path, {"next": tempting}))


def _terms() -> Door:
    page = tree.home().add_child(instance=StandardPage(title="Terms", slug="terms", body="<p>Be fair.</p>"))
    page.save_revision().publish()
    brand = Brand.for_site(Site.objects.get(is_default_site=True))
    brand.terms = page
    brand.save()
    cache.clear()
    paper = papers.current()[0]
    return post("/account/terms/", inside, accept=f"{paper.kind}:{paper.version}")


def _favourite() -> Door:
    project = project_of(profile_of(User.objects.create_user("sam@example.com", PASSWORD, display_name="Sam")))
    return post(f"/favourites/projects/{project.public_id}/", inside, on="1")


def _from(path: str, **form: str) -> Door:
    """A door that goes back to where the browser says it comes from: what of the temptation fits into a header."""

    def come(tempting: str) -> str:
        header = "".join(char for char in tempting if " " <= char < "\x7f")
        return at(Client().post(path, form, headers={"referer": header}))

    return come


def _private_page() -> Door:
    page = tree.home().add_child(instance=StandardPage(title="About", slug="about"))
    wall = PageViewRestriction.objects.create(page=page, restriction_type="password", password="a")
    return post(f"/_util/authenticate_with_password/{wall.pk}/{page.pk}/", name="return_url", password="a")


NEW_PASSWORD: Final = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
DOORS: Final[dict[str, Callable[[], Door]]] = {
    "logging in": lambda: post("/accounts/login/", login=EMAIL, password=PASSWORD),
    "the second step": lambda: _second_step,
    "the second step again": lambda: _second_step_again,
    "a code by mail": lambda: _code,
    "joining": lambda: _joining,
    "logging in when one is in": lambda: _already_in("/accounts/login/"),
    "joining when one is in": lambda: _already_in("/accounts/signup/"),
    "the password again": lambda: post("/accounts/reauthenticate/", inside, password=PASSWORD),
    "another password": lambda: post("/accounts/password/change/", inside, **NEW_PASSWORD),
    "logging out": lambda: post("/accounts/logout/", inside),
    "logging out of the admin": lambda: post("/admin/logout/", at_work),
    "changed terms": _terms,
    "a favourite": _favourite,
    "a favourite of a guest": lambda: _from("/favourites/projects/aaaaaaaaaaaa/"),
    "another language": lambda: post("/language/", language="ru"),
    "another language from another page": lambda: _from("/language/", language="ru"),
    "a private page": _private_page,
}


@pytest.mark.usefixtures("nora")
@pytest.mark.parametrize(
    "share",
    [
        pytest.param(6, id="some"),
        # A thousand sign-ins, of which most are alike, take a minute.
        pytest.param(1, id="all", marks=pytest.mark.exhaustive),
    ],
)
@pytest.mark.parametrize("name", DOORS)
def test_nobody_is_led_away_from_this_site(name: str, share: int) -> None:
    door, places = DOORS[name](), {}
    for tempting in some(PAYLOADS, share, list(DOORS).index(name)):
        with undone():
            places[tempting] = door(tempting)
    assert {tempting: place for tempting, place in places.items() if not is_ours(place)} == {}


@pytest.mark.usefixtures("nora")
@pytest.mark.parametrize("name", [name for name in DOORS if "guest" not in name and "from another" not in name])
def test_control_each_of_these_doors_leads_to_the_page_of_ours_that_is_named(name: str) -> None:
    with undone():
        assert DOORS[name]()(MARK).endswith(MARK)


def follows(browser: Client, method: str, address: str, where: str) -> str:
    """Where a bare call is led that names this place in every way there is."""
    said = urlencode(dict.fromkeys(NAMES, where))
    answer = doors.knock(browser, method, f"{address}?{said}")
    return str(answer.get("Location", "/")) if answer.status_code in doors.REDIRECTS else "/"


@pytest.mark.exhaustive
def test_every_route_that_goes_where_it_is_told_stays_here() -> None:
    """Some thousand calls: each route is asked who follows an address of ours, and those who do are tempted."""
    world = api.build()
    browsers, found = doors.browsers(world), {}
    known = things.build(world)
    for route in doors.routes():
        address = doors.address_of(route, known)
        for who in ("guest", "admin" if route.startswith(doors.ADMIN) else "specialist"):
            for method in doors.PAGES:
                if "marked" in follows(browsers[who], method, address, MARK):
                    places = {one: follows(browsers[who], method, address, one) for one in PAYLOADS}
                    found[who, method, route] = [one for one, place in places.items() if not is_ours(place)]
    assert {door: led for door, led in found.items() if led} == {}
    assert len(found) > 5
