"""The story of an editor: a landing page from sections, an article with projects, both seen by visitors."""

import re

import pytest
from playwright.sync_api import Page, expect

from marketplace.accounts import staff
from pages import tree
from tests.accounts import conftest as accounts
from tests.browser.backstage import settle
from tests.browser.conftest import Open, Visitor, in_database

pytestmark = pytest.mark.browser


def sign_in_editor(visitor: Visitor) -> Page:
    """The demo's editor signs in with password and authenticator."""
    # Wagtail saves drafts by itself while one types, and is told so when they are not complete yet.
    visitor.forgive(400)
    page = visitor.sign_in("editor@demo.lintel.example")
    page.get_by_label("code", exact=False).first.fill(accounts.totp(staff.demo_secret("editor")))
    page.locator("main form button.primary").click()
    expect(page.get_by_label("code", exact=False)).to_have_count(0)
    return page


def add_block(page: Page, number: int, name: str) -> None:
    """Add a block of this name to the body, as the one with this number, counted from 0."""
    page.locator("button.c-sf-add-button[title='Insert a block']").last.click()
    option = page.get_by_role("option", name=name, exact=True)
    expect(option).to_be_visible()
    option.click()
    expect(page.locator(f"[name=body-{number}-type]")).to_be_attached()


def choose_project(page: Page, title: str, *, is_first: bool) -> None:
    """Add a project to the list in the last block, found by a word of its title in the window."""
    if not is_first or page.get_by_role("button", name="Choose a project").locator("visible=true").count() == 0:
        page.locator("[data-contentpath=projects] button[data-streamfield-list-add]").last.click()
    page.get_by_role("button", name="Choose a project").locator("visible=true").last.click(timeout=30_000)
    window = page.locator(".modal-dialog")
    window.locator("input[name=q]").fill(title)
    window.get_by_role("link", name=re.compile(title)).first.click()
    expect(window).to_have_count(0)


def publish(page: Page) -> None:
    """Publish what is new once its draft has been kept: of two calls at once, each would make a page."""
    page.wait_for_url(re.compile(r"/pages/\d+/edit/"))
    page.locator("footer .w-dropdown__toggle").click()
    page.locator("footer button[name=action-publish]").click()
    expect(page.get_by_text(re.compile("(created and|has been) published"))).to_be_visible(timeout=30_000)
    settle()


def test_an_editor_puts_a_landing_page_together_and_visitors_see_it(visit: Open) -> None:
    editor = visit(1440)
    page = sign_in_editor(editor)
    home = in_database(lambda: tree.home().pk)
    editor.go(f"/admin/pages/add/pages/landingpage/{home}/")
    page.locator("#id_title").fill("Rooms for winter")
    page.locator("#id_lead").fill("Warm colours, and lamps where you need them.")
    add_block(page, 0, "Featured projects")
    page.locator("[name=body-0-value-title]").fill("Warm and finished")
    choose_project(page, "Emerald lounge", is_first=True)
    choose_project(page, "Winter wheat", is_first=False)
    add_block(page, 1, "Cities")
    page.locator("[name=body-1-value-title]").fill("Close to you")
    add_block(page, 2, "Questions and answers")
    page.locator("[name=body-2-value-title]").fill("Before you begin")
    page.locator("[name=body-2-value-questions-0-value-question]").fill("How warm is a lamp?")
    answer = page.locator("[data-contentpath=questions] [role=textbox]").last
    answer.press_sequentially("2700 kelvin.")
    expect(page.locator("[name=body-2-value-questions-0-value-answer]")).to_have_value(re.compile("2700 kelvin"))
    editor.shot("story-editor-1-landing-page")
    publish(page)
    for width in (390, 1440):
        visitor = visit(width, scripts=width > 600)
        seen = visitor.go("/rooms-for-winter/")
        expect(seen.get_by_role("heading", name="Rooms for winter", level=1)).to_be_visible()
        expect(seen.locator(".pcard h3")).to_have_text([re.compile("Emerald lounge"), re.compile("Winter wheat")])
        expect(seen.get_by_role("heading", name="Close to you")).to_be_visible()
        seen.locator("summary", has_text="How warm is a lamp?").click()
        expect(seen.get_by_text("2700 kelvin.")).to_be_visible()
        visitor.shot(f"story-editor-2-landing-page-{width}")


def test_an_editor_writes_an_article_with_projects_and_visitors_read_it(visit: Open) -> None:
    editor = visit(1440)
    page = sign_in_editor(editor)
    journal = in_database(lambda: tree.blog().pk)
    editor.go(f"/admin/pages/add/blog/articlepage/{journal}/")
    page.locator("#id_title").fill("Three lamps are enough")
    page.locator("#id_intro").fill("A table, a wall, a book: the rest of the ceiling may stay dark.")
    add_block(page, 0, "Heading")
    page.locator("[name=body-0-value]").fill("Where faces meet")
    add_block(page, 1, "Text")
    page.locator("[data-contentpath=body] [role=textbox]").last.press_sequentially("Hang it low, and dim it.")
    expect(page.locator("[name=body-1-value]")).to_have_value(re.compile("dim it"))
    add_block(page, 2, "Projects")
    page.locator("[name=body-2-value-title]").fill("In real rooms")
    choose_project(page, "One lamp instead", is_first=True)
    editor.shot("story-editor-3-article")
    publish(page)
    for width in (390, 1440):
        visitor = visit(width, theme="dark")
        seen = visitor.go("/blog/")
        seen.get_by_role("link", name="Three lamps are enough").first.click()
        expect(seen.get_by_role("heading", name="Three lamps are enough", level=1)).to_be_visible()
        expect(seen.locator(".article-body")).to_contain_text("Hang it low, and dim it.")
        expect(seen.get_by_role("heading", name="In real rooms")).to_be_visible()
        expect(seen.locator("article.article .pcard h3")).to_have_text([re.compile("One lamp instead")])
        visitor.shot(f"story-editor-4-article-{width}")
