"""The links editors put in the footer."""

from django.test import RequestFactory

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
