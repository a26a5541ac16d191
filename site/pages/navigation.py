"""The links editors put in the footer."""

from typing import Any

from django.core.cache import cache
from wagtail.models import Site

from pages.blocks import target
from pages.models import Brand

FRESH = 60


def columns(request: Any) -> list[dict[str, Any]]:
    """The footer's columns, at most a minute old: titles with links that lead somewhere; empty when none is set."""
    key = f"footer:{request.get_host()}"
    found: list[dict[str, Any]] = cache.get_or_set(key, lambda: _columns(request), FRESH) or []
    return found


def _columns(request: Any) -> list[dict[str, Any]]:
    site = Site.find_for_request(request)
    brand = Brand.objects.filter(site=site).first() if site else None
    return [_column(part.value) for part in brand.footer] if brand else []


def _column(value: Any) -> dict[str, Any]:
    links = [{"label": link["label"], "url": target(link)} for link in value["links"]]
    return {"title": value["title"], "links": [link for link in links if link["url"]]}
