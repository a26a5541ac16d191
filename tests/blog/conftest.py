"""The pages of a site, also for tests that empty the database between them."""

import pytest

from blog.models import BlogIndexPage
from pages import tree
from pages.models import HomePage


@pytest.fixture
def home(db: None) -> HomePage:
    """The home page, made anew where a transactional test emptied Wagtail's tree."""
    return tree.home()


@pytest.fixture
def journal(home: HomePage) -> BlogIndexPage:
    """The list of articles below it."""
    return tree.blog(home)
