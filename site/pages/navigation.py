"""What editors put at the top and at the bottom of every page, ready for templates."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from wagtail.models import Site

from marketplace.core.cache import nearby
from pages import freshness
from pages.links import address, target
from pages.models import Brand

FRESH = 600

Link = dict[str, str]


@dataclass(frozen=True, slots=True)
class Navigation:
    """The site's own words and links in the reader's language; empty where editors have set nothing."""

    menu: list[Link]
    columns: list[dict[str, Any]]
    social: list[Link]
    terms: str = ""
    privacy: str = ""
    contact: str = ""
    phone: str = ""
    address: str = ""


NOTHING = Navigation([], [], [])


def navigation(request: Any) -> Navigation:
    """What stands around each page of the request's site, a second behind the editors at most."""
    place = f"navigation:{get_language()}:{request.get_host()}"
    return nearby(place, lambda: _kept(place, request))


def _kept(place: str, request: Any) -> Navigation:
    return freshness.remembered(place, "brand", "pages", seconds=FRESH, read=lambda: _read(request))


def _read(request: Any) -> Navigation:
    site = Site.find_for_request(request)
    brand = Brand.objects.select_related("terms", "privacy", "contact").filter(site=site).first() if site else None
    if brand is None:
        return NOTHING
    return Navigation(
        menu=_links(part.value for part in brand.menu),
        columns=[_column(part.value) for part in brand.footer],
        social=[{"label": part.value["label"], "url": part.value["url"]} for part in brand.social],
        terms=address(brand.terms),
        privacy=address(brand.privacy),
        contact=address(brand.contact),
        phone=brand.phone,
        address=brand.address,
    )


def _column(value: Any) -> dict[str, Any]:
    return {"title": value["title"], "links": _links(value["links"])}


def _links(links: Iterable[Any]) -> list[Link]:
    """Those that lead somewhere."""
    found = [{"label": link["label"], "url": target(link)} for link in links]
    return [link for link in found if link["url"]]
