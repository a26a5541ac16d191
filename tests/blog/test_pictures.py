"""Sizes of editors' pictures: made in the background, once, and only read by visitors."""

from pathlib import Path
from typing import Any

import pytest

from blog import pictures, services
from blog.models import Author, BlogIndexPage
from marketplace.media.models import SiteImage, SiteRendition
from pages.demo_pages import load_site_image
from tests.blog.press import article

PICTURE = Path(__file__).parents[2] / "site/pages/demo/pictures/bath-1-0.webp"


@pytest.fixture
def image(db: None, settings: Any, tmp_path: Path) -> SiteImage:
    """A real picture without any size."""
    settings.MEDIA_ROOT = tmp_path
    return bare("Green tiles")


def bare(title: str) -> SiteImage:
    image = load_site_image(PICTURE, title)
    SiteRendition.objects.filter(image=image).delete()
    return image


def test_the_sizes_of_one_use_are_made_once(image: SiteImage) -> None:
    assert pictures.pictures([image.pk], "card") == {}
    for _twice in range(2):
        pictures.make(image.pk, ["card"])
    assert sorted(image.renditions.values_list("filter_spec", flat=True)) == sorted(pictures.CARD)
    found = pictures.pictures([image.pk], "card", alts={image.pk: "Tiles"})[image.pk]
    assert (found["width"], found["height"], found["alt"]) == (800, 500, "Tiles")
    assert [part.rsplit(" ", 1)[1] for part in found["sources"][0]["srcset"].split(", ")] == ["480w", "800w"]


def test_a_picture_that_is_gone_is_no_failure(db: None) -> None:
    pictures.make(4242)
    services.make_pictures(4242)


def test_publishing_asks_for_every_picture_of_the_page(
    image: SiteImage, journal: BlogIndexPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = Author.objects.create(name="Ruslan", picture=bare("Ruslan"))
    inside = bare("Inside")
    page = article(journal, "Tiles", hero=image, author=author)
    page.body = [("image", {"image": inside, "caption": ""})]
    page.save_revision().publish()
    made: list[int] = []
    monkeypatch.setattr(pictures, "make", made.append)
    services.make_pictures(page.pk)
    assert made == sorted([image.pk, author.picture_id, inside.pk])


def test_what_was_uploaded_since_is_found_and_what_is_complete_is_left(image: SiteImage) -> None:
    assert pictures.incomplete() == [image.pk]
    services.catch_up()
    assert pictures.incomplete() == []
    assert image.renditions.count() == len(pictures.ALL)


def test_what_came_with_the_product_is_shown_as_it_is_until_its_sizes_are_made(
    db: None, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    image = load_site_image(PICTURE, "Green tiles")
    again = load_site_image(PICTURE, "Green tiles")
    assert again == image
    whole = pictures.pictures([image.pk], "card")[image.pk]
    assert (whole["src"], whole["width"], whole["height"]) == (image.file.url, 800, 600)
    assert pictures.incomplete() == [image.pk]
    pictures.make(image.pk, ["card"])
    made = pictures.pictures([image.pk], "card")[image.pk]
    assert (made["width"], made["height"]) == (800, 500)
    assert pictures.pictures([image.pk], "wide")[image.pk]["src"] == image.file.url
