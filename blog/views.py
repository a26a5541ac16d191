"""The list of articles with its addresses, and the articles as a feed."""

from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _

from blog import reading, selectors
from blog.models import BlogIndexPage

LENGTH = 20


def old_tag(page: BlogIndexPage, request: HttpRequest) -> HttpResponse | None:
    """Tags once were a part of the query: their articles have an address of their own now."""
    tag = request.GET.get("tag", "")
    return redirect(reading.tag_address(page, tag), permanent=True) if selectors.is_tag(tag) else None


def listed(page: BlogIndexPage, request: HttpRequest, *, tag: str, author: str) -> dict[str, Any]:
    """What the list shows of what is asked for. Raises Http404 for a tag no article bears, an author of none."""
    found = reading.index(page, request.GET, tag=tag, author=author)
    if found is None:
        raise Http404
    return found


class ArticleFeed(Feed[Any, Any]):
    """The newest articles as RSS."""

    feed_type = Rss201rev2Feed

    def title(self) -> str:
        page = selectors.index_page()
        return f"{page.title if page else _('Ideas')} | {settings.SITE_NAME}"

    def description(self) -> str:
        page = selectors.index_page()
        return page.intro if page else ""

    def link(self) -> str:
        return "/blog/"

    def items(self) -> list[dict[str, Any]]:
        return selectors.latest(LENGTH)

    def item_title(self, item: dict[str, Any]) -> str:
        return str(item["title"])

    def item_description(self, item: dict[str, Any]) -> str:
        return str(item["intro"])

    def item_link(self, item: dict[str, Any]) -> str:
        return f"{settings.SITE_URL}{item['url']}"

    def item_pubdate(self, item: dict[str, Any]) -> datetime:
        return datetime.combine(item["date"], time(), UTC)

    def item_author_name(self, item: dict[str, Any]) -> str:
        return str(item["author"])

    def item_categories(self, item: dict[str, Any]) -> list[str]:
        return [tag["name"] for tag in item["tags"]]
