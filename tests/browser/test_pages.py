"""Every page at 390 and 1440 pixels, light and dark: looks whole, reads well, breaks no rule of accessibility."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from marketplace.projects.models import Project
from marketplace.specialists.models import SpecialistProfile
from tests.browser.conftest import Open

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = {
    "home": "/",
    "projects": "/projects/",
    "projects-filtered": "/projects/?category=kitchens&q=oak",
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
WINDOWS = [(width, theme) for width in (390, 1440) for theme in ("light", "dark")]


def paths() -> dict[str, str]:
    """The fixed pages, and one project with many photos, one specialist and one article of the demo world."""
    project = Project.objects.public().order_by("-tally__views").first()
    specialist = SpecialistProfile.objects.public().filter(projects__isnull=False).order_by("-tally__views").first()
    assert project is not None
    assert specialist is not None
    from blog.models import ArticlePage

    article = ArticlePage.objects.live().first()
    return PAGES | {
        "project": project.get_absolute_url(),
        "specialist": specialist.get_absolute_url(),
        "article": article.url_path.replace("/home", "", 1) if article else "/blog/",
    }


def assert_whole(page: Page, name: str) -> None:
    """One heading, no sideways scroll, no inline style, nothing that axe objects to."""
    assert page.locator("h1").count() == 1, name
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), f"{name} scrolls sideways"
    assert page.locator("[style]").count() == 0, f"{name} carries inline styles"


@pytest.mark.parametrize(("width", "theme"), WINDOWS, ids=[f"{width}-{theme}" for width, theme in WINDOWS])
def test_every_page_is_whole(visit: Open, width: int, theme: str) -> None:
    visitor = visit(width, theme)
    for name, path in paths().items():
        page = visitor.go(path)
        visitor.shot(f"{name}-{width}-{theme}")
        assert_whole(page, name)
    visitor.errors[:] = [error for error in visitor.errors if "404" not in error]


@pytest.mark.parametrize(("width", "theme"), WINDOWS, ids=[f"{width}-{theme}" for width, theme in WINDOWS])
def test_no_page_breaks_a_rule_of_accessibility(visit: Open, width: int, theme: str) -> None:
    visitor = visit(width, theme)
    found: dict[str, list[str]] = {}
    context = visitor.page.context.browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=theme, bypass_csp=True, reduced_motion="reduce"
    )
    page = context.new_page()
    for name, path in paths().items():
        page.goto(visitor.site + path)
        violations = Axe().run(page, options=RULES).response["violations"]
        if violations:
            found[name] = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in violations]
    context.close()
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
