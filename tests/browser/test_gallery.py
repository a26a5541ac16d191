"""The photos of a project, looked at closely."""

import re

import pytest
from playwright.sync_api import Page, expect

from marketplace.projects.models import Project
from tests.browser.conftest import Open, Visitor, in_database

pytestmark = pytest.mark.browser

SCALE = "(image) => new DOMMatrix(getComputedStyle(image).transform).a"
PINCH = """(stage) => {
  const box = stage.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  stage.setPointerCapture = () => {};
  const tell = (type, pointerId, clientX) => stage.dispatchEvent(
    new PointerEvent(type, { pointerId, clientX, clientY: y, pointerType: "touch", bubbles: true }));
  tell("pointerdown", 11, x - 40);
  tell("pointerdown", 12, x + 40);
  tell("pointermove", 11, x - 100);
  tell("pointermove", 12, x + 100);
  tell("pointerup", 11, x - 100);
  tell("pointerup", 12, x + 100);
}"""
SWIPE = """(stage) => {
  const y = innerHeight / 2;
  stage.setPointerCapture = () => {};
  const tell = (type, clientX) => stage.dispatchEvent(
    new PointerEvent(type, { pointerId: 7, clientX, clientY: y, pointerType: "touch", bubbles: true }));
  tell("pointerdown", 300);
  tell("pointermove", 200);
  tell("pointerup", 120);
}"""


def address() -> str:
    """A project with at least three photos."""
    project = Project.objects.public().filter(photos__position=3).order_by("-tally__views").first()
    assert project is not None
    return project.get_absolute_url()


def closely(visitor: Visitor) -> Page:
    """The first photo of the project in the lightbox, with all that its scripts fetch."""
    page = visitor.go(f"{in_database(address)}#photo-1")
    lightbox(page, 1)
    page.wait_for_load_state("networkidle")
    return page


def lightbox(page: Page, number: int) -> None:
    """The lightbox shows that photo, and says so."""
    count = page.locator("a.shot").count()
    expect(page.locator("dialog.lightbox").get_by_role("status")).to_have_text(f"{number} / {count}")
    expect(page).to_have_url(re.compile(rf"#photo-{number}$"))


def test_one_photo_has_an_address_of_its_own(visit: Open) -> None:
    path = in_database(address)
    page = visit(1440).go(f"{path}#photo-2")
    lightbox(page, 2)
    page.keyboard.press("ArrowRight")
    lightbox(page, 3)
    page.keyboard.press("Escape")
    expect(page.locator("dialog.lightbox")).to_be_hidden()
    expect(page).to_have_url(re.compile(r"/$"))
    expect(page.locator("a.shot").nth(2)).to_be_focused()


def test_a_photo_fills_the_window_and_keys_bring_it_closer(visit: Open) -> None:
    page = closely(visit(1440))
    image, stage = page.locator(".lightbox .stage img"), page.locator(".lightbox .stage")
    box, room = image.bounding_box(), stage.bounding_box()
    assert box is not None
    assert room is not None
    assert (box["width"], box["height"]) == (room["width"], room["height"])
    page.keyboard.press("+")
    assert image.evaluate(SCALE) == 1.5
    page.keyboard.press("0")
    assert image.evaluate(SCALE) == 1
    page.mouse.dblclick(700, 400)
    assert image.evaluate(SCALE) == 2.5
    page.keyboard.press("ArrowRight")
    lightbox(page, 2)
    assert image.evaluate(SCALE) == 1


def test_fingers_pinch_and_swipe(visit: Open) -> None:
    page = closely(visit(390))
    stage, image = page.locator(".lightbox .stage"), page.locator(".lightbox .stage img")
    stage.evaluate(PINCH)
    assert image.evaluate(SCALE) == 2.5
    stage.evaluate(SWIPE)
    lightbox(page, 1)
    page.keyboard.press("0")
    stage.evaluate(SWIPE)
    lightbox(page, 2)


def test_without_scripts_a_photo_leads_to_the_large_picture(visit: Open) -> None:
    visitor = visit(390, scripts=False)
    shot = visitor.go(in_database(address)).locator("a.shot").first
    large = shot.get_attribute("href")
    assert large is not None
    answer = visitor.page.request.get(visitor.site + large)
    assert (answer.status, answer.headers["content-type"].split("/")[0]) == (200, "image")
