"""Other ways in: with the keyboard alone, without scripts, and the owner's look at the numbers."""

import re

import pytest
from playwright.sync_api import expect

from marketplace.projects.models import Project
from tests.browser.conftest import Open, in_database

pytestmark = pytest.mark.browser


def test_the_keyboard_alone_skips_filters_and_looks(visit: Open) -> None:
    visitor = visit(1440)
    page = visitor.go("/projects/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    kitchen = page.locator("input[name=room][value=kitchen]")
    kitchen.focus()
    page.keyboard.press("Space")
    chip = page.locator(".chip.on", has_text="Kitchen")
    expect(chip).to_have_count(1)
    expect(kitchen).to_be_focused()
    chip.focus()
    page.keyboard.press("Enter")
    expect(chip).to_have_count(0)
    page.locator(".pcard", has=page.locator(".count")).locator(".cover-link").first.focus()
    page.keyboard.press("Enter")
    first = page.locator("a.shot").first
    first.focus()
    page.keyboard.press("Enter")
    lightbox = page.locator("dialog.lightbox")
    expect(lightbox).to_be_visible()
    page.keyboard.press("Escape")
    expect(lightbox).to_be_hidden()
    expect(first).to_be_focused()


def test_the_list_works_without_scripts(visit: Open) -> None:
    page = visit(1440, scripts=False).go("/projects/")
    everything = page.locator("[data-region=count]").inner_text()
    page.locator("input[name=room][value=kitchen]").check()
    page.get_by_role("button", name="Show results").click()
    expect(page).to_have_url(re.compile(r"room=kitchen"))
    expect(page.locator("[data-region=count]")).not_to_have_text(everything)
    page.locator(".chip.on", has_text="Kitchen").click()
    expect(page.locator("[data-region=count]")).to_have_text(everything)
    first = page.locator(".pcard .cover-link").first
    title = first.inner_text()
    page.get_by_role("link", name="Next").click()
    expect(page.locator(".pcard .cover-link").first).not_to_have_text(title)
    page.get_by_role("link", name="Previous").click()
    expect(first).to_have_text(title)
    first.click()
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("a.shot").first).to_have_attribute("href", re.compile(r"^/media/"))


def test_a_phone_without_scripts_opens_the_filters_and_saves(visit: Open) -> None:
    visitor = visit(390, scripts=False)
    visitor.sign_in("client@demo.lintel.example")
    page = visitor.go("/projects/?q=oak")
    page.get_by_role("link", name="Filters", exact=True).click()
    expect(page.locator("#filters")).to_be_visible()
    page.get_by_role("button", name="Show results").click()
    heart = page.locator(".pcard .fav[aria-pressed=false]").first
    form = heart.get_attribute("formaction")
    heart.click()
    saved = page.locator(f'.fav[formaction="{form}"]')
    expect(saved).to_have_attribute("aria-pressed", "true")
    visitor.go("/favourites/")
    expect(saved).to_have_attribute("aria-pressed", "true")
    saved.click()
    expect(saved).to_have_count(0)


def test_the_owner_sees_seven_and_thirty_days(visit: Open) -> None:
    owner = visit(1440)
    owner.sign_in("specialist@demo.lintel.example")
    mine = Project.objects.public().filter(specialist__user__email="specialist@demo.lintel.example")
    project = in_database(mine.first)
    assert project is not None
    page = owner.go(f"/specialist/projects/{project.public_id}/statistics/")
    days = page.locator(".chart-box").first.locator("tbody tr")
    expect(days).to_have_count(30)
    page.get_by_role("link", name="7 days").click()
    expect(days).to_have_count(7)
    expect(page.get_by_role("link", name="7 days")).to_have_attribute("aria-current", "page")
    owner.go(f"/specialist/projects/{project.public_id}/statistics/?window=14")
    expect(page).to_have_url(re.compile(r"/statistics/$"))
    expect(page.locator(".messages")).to_contain_text("Statistics are kept for the last 7 or 30 days")
    expect(days).to_have_count(30)
