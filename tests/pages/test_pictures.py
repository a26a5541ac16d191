"""The sizes of editors' pictures are made for every kind of page that shows one."""

import pytest
from wagtail.models import get_page_models

from blog import pictures, services
from blog.models import Illustrated
from marketplace.media.models import SiteImage
from pages.models import HomePage, LandingPage, StandardPage
from tests.blog.press import picture


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The ids of the pictures whose sizes were asked for."""
    asked: list[int] = []
    monkeypatch.setattr(pictures, "make", asked.append)
    return asked


def test_each_kind_of_page_with_a_picture_says_which() -> None:
    shows = {model for model in get_page_models() if any(key.related_model is SiteImage for key in model._meta.fields)}
    assert {HomePage, LandingPage} < shows
    assert {model for model in get_page_models() if issubclass(model, Illustrated)} == shows
    assert {model for model in shows if model.image_ids is Illustrated.image_ids} == set()


def test_publishing_a_page_of_sections_asks_for_its_picture(home: HomePage, made: list[int]) -> None:
    evening, small = picture("Evening"), picture("Small")
    home.hero_image = evening
    home.save_revision().publish()
    landing = home.add_child(instance=LandingPage(title="Small homes", slug="small", image=small))
    bare = home.add_child(instance=LandingPage(title="Homes", slug="homes"))
    text = home.add_child(instance=StandardPage(title="About", slug="about"))
    for page in (home, landing, bare, text):
        services.make_pictures(page.pk)
    assert made == [evening.pk, small.pk]
