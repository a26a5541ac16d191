"""Every page at 390 and 1440 pixels, light and dark: looks whole, reads well, breaks no rule of accessibility."""

import json
from collections.abc import Iterator, Mapping
from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Page, Route

from blog.models import ArticlePage
from marketplace.projects.models import Project
from marketplace.specialists.models import SpecialistProfile
from tests.browser.conftest import Open, Visitor, in_database

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
PAGES = {
    "home": "/",
    "projects": "/projects/",
    "projects-filtered": "/projects/?category=kitchens&q=oak",
    "projects-filters": "/projects/#filters",
    "projects-nothing": "/projects/?q=zzzzqqq&city=nowhere",
    "specialists": "/specialists/",
    "journal": "/blog/",
    "journal-tag": "/blog/tags/budget/",
    "journal-author": "/blog/authors/saltanat-meirbek/",
    "journal-search": "/blog/?q=lamp",
    "landing": "/small-homes/",
    "services": "/services/",
    "category": "/services/kitchens/",
    "category-in-town": "/ru/services/kitchens/astana/",
    "contact": "/contact/",
    "contact-thanks": "/contact/?sent=1",
    "terms": "/terms/",
    "sign-in": "/accounts/login/",
    "sign-in-by-code": "/accounts/login/code/",
    "sign-up": "/accounts/signup/",
    "password-reset": "/accounts/password/reset/",
    "not-found": "/no/such/page/",
    "russian": "/ru/projects/",
    "kazakh": "/kk/specialists/",
    "api": "/api/v1/docs/",
    "offline": "/offline/",
}
CLIENT = {
    "account": "/account/",
    "account-name": "/account/name/",
    "account-phone": "/account/phone/",
    "account-picture": "/account/picture/",
    "account-email": "/accounts/email/",
    "account-password": "/accounts/password/change/",
    "account-second-factor": "/accounts/2fa/",
    "account-sessions": "/accounts/sessions/",
    "favourites": "/favourites/",
    "no-profile-yet": "/specialist/projects/",
    "become-a-specialist": "/specialist/profile/",
}
SPECIALIST = {
    "my-projects": "/specialist/projects/",
    "new-project": "/specialist/projects/new/",
    "my-profile": "/specialist/profile/",
    "profile-statistics": "/specialist/profile/statistics/",
    "step-bio": "/specialist/profile/bio/",
    "step-offerings": "/specialist/profile/offerings/",
    "new-offering": "/specialist/profile/offerings/new/",
}
ERRORS = ("400", "403", "403_csrf", "429", "500", "503")
in_both_windows = pytest.mark.parametrize("width", [390, 1440])

SMALL_TARGETS = """() => [...document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select")]
  .filter((one) => one.checkVisibility() && !one.closest(".prose, p, dd, li, td, label, .skip, .fine, .cover-link"))
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && Math.min(box.width, box.height) < 24)
  .map(([one, box]) => `${one.outerHTML.slice(0, 90)} ${box.width}x${box.height}`)"""
UNSIZED = """() => [...document.images].filter((one) => !one.getAttribute("width") || !one.getAttribute("height"))
  .map((one) => one.outerHTML.slice(0, 120))"""
BROKEN = """() => [...document.images].filter((one) => one.complete && !one.naturalWidth).map((one) => one.src)"""
STYLED = """() => [...document.querySelectorAll("[style]")].filter((one) => !one.closest(".leaflet-container"))
  .map((one) => one.outerHTML.slice(0, 120))"""
OVERFLOW = """() => document.documentElement.scrollWidth - innerWidth"""
DARK = """async () => {
  document.documentElement.dataset.theme = "dark";
  await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
  await Promise.allSettled(document.getAnimations().map((one) => one.finished));
}"""
AXE = Axe()


def paths() -> dict[str, str]:
    """The fixed pages, and one project with many photos, one specialist and one article of the demo world."""
    project = Project.objects.public().order_by("-tally__views").first()
    specialist = SpecialistProfile.objects.public().filter(projects__isnull=False).order_by("-tally__views").first()
    article = ArticlePage.objects.live().first()
    assert project is not None
    assert specialist is not None
    assert article is not None
    return PAGES | {
        "project": project.get_absolute_url(),
        "specialist": specialist.get_absolute_url(),
        "article": article.get_url(),
        "report": f"/report/project/{project.public_id}/",
        "lightbox": f"{project.get_absolute_url()}#photo-1",
    }


def own_paths() -> dict[str, str]:
    """The editor and the statistics of a project of the demo's specialist."""
    project = Project.objects.public().filter(specialist__user__email="specialist@demo.lintel.example").first()
    assert project is not None
    edit = f"/specialist/projects/{project.public_id}/"
    return SPECIALIST | {"edit-project": edit, "statistics": f"{edit}statistics/"}


