"""Cards of listings: drawn once, then remembered by what is in them. A page of 24 is mostly cards."""

import hashlib
from typing import Any, Final
from urllib.parse import quote

from django import template
from django.core.cache import caches
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from design.templatetags.ui import current_request, gather_icons, used_icons

register = template.Library()

# Stands where the page's own address goes: the same card is drawn once for all pages.
HERE: Final = "~the-page-of-the-card~"

FIRST_VIEW: Final = {"project": 3, "specialist": 2}


@register.simple_tag(takes_context=True)
def card(context: Context, kind: str, card: dict[str, Any], position: int) -> SafeString:
    """The card of a project or specialist; on the first positions (context: first_view) the picture loads at once.

    The heading's level is the context's, too. Remembered for each look, each language, and for people signed in or
    not; a card that changed is another card, so nothing is ever invalidated.
    """
    request = current_request(context)
    user, heading = context["user"], context.get("heading") or "h3"
    asked = context.get("first_view")
    eager = position <= (FIRST_VIEW[kind] if asked is None else asked)
    look = (kind, heading, eager, get_language(), user.is_authenticated, card)
    key = hashlib.blake2b(repr(look).encode(), digest_size=16).hexdigest()
    known: tuple[str, tuple[str, ...]] | None = caches["fragments"].get(key)
    if known is None:
        values = {"card": card, "heading": heading, "eager": eager, "user": user, "request": request, "here": HERE}
        known = _drawn(context, f"components/{kind}_card.html", values)
        caches["fragments"].set(key, known)
    html, icons = known
    used_icons(context).update(dict.fromkeys(icons))
    return mark_safe(html.replace(HERE, quote(request.get_full_path())))  # noqa: S308 - our own template's output


def _drawn(context: Context, name: str, values: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The card's HTML, and the names of the icons it refers to."""
    engine = context.template.engine  # type: ignore[union-attr]
    with gather_icons(context) as icons:
        html = engine.get_template(name).render(context.new(values))
    return str(html), tuple(icons)
