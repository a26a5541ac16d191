"""The articles as a feed."""

from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _

from blog import selectors

LENGTH = 20


class ArticleFeed(Feed[Any, Any]):
    """The newest articles as RSS."""

    feed_type = Rss201rev2Feed

    def title(self) -> str:
        page = selectors.index_page()
        return f"{page.title if page else _('Ideas')} | Lintel"

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
