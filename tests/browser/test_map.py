"""The map beside a list, and the page that says there is no connection."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def test_pins_and_cards_point_at_each_other(visit: Open) -> None:
    page = visit(1440).go("/projects/")
    pins = page.locator(".pin-place")
    expect(pins.first.locator("b")).to_be_visible()
    page.locator(".pcard").first.hover()
    expect(page.locator(".pin-place.pointed")).to_have_count(1)
    pins.first.focus()
    expect(page.locator(".pcard.pointed").first).to_be_visible()
    page.keyboard.press("Enter")
    link = page.locator(".leaflet-popup a").first
    expect(link).to_be_visible()
    expect(link).to_have_attribute("href", re.compile(r"^/projects/.+-\w{12}/$"))


def test_pins_follow_the_filters(visit: Open) -> None:
    page = visit(1440).go("/projects/")
    expect(page.locator(".pin-place b").first).to_be_visible()
    before = page.locator(".pin-place").count()
    page.locator("input[name=city]").first.check()
    expect(page.locator(".pin-place")).to_have_count(1)
    assert before > 1


def test_on_a_phone_the_map_comes_when_it_is_asked_for(visit: Open) -> None:
    page = visit(390).go("/specialists/")
    page.wait_for_load_state("networkidle")
    assert (
        page.evaluate("performance.getEntriesByType('resource').filter((one) => /leaflet/.test(one.name)).length") == 0
    )
    button = page.locator("[data-map-toggle]")
    button.click()
    expect(page.locator(".pin-place b").first).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.locator(".map-column")).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")


def test_without_scripts_the_list_has_the_room(visit: Open) -> None:
    page = visit(1440, scripts=False).go("/projects/")
    expect(page.locator(".map-column")).to_be_hidden()
    expect(page.locator("[data-map-toggle]")).to_be_hidden()
    expect(page.locator(".pcard").first).to_be_visible()


def test_without_a_connection_a_page_says_so_in_its_language(visit: Open) -> None:
    visitor = visit(390, worker=True)
    page = visitor.go("/ru/projects/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    visitor.errors.clear()
    page.context.set_offline(True)
    page.goto(visitor.site + "/ru/favourites/")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.locator("main h1")).to_be_visible()
    kept = page.evaluate(
        "caches.keys().then((names) => caches.open(names[0])).then((one) => one.keys())"
        ".then((all) => all.map((one) => new URL(one.url).pathname))"
    )
    assert sorted(one for one in kept if not one.startswith("/static/")) == [
        "/kk/offline/",
        "/offline/",
        "/ru/offline/",
    ]
    page.context.set_offline(False)
    page.get_by_role("link").locator("visible=true").last.click()
    visitor.errors.clear()
