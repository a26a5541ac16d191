"""Every page at 390 and 1440 pixels, light and dark: looks whole, reads well, breaks no rule of accessibility."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from blog.models import ArticlePage
from marketplace.projects.models import Project
from marketplace.specialists.models import SpecialistProfile
from tests.browser.conftest import Open, Visitor, in_database

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = {
    "home": "/",
    "projects": "/projects/",
    "projects-filtered": "/projects/?category=kitchens&q=oak",
    "projects-filters": "/projects/#filters",
    "projects-nothing": "/projects/?q=zzzzqqq&city=nowhere",
    "specialists": "/specialists/",
    "journal": "/blog/",
    "sign-in": "/accounts/login/",
    "sign-up": "/accounts/signup/",
    "password-reset": "/accounts/password/reset/",
    "not-found": "/no/such/page/",
    "russian": "/ru/projects/",
    "kazakh": "/kk/specialists/",
    "api": "/api/v1/docs/",
}
CLIENT = {
    "account": "/account/",
    "favourites": "/favourites/",
    "no-profile-yet": "/specialist/projects/",
}
SPECIALIST = {
    "my-projects": "/specialist/projects/",
    "new-project": "/specialist/projects/new/",
    "my-profile": "/specialist/profile/",
}
WINDOWS = [(width, theme) for width in (390, 1440) for theme in ("light", "dark")]
in_every_window = pytest.mark.parametrize(
    ("width", "theme"), WINDOWS, ids=[f"{wide}-{theme}" for wide, theme in WINDOWS]
)

SMALL_TARGETS = """() => [...document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select")]
  .filter((one) => one.checkVisibility() && !one.closest(".prose, p, dd, li, td, label, .skip, .fine"))
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && Math.min(box.width, box.height) < 24)
  .map(([one, box]) => `${one.outerHTML.slice(0, 90)} ${box.width}x${box.height}`)"""
UNSIZED = """() => [...document.images].filter((one) => !one.getAttribute("width") || !one.getAttribute("height"))
  .map((one) => one.outerHTML.slice(0, 120))"""
STYLED = """() => [...document.querySelectorAll("[style]")].map((one) => one.outerHTML.slice(0, 120))"""
OVERFLOW = """() => document.documentElement.scrollWidth - innerWidth"""


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
    }


def own_paths() -> dict[str, str]:
    """The editor and the statistics of a project of the demo's specialist."""
    project = Project.objects.public().filter(specialist__user__email="specialist@demo.lintel.example").first()
    assert project is not None
    edit = f"/specialist/projects/{project.public_id}/"
    return SPECIALIST | {"edit-project": edit, "statistics": f"{edit}statistics/"}


def faults(page: Page, *, wide: bool) -> Iterator[str]:
    """What is wrong with a page that a script can see."""
    if page.locator("h1").count() != 1:
        yield f"{page.locator('h1').count()} main headings"
    if (overflow := page.evaluate(OVERFLOW)) > 0:
        yield f"scrolls sideways by {overflow}"
    yield from (f"inline style: {one}" for one in page.evaluate(STYLED))
    yield from (f"picture without its size: {one}" for one in page.evaluate(UNSIZED))
    if not wide:
        yield from (f"small target: {one}" for one in page.evaluate(SMALL_TARGETS))


def walk(visitor: Visitor, pages: dict[str, str], suffix: str, *, wide: bool) -> None:
    """Open the pages, keep a picture of each, and fail with everything that is wrong on any of them."""
    wrong: dict[str, list[str]] = {}
    for name, path in pages.items():
        page = visitor.go(path)
        found = list(faults(page, wide=wide))
        visitor.shot(f"{name}-{suffix}", whole="#" not in path)
        if found:
            wrong[name] = found
    assert wrong == {}


@in_every_window
def test_every_public_page_is_whole(visit: Open, width: int, theme: str) -> None:
    visitor = visit(width, theme)
    walk(visitor, in_database(paths), f"{width}-{theme}", wide=width > 600)
    visitor.errors[:] = [error for error in visitor.errors if "/no/such/page/" not in error]


@in_every_window
def test_every_page_of_a_person_is_whole(visit: Open, width: int, theme: str) -> None:
    client, specialist = visit(width, theme), visit(width, theme)
    client.sign_in("client@demo.lintel.example")
    walk(client, CLIENT, f"{width}-{theme}", wide=width > 600)
    specialist.sign_in("specialist@demo.lintel.example")
    walk(specialist, in_database(own_paths), f"{width}-{theme}", wide=width > 600)


def test_nothing_scrolls_sideways_on_the_smallest_phone(visit: Open) -> None:
    visitor = visit(360)
    wide = {name: page.evaluate(OVERFLOW) for name, path in in_database(paths).items() if (page := visitor.go(path))}
    visitor.errors[:] = [error for error in visitor.errors if "/no/such/page/" not in error]
    assert {name: overflow for name, overflow in wide.items() if overflow > 0} == {}


def broken_rules(context: BrowserContext, site: str, pages: dict[str, str]) -> dict[str, list[str]]:
    """What axe objects to, by page."""
    page, found = context.new_page(), {}
    for name, path in pages.items():
        page.goto(site + path)
        violations = Axe().run(page, options=RULES).response["violations"]
        if violations:
            found[name] = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in violations]
    return found


@in_every_window
def test_no_page_breaks_a_rule_of_accessibility(visit: Open, width: int, theme: str) -> None:
    public, own = visit(width, theme, checked=True), visit(width, theme, checked=True)
    found = broken_rules(public.page.context, public.site, in_database(paths))
    own.sign_in("specialist@demo.lintel.example")
    found |= broken_rules(own.page.context, own.site, in_database(own_paths) | {"favourites": "/favourites/"})
    assert found == {}


def test_the_shop_window_works_without_scripts(visit: Open) -> None:
    visitor = visit(390, scripts=False)
    page = visitor.go("/projects/")
    first = page.locator(".pcard .cover-link").first
    title = first.inner_text()
    first.click()
    assert page.locator("h1").inner_text() == title
    page = visitor.go("/projects/?q=kitchen")
    assert page.locator(".pcard").count() > 0
