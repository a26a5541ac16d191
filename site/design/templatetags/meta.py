"""What a page tells machines: structured data, and the preview other sites show of it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import template
from django.conf import settings
from django.template import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from design.templatetags.ui import current_request

register = template.Library()

LOCALES: Final = {"en": "en_GB", "ru": "ru_RU", "kk": "kk_KZ"}
DEFAULT_PICTURE: Final = "design/img/share.jpg"


@register.simple_tag
def json_ld(data: Mapping[str, Any]) -> SafeString:
    """Schema.org data as a script element that cannot be left from the inside."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    for sign, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(sign, code)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped above


@register.simple_tag
def site_ld() -> SafeString:
    """The site and who runs it, with the address of its search."""
    home, search = absolute(reverse("home")), absolute(reverse("project_list"))
    organisation = {"@type": "Organization", "@id": f"{settings.SITE_URL}/#organization", "url": home}
    organisation["name"] = settings.SITE_NAME
    organisation["logo"] = absolute(static("design/img/icon.svg"))
    site = {
        "@type": "WebSite",
        "name": settings.SITE_NAME,
        "url": home,
        "inLanguage": get_language(),
        "publisher": {"@id": organisation["@id"]},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }
    return json_ld({"@graph": [organisation, site]})


@register.simple_tag(takes_context=True)
def crumbs_ld(context: Context, trail: Sequence[Mapping[str, Any]]) -> SafeString:
    """The breadcrumbs for search engines; the last one is the page itself."""
    here = current_request(context).path
    steps = [(gettext("Home"), reverse("home")), *((step["label"], step.get("url") or here) for step in trail)]
    items = [
        {"@type": "ListItem", "position": number, "name": str(name), "item": absolute(place)}
        for number, (name, place) in enumerate(steps, start=1)
    ]
    return json_ld({"@type": "BreadcrumbList", "itemListElement": items})


@register.inclusion_tag("components/social_card.html", takes_context=True)
def social_card(
    context: Context,
    title: str = "",
    description: str = "",
    *,
    picture: Mapping[str, Any] | None = None,
    alt: str = "",
    kind: str = "website",
    address: str = "",
) -> dict[str, Any]:
    """The preview of the page elsewhere. Without a picture of its own it shows the house's."""
    request = context.get("request")
    place = address or (request.path if request else "/")
    shown = picture or {"src": static(DEFAULT_PICTURE), "width": 1200, "height": 630}
    return {
        "title": title,
        "description": description,
        "kind": kind,
        "site": settings.SITE_NAME,
        "locale": LOCALES.get(get_language() or "", LOCALES["en"]),
        "address": absolute(place),
        "picture": {**shown, "src": absolute(shown["src"])},
        "alt": alt,
    }


def absolute(place: str) -> str:
    """The whole address of a path of ours; an address that is whole already stays."""
    return place if place.startswith(("http://", "https://")) else f"{settings.SITE_URL}{place}"
