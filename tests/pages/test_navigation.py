"""The links editors put at the top and at the bottom of every page."""

import re

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils.translation import override
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail import blocks

from pages.links import LinkBlock, localised
from pages.models import Brand, ContactPage, HomePage, StandardPage
from pages.navigation import NOTHING, navigation

ABOUT = {"label": "About", "page": None, "path": "/about/"}


def text(home: HomePage, title: str, **fields: object) -> StandardPage:
    page: StandardPage = home.add_child(instance=StandardPage(title=title, slug=title.lower(), **fields))
    return page


def brand(home: HomePage, **fields: object) -> Brand:
    return Brand.objects.create(site=home.get_site(), **fields)


def test_the_footer_holds_links_that_lead_somewhere(home: HomePage) -> None:
    links = [
        {"label": "About", "page": text(home, "About"), "path": ""},
        {"label": "Plans", "page": text(home, "Plans", live=False), "path": ""},
        {"label": "Projects", "page": None, "path": "/projects/"},
    ]
    brand(home, footer=[("column", {"title": "Lintel", "links": links})])
    assert navigation(RequestFactory().get("/")).columns == [
        {
            "title": "Lintel",
            "links": [{"label": "About", "url": "/about/"}, {"label": "Projects", "url": "/projects/"}],
        }
    ]


def test_a_site_without_settings_has_none_of_it(home: HomePage) -> None:
    assert navigation(RequestFactory().get("/")) == NOTHING


def test_links_lead_to_pages_in_the_readers_language(home: HomePage) -> None:
    links = [
        ("link", {"label": "About", "page": text(home, "About"), "path": ""}),
        ("link", ABOUT | {"path": "/blog/"}),
    ]
    brand(home, menu=links, terms=text(home, "Terms"))
    with override("ru"):
        found = navigation(RequestFactory().get("/ru/"))
    assert [link["url"] for link in found.menu] == ["/ru/about/", "/ru/blog/"]
    assert found.terms == "/ru/terms/"
    assert [link["url"] for link in navigation(RequestFactory().get("/")).menu] == ["/about/", "/blog/"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("/projects/?category=kitchens", "/kk/projects/?category=kitchens"),
        ("/admin/", "/admin/"),
        ("https://example.com/projects/", "https://example.com/projects/"),
        ("mailto:hello@example.com", "mailto:hello@example.com"),
    ],
)
def test_only_our_own_addresses_have_languages(written: str, read: str) -> None:
    with override("kk"):
        assert localised(written) == read


@pytest.mark.parametrize("path", ["//example.com/", "javascript:alert(1)", "projects/", ""])
def test_a_link_to_nowhere_we_know_is_refused(path: str) -> None:
    block = LinkBlock()
    with pytest.raises(blocks.StructBlockValidationError):
        block.clean(block.to_python({"label": "Look", "page": None, "path": path}))


def test_they_stand_on_every_page_in_place_of_ours(home: HomePage, client: Client) -> None:
    assert "For specialists</h2>" in client.get("/projects/").content.decode()
    cache.clear()
    links = [{"label": "Every project", "page": None, "path": "/projects/"}]
    brand(
        home,
        menu=[("link", {"label": "Rooms", "page": None, "path": "/projects/"})],
        footer=[("column", {"title": "Look around", "links": links})],
        social=[("profile", {"label": "Elsewhere", "url": "https://example.com/lintel"})],
    )
    page = client.get("/specialists/").content.decode()
    assert '<nav aria-label="Look around"><h2>Look around</h2>' in page
    assert "For specialists</h2>" not in page
    assert '<li><a href="/projects/">Rooms</a></li>' in page
    assert "Ideas</a></li>\n</ul>" not in page
    assert '<a href="https://example.com/lintel" rel="me noopener">Elsewhere</a>' in page
    assert 'aria-current="page">Rooms' in client.get("/projects/").content.decode()


def test_what_editors_set_is_seen_at_once(
    home: HomePage, client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    mine = brand(home, menu=[("link", ABOUT)])
    assert "About</a>" in client.get("/projects/").content.decode()
    mine.menu = [("link", ABOUT | {"label": "Who we are"})]
    with django_capture_on_commit_callbacks(execute=True):
        mine.save()
    assert "Who we are</a>" in client.get("/projects/").content.decode()


def test_menus_cost_no_statement_once_they_were_read(home: HomePage, client: Client) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    brand(home, menu=[("link", ABOUT)], terms=text(home, "Terms"))
    client.get("/projects/")
    with CaptureQueriesContext(connection) as seen:
        client.get("/projects/")
    assert not [query for query in seen if "pages_brand" in query["sql"] or "wagtailcore" in query["sql"]]


def test_who_signs_up_accepts_what_is_there_to_be_read(home: HomePage, client: Client) -> None:
    assert "By signing up" not in client.get("/accounts/signup/").content.decode()
    cache.clear()
    mine = brand(home, terms=text(home, "Terms"))
    page = client.get("/accounts/signup/").content.decode()
    assert re.search(r'By signing up you accept the <a href="/terms/">terms</a>\.</p>', page)
    cache.clear()
    mine.privacy = text(home, "Privacy")
    mine.save()
    page = client.get("/accounts/signup/").content.decode()
    assert 'the <a href="/terms/">terms</a> and the <a href="/privacy/">privacy policy</a>.' in page


def test_terms_privacy_and_contact_are_named_below_every_page(home: HomePage, client: Client) -> None:
    contact = home.add_child(instance=ContactPage(title="Write to us", slug="contact"))
    brand(home, terms=text(home, "Terms"), privacy=text(home, "Privacy", live=False), contact=contact)
    page = client.get("/projects/").content.decode()
    assert '<a href="/contact/">Contact</a><a href="/terms/">Terms</a></span>' in page


def test_a_text_in_another_language_says_so(home: HomePage, client: Client) -> None:
    text(home, "About", intro="Кто мы.", language="ru", body="<p>Нас пятеро.</p>", valid_from="2026-11-01")
    page = client.get("/about/").content.decode()
    assert '<article class="wrap article" lang="ru">' in page
    assert "In force from 1 November 2026" in page
    assert 'lang="ru">' not in client.get("/ru/about/").content.decode().partition("<article")[2].partition("<h1")[0]
