"""Somebody chooses a square of their picture on a phone: with a finger, with keys, and without scripts."""

import io
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from marketplace.media.models import MediaAsset
from marketplace.portraits.models import Portrait
from tests.browser.conftest import Open, in_database

pytestmark = pytest.mark.browser
WHO = "client@demo.lintel.example"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """1200 x 800: the left third is red, the rest blue."""
    image = Image.new("RGB", (1200, 800), (20, 20, 220))
    image.paste((220, 20, 20), (0, 0, 400, 800))
    image.save(tmp_path / "me.jpg", quality=95)
    return tmp_path / "me.jpg"


def kept() -> tuple[int, bool, bool]:
    """How wide the square is that is kept, and whether its left and its right edge are red."""
    asset = MediaAsset.objects.get(pk=Portrait.objects.get(user__email=WHO).asset_id)
    with default_storage.open(str(asset.file.name)) as file:
        image = Image.open(io.BytesIO(file.read())).convert("RGB")
    edges = [image.getpixel((across, image.height // 2)) for across in (4, image.width - 5)]
    left, right = (isinstance(pixel, tuple) and pixel[0] > 120 for pixel in edges)
    return image.width, left, right


def numbers(page: Page) -> dict[str, float]:
    return {name: float(page.locator(f"input[name={name}]").input_value()) for name in ("x", "y", "size")}


def drag(page: Page, canvas: Locator, across: int) -> None:
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + across, middle[1], steps=4)
    page.mouse.up()


def test_a_square_is_dragged_and_made_smaller_with_keys_on_a_phone(visit: Open, photo: Path) -> None:
    visitor = visit(390)
    visitor.sign_in(WHO)
    page = visitor.go("/account/picture/")
    canvas = page.locator("picture-crop canvas")
    expect(canvas).to_be_hidden()
    page.get_by_label("Picture", exact=True).set_input_files(photo)
    expect(canvas).to_be_visible()
    assert numbers(page) == {"x": pytest.approx(1 / 6, abs=1e-5), "y": 0, "size": 1}
    drag(page, canvas, 300)
    assert numbers(page) == {"x": 0, "y": 0, "size": 1}
    canvas.focus()
    page.keyboard.press("+")
    page.keyboard.press("ArrowDown")
    assert numbers(page)["size"] == pytest.approx(1 / 1.1, abs=1e-5)
    page.get_by_label("Size").fill("4")
    drag(page, canvas, 2000)
    assert numbers(page)["x"] == 0
    visitor.shot("picture-crop-390")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/account/")
    assert in_database(kept) == (200, True, True)


def test_without_scripts_the_middle_is_kept_and_the_picture_can_be_removed(visit: Open, photo: Path) -> None:
    visitor = visit(390, scripts=False)
    visitor.sign_in(WHO)
    page = visitor.go("/account/picture/")
    page.get_by_label("Picture", exact=True).set_input_files(photo)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/account/")
    assert in_database(kept) == (512, True, False)
    visitor.go("/account/picture/").get_by_role("button", name="Remove the picture").click()
    page.wait_for_url("**/account/")
    assert in_database(lambda: Portrait.objects.filter(user__email=WHO).exists()) is False
