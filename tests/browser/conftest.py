"""A real browser on the demo world. Screenshots are kept under artefacts/ for whoever looks at a run."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
from django.core.management import call_command
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from config.local import chromium
from pages import tree

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "artefacts" / "screenshots"
PASSWORD = "lintel-demo-2026"  # of everybody in the demo world
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`Content-Security-Policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`);
});
"""
# A picture below the fold waits until somebody scrolls; whoever looks at a screenshot does not.
LOADED = """async () => {
  for (const one of document.images) one.loading = "eager";
  await Promise.all([...document.images].map((one) => one.decode().catch(() => null)));
  await document.fonts.ready;
}"""
# A page that offers a transition to one that does not (a picture, the admin) is told so; nothing is wrong.
HARMLESS = ("ViewTransition opt-in disabled",)

Answer = TypeVar("Answer")
# Playwright keeps an event loop in the tests' thread, where Django's ORM will not work. It works in this one.
_desk = ThreadPoolExecutor(max_workers=1)


def in_database(work: Callable[[], Answer]) -> Answer:
    """What the call answers, made in a thread that may use the database."""
    return _desk.submit(work).result()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's tests come last and together: the world is made once, and emptied when nobody needs it."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="package")
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database with the demo world in it, for all tests here; empty afterwards but for Wagtail's roots."""
    with django_db_blocker.unblock():
        tree.blog()
        call_command("seed_demo", verbosity=0)
        yield
        call_command("flush", interactive=False, verbosity=0)
        tree.blog()


@pytest.fixture(scope="package")
def site(db: None) -> Iterator[str]:
    """The address of a server that shows the demo world."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()
    in_database(connections.close_all)


@pytest.fixture(scope="package")
def browser(site: str) -> Iterator[Browser]:
    """Chromium, up when the world is ready and gone, with its event loop, before the world is."""
    found = chromium.find()
    if not found:
        pytest.fail(chromium.how_to_get_it())
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield running
        running.close()


@dataclass
class Visitor:
    """One browser window with what went wrong in it."""

    page: Page
    site: str
    scripts: bool = True
    errors: list[str] = field(default_factory=list)
    forgiven: set[int] = field(default_factory=set)

    def forgive(self, status: int) -> None:
        """An answer with this status is what the test asks for: the browser's word about it is no error."""
        self.forgiven.add(status)

    def complaints(self) -> list[str]:
        """What went wrong, without what was asked for."""
        known = [f"responded with a status of {status} " for status in self.forgiven]
        return [error for error in self.errors if not any(part in error for part in known)]

    def go(self, path: str) -> Page:
        self.page.goto(self.site + path)
        return self.page

    def sign_in(self, email: str, password: str = PASSWORD) -> Page:
        """Through the page of that name; the second factor is the caller's."""
        page = self.go("/accounts/login/")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password", exact=True).fill(password)
        page.locator("main form button.primary").click()
        page.wait_for_load_state()
        return page

    def settle(self) -> None:
        """Until every picture and font of the page is there."""
        if self.scripts:
            self.page.evaluate(LOADED)

    def shot(self, name: str, *, whole: bool = True) -> None:
        """Keep a picture of the page (`whole`), or of what the window shows of it."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        if whole:
            self.settle()
        self.page.screenshot(path=str(SHOTS / f"{name}.jpg"), full_page=whole, type="jpeg", quality=80)


Open = Callable[..., Visitor]


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Open]:
    """Opens windows: `visit(width=390, theme="dark", scripts=False)`. Each must end without an error."""
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def open_window(width: int = 1440, theme: str = "light", *, scripts: bool = True, worker: bool = False) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 844 if width < 600 else 900},
            color_scheme=theme,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            locale="en",
            reduced_motion="reduce",
            has_touch=width < 600,
            service_workers="allow" if worker else "block",
        )
        context.set_default_timeout(10_000)
        context.add_init_script(TELL_VIOLATIONS)
        contexts.append(context)
        visitor = Visitor(context.new_page(), site, scripts)
        _listen(visitor)
        visitors.append(visitor)
        return visitor

    yield open_window
    errors = [error for visitor in visitors for error in visitor.complaints()]
    for context in contexts:
        context.close()
    assert errors == []


def _listen(visitor: Visitor) -> None:
    page, errors = visitor.page, visitor.errors

    def note(text: str) -> None:
        if not any(known in text for known in HARMLESS):
            errors.append(f"{page.url}: {text}")

    page.on("pageerror", lambda error: note(str(error)))
    page.on("console", lambda message: note(message.text) if message.type == "error" else None)
