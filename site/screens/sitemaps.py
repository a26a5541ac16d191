"""What search engines may find: an index of slices, each a range of ids, so that the last costs what the first does."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe
from wagtail.models import Page

from blog import selectors as blog
from blog.models import ArticlePage
from marketplace.core import addresses
from marketplace.core.cache import remembered
from marketplace.projects.models import Project
from marketplace.specialists.models import SpecialistProfile

# Three languages of so many listings stay far below the 50,000 addresses and 50 MB that a sitemap may have.
WIDTH: Final = 5_000
FRESH: Final = 600
NAMESPACES: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
LANGUAGES: Final = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True, slots=True)
class Entry:
    """One page by its English path, in every language unless it is said in which, and when it changed."""

    path: str
    language: str = ""
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of page: which there are, and the entries of some of them."""

    rows: Callable[[], "QuerySet[Any]"]
    entries: Callable[["QuerySet[Any]"], Iterable[Entry]]


def _projects(rows: "QuerySet[Any]") -> Iterator[Entry]:
    for title, public_id in rows.values_list("title", "public_id"):
        yield Entry(addresses.listing("project", title, public_id))


def _specialists(rows: "QuerySet[Any]") -> Iterator[Entry]:
    for name, public_id in rows.values_list("name", "public_id"):
        yield Entry(addresses.listing("specialist", name, public_id))


def _articles(rows: "QuerySet[Any]") -> Iterator[Entry]:
    for path, language, changed in rows.values_list("url_path", "language", "last_published_at"):
        yield Entry(blog.address(path), language, changed)


def _pages(rows: "QuerySet[Any]") -> Iterator[Entry]:
    for path, changed in rows.values_list("url_path", "last_published_at"):
        yield Entry(blog.address(path), changed_at=changed)


def _editors_pages() -> "QuerySet[Any]":
    articles = ArticlePage.objects.values("page_ptr")
    pages: QuerySet[Any] = Page.objects.live().public().filter(depth__gt=1).exclude(pk__in=articles)
    return pages


SECTIONS: Final = {
    "pages": Section(_editors_pages, _pages),
    "articles": Section(blog.public, _articles),
    "projects": Section(Project.objects.public, _projects),
    "specialists": Section(SpecialistProfile.objects.public, _specialists),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """/sitemap.xml: the slices that have something in them, at most ten minutes old."""
    found = remembered("sitemaps", FRESH, _slices)
    places = [reverse("sitemap_lists"), *(reverse("sitemap", args=one) for one in found)]
    lines = (f"<sitemap><loc>{settings.SITE_URL}{place}</loc></sitemap>" for place in places)
    return _xml("sitemapindex", lines)


def _slices() -> list[tuple[str, int]]:
    return [
        (kind, number)
        for kind, section in SECTIONS.items()
        for number in section.rows()
        .order_by()
        .annotate(slice=F("pk") / WIDTH)
        .values_list("slice", flat=True)
        .distinct()
    ]


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """The lists of projects and specialists, and of articles by subject and by author."""
    with override(settings.LANGUAGE_CODE):
        found = [reverse("project_list"), reverse("specialist_list"), *blog.narrower_lists()]
        entries = [Entry(path) for path in found]
    return _xml("urlset", _lines(entries))


@require_safe
def section(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """The pages of one kind whose ids are in the slice."""
    if kind not in SECTIONS or number > 10**12:
        raise Http404
    asked = SECTIONS[kind]
    rows = asked.rows().filter(pk__gte=number * WIDTH, pk__lt=(number + 1) * WIDTH).order_by("pk")
    with override(settings.LANGUAGE_CODE):
        entries = list(asked.entries(rows))
    if not entries:
        raise Http404
    return _xml("urlset", _lines(entries))


def _lines(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        changed = f"<lastmod>{entry.changed_at.isoformat()}</lastmod>" if entry.changed_at else ""
        if entry.language:
            yield f"<url><loc>{_address(entry.path, entry.language)}</loc>{changed}</url>"
            continue
        found = {code: _address(entry.path, code) for code in LANGUAGES}
        links = "".join(_alternate(code, place) for code, place in found.items())
        links += _alternate("x-default", found[settings.LANGUAGE_CODE])
        yield from (f"<url><loc>{place}</loc>{changed}{links}</url>" for place in found.values())


def _address(path: str, language: str) -> str:
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    return escape(f"{settings.SITE_URL}{prefix}{path}", {'"': "&quot;"})


def _alternate(code: str, place: str) -> str:
    return f'<xhtml:link rel="alternate" hreflang="{code}" href="{place}"/>'


def _xml(root: str, lines: Iterable[str]) -> HttpResponse:
    body = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f"<{root} {NAMESPACES}>", *lines, f"</{root}>", ""])
    response = HttpResponse(body, content_type="application/xml; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={FRESH}"
    return response


# What is of no use to a searcher, or is somebody's own.
CLOSED: Final = (
    *("/admin/", "/api/", "/_allauth/", "/accounts/", "/account/", "/favourites/", "/specialist/", "/language/"),
    *("/report/", "/offline/", "/demo/", "/documents/authenticate_with_password/"),
)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """/robots.txt: what is closed, in every language, and where the sitemap is."""
    prefixes = ["", *(f"/{code}" for code in LANGUAGES if code != settings.LANGUAGE_CODE)]
    closed = [f"Disallow: {prefix}{path}" for path in CLOSED for prefix in prefixes]
    lines = ["User-agent: *", *closed, "", f"Sitemap: {settings.SITE_URL}{reverse('sitemaps')}", ""]
    response = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={FRESH}"
    return response
