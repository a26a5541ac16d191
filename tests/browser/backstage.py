"""What happens out of the visitors' sight: workers deliver and draw, mail arrives, an authenticator shows its code."""

from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import expect

from marketplace.accounts import staff
from marketplace.audit import services as audit
from marketplace.media import services as media
from marketplace.media.models import MediaAsset
from tests.accounts import conftest as accounts
from tests.browser.conftest import Visitor, in_database


def settle() -> None:
    """All that workers would do by now: events delivered, sizes of pictures made."""
    in_database(_settle)


def _settle() -> None:
    while due := audit.due():
        for delivery in due:
            audit.deliver(delivery)
    for asset_id in list(MediaAsset.objects.waiting().values_list("pk", flat=True)):
        media.render(asset_id)


def code_for(email: str) -> str:
    """The code in the latest mail to this address."""
    return in_database(lambda: accounts.code_for(email))


def sign_in_moderator(visitor: Visitor) -> None:
    """The demo's moderator signs in with password and authenticator."""
    page = visitor.sign_in("moderator@demo.lintel.example")
    page.get_by_label("code", exact=False).first.fill(accounts.totp(staff.demo_secret("moderator")))
    page.locator("main form button.primary").click()
    expect(page.get_by_label("code", exact=False)).to_have_count(0)


def approve(visitor: Visitor, title: str, shot: str) -> None:
    """The moderator finds the listing in the queue, looks at it and approves."""
    page = visitor.go("/admin/moderation/")
    visitor.shot(f"{shot}-queue")
    page.get_by_role("link", name=title).first.click()
    visitor.shot(f"{shot}-review")
    page.locator("button[name=action][value=approve]").click()
    page.wait_for_load_state()
    settle()


def photos(folder: Path, number: int) -> list[Path]:
    """So many photographs of coloured rooms, large enough to be taken."""
    made = []
    for index in range(number):
        room = Image.new("RGB", (1000, 750), (228 - 9 * index, 214, 190 + 4 * index))
        draw = ImageDraw.Draw(room)
        draw.rectangle((0, 560, 1000, 750), fill=(150, 112, 80))
        draw.rectangle((120, 120, 380, 420), fill=(205, 226, 238), outline=(250, 250, 246), width=16)
        draw.rectangle((520, 380 - 10 * index, 900, 600), fill=(30 + 14 * index, 96, 88))
        path = folder / f"room-{index + 1}.jpg"
        room.save(path, quality=85)
        made.append(path)
    return made
