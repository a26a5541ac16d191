"""Become a specialist, step by step, without scripts."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image

from marketplace.accounts.models import User
from marketplace.catalog.models import Category
from marketplace.specialists import services, transitions
from marketplace.specialists.models import SpecialistProfile
from tests.cast import almaty, kitchens, profile_of
from tests.specialists.cast import again, complete, fitting, offering_of, published, standing

OVERVIEW = reverse("my_profile")


def step(name: str) -> str:
    return reverse("my_profile_step", args=[name])


def portrait() -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (300, 300), "teal").save(file, "PNG")
    return SimpleUploadedFile("me.png", file.getvalue(), "image/png")


@pytest.fixture
def browser(sam: User, client: Client) -> Client:
    client.force_login(sam)
    return client


def words(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def test_visitors_are_asked_to_sign_in(client: Client, db: None) -> None:
    response = client.get(OVERVIEW)
    assert (response.status_code, response.headers["Location"].split("?")[0]) == (302, reverse("account_login"))


def test_somebody_new_is_told_what_it_takes_and_starts(browser: Client, sam: User) -> None:
    assert "Become a specialist" in words(browser.get(OVERVIEW))
    assert browser.get(step("bio")).headers["Location"] == OVERVIEW
    response = browser.post(reverse("my_profile_start"))
    assert response.headers["Location"] == step("headline")
    assert SpecialistProfile.objects.get(user=sam).standing.state == "draft"


def test_all_five_steps_lead_to_the_moderators(browser: Client, sam: User) -> None:
    almaty(), kitchens()
    browser.post(reverse("my_profile_start"))
    answers = {
        "headline": {"kind": "person", "name": "Sam Fitter", "headline": "Kitchens that work"},
        "bio": {"bio": "Twenty years of kitchens.", "languages": ["kk", "ru"], "years_experience": "20"},
        "place": {"city": "almaty", "radius_km": "40"},
        "offerings": {"categories": ["kitchens"]},
        "avatar": {"file": portrait()},
    }
    names = list(answers)
    for name, said in answers.items():
        assert f"Step {names.index(name) + 1} of 5" in words(browser.get(step(name)))
        response = browser.post(step(name), said)
        following = names[names.index(name) + 1 :]
        assert response.headers["Location"] == (step(following[0]) if following else OVERVIEW)
    profile = SpecialistProfile.objects.get(user=sam)
    assert (profile.name, profile.languages, profile.years_experience) == ("Sam Fitter", ["kk", "ru"], 20)
    assert (profile.city.slug, profile.radius_km) == ("almaty", 40)
    assert "Submit for review" in words(browser.get(OVERVIEW))
    browser.post(reverse("my_profile_action", args=["submit"]))
    assert standing(profile).state == "in_review"
    assert "We are looking at your profile" in words(browser.get(OVERVIEW))


def test_what_you_do_is_grouped_by_trade_and_what_is_chosen_stays_ticked(browser: Client, sam: User) -> None:
    Category.objects.create(slug="worktops", name_en="Worktops", parent=kitchens())
    Category.objects.create(slug="floors", name_en="Floors", sort_order=9)
    complete(sam)
    [boxes] = re.findall(
        r'<div id="id_categories" class="boxes">(.*?)</fieldset>', words(browser.get(step("offerings")))
    )
    groups = [re.findall(r"> ([A-Z][a-z]+)</label>", group) for group in boxes.split("<div><div>")[1:]]
    assert groups == [["Kitchens", "Worktops"], ["Floors"]]
    assert re.findall(r'value="([a-z]+)"[^>]*checked', boxes) == ["kitchens"]


def test_mistakes_are_listed_on_top_and_nothing_is_saved(browser: Client, sam: User) -> None:
    profile = complete(sam)
    response = browser.post(step("headline"), {"kind": "person", "name": "", "headline": "New line"})
    assert response.status_code == 422
    assert '<a href="#id_name">Name: This field is required.</a>' in words(response)
    assert "<title>Error:" in words(response)
    assert again(profile).headline == "Kitchens that work"


def test_a_file_that_is_no_picture_is_refused_in_words(browser: Client, sam: User) -> None:
    services.create(by=sam)
    response = browser.post(step("avatar"), {"file": SimpleUploadedFile("me.png", b"no picture", "image/png")})
    assert response.status_code == 422
    assert "This is not a JPEG, PNG, WebP, AVIF or HEIC picture." in words(response)


def test_a_picture_can_be_removed_and_is_asked_for_when_there_is_none(browser: Client, sam: User) -> None:
    profile = complete(sam)
    browser.post(step("avatar"), {"remove": "on"})
    assert again(profile).avatar_id is None
    assert browser.post(step("avatar"), {}).status_code == 422


def test_an_unfinished_profile_cannot_be_submitted(browser: Client, sam: User) -> None:
    profile = services.create(by=sam)
    assert "Submit for review" not in words(browser.get(OVERVIEW))
    response = browser.post(reverse("my_profile_action", args=["submit"]), follow=True)
    assert "Still to do before you submit" in words(response)
    assert standing(profile).state == "draft"


def test_the_moderators_words_are_shown(browser: Client, sam: User, mona: User) -> None:
    profile = complete(sam)
    revision = transitions.submit(profile.pk, by=sam).standing.draft_id
    transitions.request_changes(profile.pk, revision_id=revision, note="Tell us where you trained.", by=mona)
    page = words(browser.get(OVERVIEW))
    assert "A moderator asks for changes:" in page
    assert "Tell us where you trained." in page


def test_a_public_profile_is_linked_changed_paused_and_resumed(browser: Client, sam: User, mona: User) -> None:
    profile = published(sam, mona)
    assert profile.get_absolute_url() in words(browser.get(OVERVIEW))
    browser.post(step("bio"), {"bio": "New words.", "languages": ["en"]})
    assert "A change waits for a moderator." in words(browser.get(OVERVIEW))
    assert "New words." in words(browser.get(step("bio")))
    assert again(profile).bio == "Twenty years of kitchens."
    browser.post(reverse("my_profile_action", args=["pause"]))
    assert standing(profile).state == "paused"
    browser.post(reverse("my_profile_action", args=["resume"]))
    assert standing(profile).state == "published"


def test_a_change_that_came_back_is_explained(browser: Client, sam: User, mona: User) -> None:
    profile = published(sam, mona)
    services.update(profile.pk, by=sam, fields={"bio": "Call me."})
    transitions.reject(profile.pk, revision_id=standing(profile).draft_id, note="No numbers, please.", by=mona)
    page = words(browser.get(OVERVIEW))
    assert "Your change did not go public." in page
    assert "No numbers, please." in page


def test_a_suspended_profile_is_explained_and_cannot_be_changed(browser: Client, sam: User, mona: User) -> None:
    profile = published(sam, mona)
    transitions.suspend(profile.pk, note="Fake photos.", by=mona)
    page = words(browser.get(OVERVIEW))
    assert "Fake photos." in page
    assert step("bio") not in page
    assert browser.post(step("bio"), {"bio": "New words."}).status_code == 422
    assert again(profile).bio == "Twenty years of kitchens."


def test_the_price_list_grows_changes_and_shrinks(browser: Client, sam: User) -> None:
    profile = services.create(by=sam)
    line = {"service": fitting().slug, "title": "Fit a kitchen", "price_type": "from", "duration_minutes": "60"}
    assert browser.post(reverse("my_offering_new"), line).status_code == 422
    browser.post(reverse("my_offering_new"), {**line, "price": "150000"})
    offering = profile.offerings.get()
    assert (offering.price_minor, offering.currency) == (150_000_00, "KZT")
    assert "Fit a kitchen" in words(browser.get(step("offerings")))
    page = words(browser.get(reverse("my_offering", args=[offering.public_id])))
    assert 'value="150000"' in page
    browser.post(reverse("my_offering", args=[offering.public_id]), {**line, "price": "99.5"})
    offering.refresh_from_db()
    assert offering.price_minor == 99_50
    browser.post(reverse("my_offering_remove", args=[offering.public_id]))
    assert profile.offerings.count() == 0


def test_somebody_elses_things_are_not_there(browser: Client, sam: User, eve: User) -> None:
    theirs = offering_of(profile_of(eve))
    profile_of(sam)
    for address in ("my_offering", "my_offering_remove"):
        assert browser.post(reverse(address, args=[theirs.public_id]), {}).status_code == 404
    assert browser.get(step("nothing")).status_code == 404
    assert browser.post(reverse("my_profile_action", args=["approve"])).status_code == 404


def test_the_profiles_statistics_are_drawn_and_written_down(client: Client, sam: User) -> None:
    profile_of(sam)
    client.force_login(sam)
    empty = client.get("/specialist/profile/statistics/").content.decode()
    assert "Nobody has looked yet" in empty
    page = client.get("/specialist/profile/statistics/?window=7").content.decode()
    assert '<a href="?window=7" aria-current="page">' in page
    assert client.get("/specialist/profile/statistics/?window=8")["Location"] == "/specialist/profile/statistics/"


def test_statistics_without_a_profile_lead_to_the_first_step(client: Client, clara: User) -> None:
    client.force_login(clara)
    assert client.get("/specialist/profile/statistics/")["Location"] == "/specialist/profile/"
