"""The first pages of a new site, and of one whose tree was emptied."""

import pytest
from wagtail.models import Locale, Page, Site

from blog.models import BlogIndexPage
from pages import tree
from pages.models import HomePage


@pytest.mark.django_db
def test_a_new_site_has_our_home_and_no_welcome_page() -> None:
    assert list(Page.objects.filter(depth=2).values_list("title", "url_path")) == [("Lintel", "/home/")]
    assert Site.objects.get().root_page.specific == HomePage.objects.get()
    assert BlogIndexPage.objects.get().url == "/blog/"
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.django_db
def test_an_emptied_tree_gets_its_first_pages_back() -> None:
    Site.objects.all().delete()
    Page.objects.all().delete()
    Locale.objects.all().delete()
    blog = tree.blog()
    assert blog.url_path == "/home/blog/"
    assert tree.blog() == blog
    assert Site.objects.get(is_default_site=True).root_page_id == tree.home().pk
