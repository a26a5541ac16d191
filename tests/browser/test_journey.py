"""Whole stories, from the first page to the last, as people live them on a phone and on a desk."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from marketplace.projects.models import Project
from marketplace.specialists.models import SpecialistProfile
from tests.browser.backstage import approve, code_for, photos, settle, sign_in_moderator
from tests.browser.conftest import Open, Visitor, in_database

pytestmark = pytest.mark.browser

PASSWORD = "violet teapot marching north"


def join(page: Page, email: str, name: str, intent: str) -> None:
    """Fill in the sign-up form and the code that came by mail."""
    page.locator(f"input[name=intent][value={intent}]").check()
    page.get_by_label("How should people call you?").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("heading", name="Enter the code")).to_be_visible()
    page.locator("main input[name=code]").fill(code_for(email))
    page.locator("main form button.primary").first.click()
    page.wait_for_load_state()


@pytest.mark.parametrize("width", [390, 1440])
def test_a_visitor_finds_looks_saves_and_joins(visit: Open, width: int) -> None:
    visitor = visit(width)
    page = _search_with_a_typo(visitor, width)
    _narrow_and_widen(page, visitor, width)
    saved = _look_at_photos(page, visitor, width)
    _save_and_join(page, visitor, width, saved)


def _search_with_a_typo(visitor: Visitor, width: int) -> Page:
    page = visitor.go("/")
    page.locator(".ask input[name=q]").first.fill("kichen")
    page.locator(".ask button").first.click()
    expect(page.locator("#results")).to_contain_text("Showing results for kitchen instead of “kichen”")
    visitor.shot(f"story-visitor-1-typo-{width}")
    return page


def _narrow_and_widen(page: Page, visitor: Visitor, width: int) -> None:
    count = page.locator("[data-region=count]")
    everything = count.inner_text()
    narrow = width < 600
    if narrow:
        page.get_by_role("link", name="Filters").click()
        visitor.shot(f"story-visitor-2-filters-{width}", whole=False)
    page.locator("input[name=room][value=kitchen]").check()
    chip = page.locator(".chip.on", has_text="Kitchen")
    expect(chip).to_have_count(1)
    if narrow:
        page.get_by_role("button", name="Show results").click()
    expect(page).to_have_url(re.compile(r"room=kitchen"))
    expect(count).not_to_have_text(everything)
    visitor.shot(f"story-visitor-3-filtered-{width}")
    page.locator(".pcard .cover-link").first.click()
    page.wait_for_url("**/projects/*-*/")
    page.go_back()
    expect(chip).to_have_count(1)
    expect(page.locator("input[name=room][value=kitchen]")).to_be_checked()
    chip.click()
    expect(chip).to_have_count(0)
    expect(count).to_have_text(everything)
    page.go_back()
    expect(chip).to_have_count(1)
    expect(page.locator("input[name=room][value=kitchen]")).to_be_checked()


def _look_at_photos(page: Page, visitor: Visitor, width: int) -> str:
    page.locator(".pcard", has=page.locator(".count")).locator(".cover-link").first.click()
    title = page.locator("h1").inner_text()
    shots = page.locator("a.shot")
    shots.first.focus()
    page.keyboard.press("Enter")
    lightbox = page.locator("dialog.lightbox")
    expect(lightbox).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(lightbox.get_by_role("status")).to_have_text(f"2 / {shots.count()}")
    visitor.shot(f"story-visitor-4-lightbox-{width}", whole=False)
    page.keyboard.press("End")
    expect(lightbox.get_by_role("status")).to_have_text(f"{shots.count()} / {shots.count()}")
    page.keyboard.press("Escape")
    expect(lightbox).to_be_hidden()
    page.get_by_role("link", name=re.compile("See profile")).locator("visible=true").first.click()
    expect(page.locator("#projects")).to_be_visible()
    visitor.shot(f"story-visitor-5-specialist-{width}")
    page.go_back()
    expect(page.locator("h1")).to_have_text(title)
    return title


def _save_and_join(page: Page, visitor: Visitor, width: int, title: str) -> None:
    email = f"nora{width}@example.com"
    heart = page.locator(".detail-head button[data-favourite]")
    heart.click()
    expect(heart).to_have_attribute("aria-pressed", "true")
    expect(heart).not_to_have_attribute("aria-busy", "true")
    page = visitor.go("/favourites/")
    expect(page.locator(".pcard h3, .pcard h2")).to_have_text([title])
    expect(page.locator("main .note")).to_contain_text("Until you join, this browser keeps them")
    visitor.shot(f"story-visitor-6-guest-{width}")
    page.locator("main .note").get_by_role("link", name="join").click()
    visitor.shot(f"story-visitor-7-join-{width}")
    join(page, email, "Nora", "find")
    expect(page).to_have_url(re.compile(r"/favourites/$"))
    expect(page.locator(".messages")).to_contain_text("1 saved project is in your favourites now.")
    expect(page.locator("main .note", has_text="this browser keeps")).to_have_count(0)
    expect(page.locator(".pcard h3, .pcard h2")).to_have_text([title])
    visitor.shot(f"story-visitor-8-favourites-{width}")
    heart = page.locator(".pcard button[data-favourite]")
    heart.click()
    expect(heart).to_have_attribute("aria-pressed", "false")
    expect(heart).not_to_have_attribute("aria-busy", "true")
    page.reload()
    expect(page.locator("main")).to_contain_text("Nothing saved yet")


def test_a_new_specialist_is_guided_reviewed_and_public(visit: Open, tmp_path: Path) -> None:
    visitor = visit(390)
    page = visitor.go("/accounts/signup/")
    join(page, "petra@example.com", "Petra", "offer")
    expect(page.get_by_role("heading", name="Become a specialist")).to_be_visible()
    visitor.shot("story-specialist-1-start-390")
    page.get_by_role("button", name="Start").click()
    _fill_the_steps(page, visitor, tmp_path)
    expect(page.locator("main")).to_contain_text("5 of 5 steps done")
    visitor.shot("story-specialist-4-ready-390")
    page.get_by_role("button", name="Submit for review").click()
    expect(page.locator("main")).to_contain_text("We are looking at your profile")
    moderator = visit(1440)
    sign_in_moderator(moderator)
    approve(moderator, "Petra Stone Tiling", "story-specialist-5")
    profile = in_database(lambda: SpecialistProfile.objects.public().get(user__email="petra@example.com"))
    for width in (390, 1440):
        public = visit(width)
        page = public.go(profile.get_absolute_url())
        expect(page.get_by_role("heading", name="Petra Stone Tiling", level=1)).to_be_visible()
        expect(page.locator("#services")).to_contain_text("Bathroom tiling")
        public.shot(f"story-specialist-6-public-{width}")


def _fill_the_steps(page: Page, visitor: Visitor, folder: Path) -> None:
    onwards = page.get_by_role("button", name="Save and continue")
    page.get_by_label("Name", exact=True).fill("Petra Stone Tiling")
    visitor.forgive(422)
    onwards.click()
    expect(page.locator(".error-summary, .wrong").first).to_be_visible()
    visitor.shot("story-specialist-2-missing-390")
    page.get_by_label("Headline").fill("Tiles that meet where they should")
    onwards.click()
    page.get_by_label("About you").fill("I lay tiles in old bathrooms.\n\nI like walls that are not straight.")
    page.get_by_label("Years of experience").fill("11")
    onwards.click()
    page.get_by_label("City").select_option(label="Almaty")
    page.get_by_label("How far you travel, km").fill("30")
    onwards.click()
    page.get_by_role("link", name="Add a service").click()
    page.get_by_label("Service").select_option(index=1)
    page.get_by_label("Title").fill("Bathroom tiling")
    page.get_by_label("Amount").fill("12000")
    visitor.shot("story-specialist-3-price-390")
    page.get_by_role("button", name="Save").click()
    page.locator("input[name=categories]").first.check()
    onwards.click()
    page.get_by_label("Picture").set_input_files(photos(folder, 1)[0])
    onwards.click()
    page.wait_for_load_state()


@pytest.mark.parametrize("width", [390, 1440])
def test_a_specialist_publishes_a_project(visit: Open, tmp_path: Path, width: int) -> None:
    title = f"A bath under the window, {width}"
    owner = visit(width)
    owner.sign_in("specialist@demo.lintel.example")
    page = owner.go("/specialist/projects/new/")
    _choose_photos(page, owner, tmp_path, width)
    fill_project(page, title)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".tile")).to_have_count(3)
    expect(page.locator(".tile .alt-text input").first).to_have_value("Second room in green")
    owner.shot(f"story-project-3-saved-{width}")
    page.get_by_role("button", name="Submit for review").click()
    expect(page.locator("main")).to_contain_text("Sent to our moderators")
    moderator = visit(1440)
    sign_in_moderator(moderator)
    approve(moderator, title, f"story-project-4-{width}")
    project = in_database(lambda: Project.objects.public().get(title=title))
    _see_it_in_public(visit(width), project, title, width)
    _statistics_and_a_change(owner, project, title, width)


def fill_project(page: Page, title: str) -> None:
    """The words and facts of a project."""
    page.get_by_label("Title").fill(title)
    page.get_by_label("Summary").fill("A small bathroom that had to stay in use while we worked.")
    page.get_by_label("Category").select_option(value="bathrooms")
    page.get_by_label("City").select_option(label="Almaty")
    page.get_by_label("Area, m²").fill("6")
    page.get_by_label("Cost from").fill("900000")
    page.get_by_label("Bathroom", exact=True).check()


def _choose_photos(page: Page, owner: Visitor, folder: Path, width: int) -> None:
    rooms, words = photos(folder, 13), folder / "plan.txt"
    words.write_text("Not a photo at all")
    chooser, tiles = page.locator("photo-uploader input[type=file]"), page.locator(".tile")
    chooser.set_input_files([*rooms[:3], words])
    expect(page.locator("[data-note]")).to_have_text("plan.txt: not a photo we can read")
    expect(page.locator(".tile[data-state=done]")).to_have_count(3, timeout=20_000)
    owner.shot(f"story-project-1-uploaded-{width}")
    tiles.nth(1).get_by_role("button", name="Move earlier").click()
    expect(page.locator("[data-live]")).to_have_text("room-2.jpg is now photo 1 of 3")
    tiles.first.get_by_label("What is in the photo").fill("Second room in green")
    chooser.set_input_files(rooms[3:])
    expect(tiles).to_have_count(12)
    expect(page.locator("[data-note]")).to_have_text("room-13.jpg: only 12 photos fit")
    owner.shot(f"story-project-2-thirteenth-{width}")
    expect(page.locator(".tile[data-state=done]")).to_have_count(12, timeout=30_000)
    for _ in range(9):
        tiles.last.get_by_role("button", name="Remove").click()
    expect(tiles).to_have_count(3)
    page.get_by_role("button", name="Undo").click()
    expect(tiles).to_have_count(4)
    tiles.last.get_by_role("button", name="Remove").click()


def _see_it_in_public(visitor: Visitor, project: Project, title: str, width: int) -> None:
    page = visitor.go("/projects/?sort=newest")
    expect(page.locator(".pcard h2").first).to_have_text(title)
    visitor.shot(f"story-project-5-list-{width}")
    page = visitor.go(project.get_absolute_url())
    expect(page.locator("a.shot")).to_have_count(3)
    expect(page.locator("a.shot img").first).to_have_attribute("alt", "Second room in green")
    visitor.shot(f"story-project-6-public-{width}")


def _statistics_and_a_change(owner: Visitor, project: Project, title: str, width: int) -> None:
    edit = f"/specialist/projects/{project.public_id}/"
    page = owner.go(f"{edit}statistics/?window=7")
    expect(page.locator("h1")).to_contain_text(re.compile("Statistics|" + re.escape(title)))
    owner.shot(f"story-project-7-statistics-{width}")
    page = owner.go(edit)
    page.get_by_label("Title").fill(f"{title}, again")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("main")).to_contain_text("Change in review")
    owner.shot(f"story-project-8-change-{width}")
    settle()
    page = owner.go(project.get_absolute_url())
    expect(page.locator("h1")).to_have_text(title)


def test_a_project_is_made_and_thinned_without_scripts(visit: Open, tmp_path: Path) -> None:
    owner = visit(390, scripts=False)
    owner.sign_in("specialist@demo.lintel.example")
    page = owner.go("/specialist/projects/new/")
    page.locator("input[name=photos]").set_input_files(photos(tmp_path, 2))
    fill_project(page, "A bath without scripts")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".tile")).to_have_count(2)
    settle()
    page.reload()
    owner.shot("story-plain-1-saved-390")
    page.locator(".tile").first.get_by_label("Remove").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".tile")).to_have_count(1)
    page.get_by_role("button", name="Submit for review").click()
    expect(page.locator("main")).to_contain_text("Sent to our moderators")


def test_language_and_theme_are_remembered(visit: Open) -> None:
    visitor = visit(1440)
    page = visitor.go("/projects/")
    for language, heading in (("Русский", "ru"), ("Қазақша", "kk")):
        page.locator(".top summary[aria-label*=':']").click()
        page.locator(".top").get_by_role("button", name=language).click()
        expect(page.locator("html")).to_have_attribute("lang", heading)
        expect(page).to_have_url(re.compile(f"/{heading}/projects/"))
    page.locator("[data-theme-toggle]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page = visitor.go("/specialists/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    visitor.shot("story-language-and-theme-1440")
