"""Cards of listings: drawn once, then remembered by what is in them. A page of 24 is mostly cards."""

from typing import Any, Final

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from design.fragments import key_of
from design.templatetags.fragments import recalled
from design.templatetags.ui import current_request

register = template.Library()

FIRST_VIEW: Final = {"project": 3, "specialist": 2}
# Counted all day long, and no card says them: a card is not drawn anew for them.
UNSAID: Final = ("views_count", "favorites_count", "to_profile_count")


@register.simple_tag(takes_context=True)
def card(context: Context, kind: str, card: dict[str, Any], position: int) -> SafeString:
    """The card of a project or specialist; on the first positions (context: first_view) the picture loads at once.

    The heading's level is the context's, too. Remembered for each look, each language, and for people signed in or
    not, the hearts of a guest being holes; a card that changed is another card, so nothing is ever invalidated.
    """
    user, heading, asked = context["user"], context.get("heading") or "h3", context.get("first_view")
    eager = position <= (FIRST_VIEW[kind] if asked is None else asked)
    said = {name: value for name, value in card.items() if name not in UNSAID}
    key = key_of(kind, heading, eager, get_language(), user.is_authenticated, said)
    values = {"card": said, "heading": heading, "eager": eager, "user": user, "request": current_request(context)}
    return recalled(context, key, lambda: _drawn(context, f"components/{kind}_card.html", values))


def _drawn(context: Context, name: str, values: dict[str, Any]) -> str:
    engine = context.template.engine  # type: ignore[union-attr]
    return str(engine.get_template(name).render(context.new(values)))
