"""The links editors put in the footer."""

from django.core.cache import cache
from django.test import Client, RequestFactory

from pages import navigation
from pages.models import Brand, HomePage, StandardPage


def test_the_footer_holds_links_that_lead_somewhere(home: HomePage) -> None:
    about = home.add_child(instance=StandardPage(title="About", slug="about"))
    draft = home.add_child(instance=StandardPage(title="Plans", slug="plans", live=False))
    links = [
        {"label": "About", "page": about, "path": ""},
        {"label": "Plans", "page": draft, "path": ""},
        {"label": "Projects", "page": None, "path": "/projects/"},
    ]
    Brand.objects.create(site=home.get_site(), footer=[("column", {"title": "Lintel", "links": links})])
    assert navigation.columns(RequestFactory().get("/")) == [
        {
            "title": "Lintel",
            "links": [{"label": "About", "url": "/about/"}, {"label": "Projects", "url": "/projects/"}],
        }
    ]


def test_without_columns_there_are_none(home: HomePage) -> None:
    assert navigation.columns(RequestFactory().get("/")) == []


def test_they_stand_on_every_page_in_place_of_ours(home: HomePage, client: Client) -> None:
    assert "For specialists</h2>" in client.get("/projects/").content.decode()
    cache.clear()
    links = [{"label": "Every project", "page": None, "path": "/projects/"}]
    Brand.objects.create(site=home.get_site(), footer=[("column", {"title": "Look around", "links": links})])
    page = client.get("/specialists/").content.decode()
    assert '<nav aria-label="Look around"><h2>Look around</h2>' in page
    assert "For specialists</h2>" not in page