def faults(page: Page) -> Iterator[str]:
    """What is wrong with a page that a script can see."""
    if page.locator("h1").count() != 1:
        yield f"{page.locator('h1').count()} main headings"
    if (overflow := page.evaluate(OVERFLOW)) > 0:
        yield f"scrolls sideways by {overflow}"
    yield from (f"inline style: {one}" for one in page.evaluate(STYLED))
    yield from (f"picture without its size: {one}" for one in page.evaluate(UNSIZED))
    yield from (f"picture that is not there: {one}" for one in page.evaluate(BROKEN))
    yield from (f"small target: {one}" for one in page.evaluate(SMALL_TARGETS))
    yield from broken_rules(page, RULES)


def broken_rules(page: Page, rules: Mapping[str, object]) -> Iterator[str]:
    """What axe objects to."""
    for one in AXE.run(page, options=dict(rules)).response["violations"]:
        yield f"{one['id']}: {one['nodes'][0]['html'][:160]} {one['nodes'][0].get('failureSummary', '')[:200]}"


def broken_in_the_dark(page: Page) -> list[str]:
    """What axe objects to once the theme has changed. One that is busy may mix both; what is broken stays."""
    page.evaluate(DARK)
    if not list(broken_rules(page, COLOURS)):
        return []
    page.wait_for_timeout(1000)
    return list(broken_rules(page, COLOURS))


def look(visitor: Visitor, name: str, *, whole: bool = True) -> list[str]:
    """Keep a picture of the page in either theme; what is wrong with it."""
    page, width = visitor.page, visitor.page.viewport_size["width"]  # type: ignore[index]
    visitor.settle()
    found = list(faults(page))
    visitor.shot(f"{name}-{width}-light", whole=whole)
    found += [f"dark: {one}" for one in broken_in_the_dark(page)]
    visitor.shot(f"{name}-{width}-dark", whole=whole)
    return found


def walk(visitor: Visitor, pages: Mapping[str, str]) -> None:
    """Open the pages, look at each, and fail with everything that is wrong on any of them."""
    wrong: dict[str, list[str]] = {}
    for name, path in pages.items():
        visitor.go(path)
        if found := look(visitor, name, whole="#" not in path):
            wrong[name] = found
    assert not wrong, json.dumps(wrong, indent=1)


@in_both_windows
def test_every_public_page_is_whole(visit: Open, width: int) -> None:
    visitor = visit(width)
    visitor.forgive(404)
    walk(visitor, in_database(paths))


def test_the_map_on_a_phone_is_whole(visit: Open) -> None:
    visitor = visit(390)
    page = visitor.go("/projects/")
    page.locator("[data-map-toggle]").click()
    page.locator(".pin-place b").first.wait_for()
    assert look(visitor, "map", whole=False) == []


@in_both_windows
def test_every_page_of_a_client_is_whole(visit: Open, width: int) -> None:
    client = visit(width)
    client.sign_in("client@demo.lintel.example")
    walk(client, CLIENT)


@in_both_windows
def test_every_page_of_a_specialist_is_whole(visit: Open, width: int) -> None:
    specialist = visit(width)
    specialist.sign_in("specialist@demo.lintel.example")
    walk(specialist, in_database(own_paths))


def drawn(template: str) -> str:
    """The page of an error as a visitor gets it."""
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    return render_to_string(template, {}, request)


def answer(html: str, route: Route) -> None:
    route.fulfill(body=html, content_type="text/html; charset=utf-8")


@in_both_windows
def test_every_page_of_an_error_is_whole(visit: Open, width: int) -> None:
    visitor = visit(width)
    for name in ERRORS:
        html = in_database(partial(drawn, f"{name}.html"))
        visitor.page.route(f"**/error/{name}/", partial(answer, html))
    walk(visitor, {f"error-{name}": f"/error/{name}/" for name in ERRORS})


def test_nothing_scrolls_sideways_with_letters_twice_as_big(visit: Open) -> None:
    visitor = visit(390)
    visitor.forgive(404)
    wide = {}
    for name, path in in_database(paths).items():
        page = visitor.go(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        page.evaluate("document.fonts.ready")
        wide[name] = page.evaluate(OVERFLOW)
    assert {name: overflow for name, overflow in wide.items() if overflow > 0} == {}


def test_nothing_scrolls_sideways_on_the_smallest_phone(visit: Open) -> None:
    visitor = visit(360)
    visitor.forgive(404)
    wide = {name: page.evaluate(OVERFLOW) for name, path in in_database(paths).items() if (page := visitor.go(path))}
    assert {name: overflow for name, overflow in wide.items() if overflow > 0} == {}
