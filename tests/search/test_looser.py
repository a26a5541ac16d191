"""When nothing is found, the page says which filter to leave out."""

import pytest
from django.test import Client

from marketplace.accounts.models import User
from marketplace.catalog import vocabulary
from marketplace.catalog.models import RoomType, Style
from search import indexing, looser
from search.queries import Query
from tests.cast import profile_of, project_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_kitchens(sam: User) -> None:
    Style.objects.create(slug="loft", name_en="Loft")
    RoomType.objects.create(slug="bath", name_en="Bathroom")
    profile = profile_of(sam)
    loft = Style.objects.get(slug="loft")
    for title in ("Sage kitchen", "Olive kitchen"):
        project = project_of(profile, title=title)
        project.styles.add(loft)
        project.save()
    vocabulary.forget()
    list(indexing.rebuild("project"))


def test_each_way_leaves_one_filter_out_and_finds_something() -> None:
    query = Query(kind="project", words="sage", styles=("loft",), rooms=("bath",))
    assert looser.ways(query) == [looser.Way("room", "bath", "Bathroom", 1, is_more=False)]


def test_the_way_that_finds_most_comes_first() -> None:
    query = Query(kind="project", styles=("loft",), price_max=100)
    assert [(way.name, way.total) for way in looser.ways(query)] == [("price_max", 2)]


def test_the_page_offers_them_and_only_when_nothing_is_found(client: Client) -> None:
    page = client.get("/projects/?style=loft&room=bath").content.decode()
    assert '<a class="chip" href="?style=loft" data-filter-link>without Bathroom' in page
    assert "It helps to leave something out" not in client.get("/projects/?style=loft").content.decode()


def test_the_page_tells_how_it_is_sorted(client: Client) -> None:
    assert "Nobody can pay for a place in the list." in client.get("/projects/").content.decode()
