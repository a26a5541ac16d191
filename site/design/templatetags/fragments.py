"""Pieces of pages, drawn once for what is in them.

What is of one request alone (where it is, its CSRF token, a guest's hearts) is a hole in the piece, filled each time.
"""

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any, Final
from urllib.parse import quote

from django import template
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from design import hearts
from design.fragments import Piece, key_of, pieces
from design.templatetags.ui import current_request, gather_icons, used_icons

register = template.Library()

# Nobody can write these into a listing: they are made up anew by each process.
_secret = secrets.token_hex(8)
HERE: Final = f"~here-{_secret}~"
HERE_QUOTED: Final = f"~quoted-{_secret}~"
TOKEN: Final = f"~token-{_secret}~"
HEART: Final = re.compile(f"~heart-{_secret}:([^~]*)~")
CURRENT: Final = re.compile(f"~current-{_secret}:([^~]*)~")
DRAWING: Final = "design.drawing_a_piece"
FULL: Final = "design.full_hearts"


@register.simple_tag(takes_context=True)
def here(context: Context, *, quoted: bool = False) -> SafeString:
    """The address of the page with its query: to come back to, or `quoted` to be said in another address."""
    if is_drawing(context):
        return mark_safe(HERE_QUOTED if quoted else HERE)  # noqa: S308 - filled with what is escaped below
    address = current_request(context).get_full_path()
    return mark_safe(quote(address)) if quoted else escape(address)  # noqa: S308 - quoted


@register.simple_tag(takes_context=True)
def current(context: Context, address: str) -> SafeString:
    """The aria-current of a navigation link: "page" on the page itself, "true" on the pages below it."""
    if is_drawing(context):
        return mark_safe(f"~current-{_secret}:{escape(address)}~")  # noqa: S308 - escaped
    return _current(current_request(context).path, address)


def _current(path: str, address: str) -> SafeString:
    if path == address:
        return mark_safe(' aria-current="page"')
    if path.startswith(address) and address.count("/") > 1 and address.strip("/") not in {"ru", "kk"}:
        return mark_safe(' aria-current="true"')
    return mark_safe("")


@register.simple_tag(takes_context=True)
def heart(context: Context, kind: str, public_id: str, saved: object) -> SafeString:
    """What a heart sends and whether it is full: `saved` tells it of who is signed in, the session of a guest."""
    name = f"{kind}:{public_id}"
    if saved or context["user"].is_authenticated:
        return _heart(is_full=bool(saved))
    if is_drawing(context):
        return mark_safe(f"~heart-{_secret}:{escape(name)}~")  # noqa: S308 - escaped
    return _heart(is_full=name in _full(context))


def _heart(*, is_full: bool) -> SafeString:
    return mark_safe(' value="0" aria-pressed="true"' if is_full else ' value="1" aria-pressed="false"')  # noqa: S308


def _full(context: Context) -> frozenset[str]:
    """The guest's full hearts, asked for once a page."""
    shared: dict[Any, Any] = context.render_context.dicts[0]
    if FULL not in shared:
        shared[FULL] = hearts.full(current_request(context))
    found: frozenset[str] = shared[FULL]
    return found


@register.tag
def remember(parser: Parser, token: Token) -> Node:
    """`{% remember "facets" query facets.version %}...{% endremember %}`: drawn once for these values and the language.

    Everything that is read inside must be among the values, but for what has a hole: `here`, `current`, `heart`, the
    CSRF token.
    """
    keys = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodes = parser.parse(("endremember",))
    parser.delete_first_token()
    return Remembered(nodes, keys)


class Remembered(Node):
    """The block between `remember` and `endremember`."""

    def __init__(self, nodelist: NodeList, keys: list[FilterExpression]) -> None:
        self.nodelist, self.keys = nodelist, keys

    def render(self, context: Context) -> SafeString:
        key = key_of(get_language(), *(key.resolve(context) for key in self.keys))
        return recalled(context, key, lambda: self.nodelist.render(context))


def recalled(context: Context, key: bytes, draw: Callable[[], str]) -> SafeString:
    """The piece with its holes filled for this request, drawn unless the process knows it."""
    piece = pieces.get(key)
    if piece is None:
        with drawing(context) as icons:
            html = draw()
        piece = Piece(html, tuple(icons))
        pieces.keep(key, piece)
    used_icons(context).update(dict.fromkeys(piece.icons))
    # A piece inside a piece keeps its holes: the outer one is filled.
    return mark_safe(piece.html if is_drawing(context) else _filled(piece.html, context))  # noqa: S308 - our templates


@contextmanager
def drawing(context: Context) -> Iterator[dict[str, None]]:
    """What is drawn meanwhile gets holes for what is of one request alone, and leaves its icons' names here."""
    shared: dict[Any, Any] = context.render_context.dicts[0]
    before = is_drawing(context)
    shared[DRAWING] = True
    try:
        with gather_icons(context) as icons, context.push(csrf_token=TOKEN):
            yield icons
    finally:
        shared[DRAWING] = before


def is_drawing(context: Context) -> bool:
    """Whether what is drawn now will be remembered."""
    return bool(context.render_context.dicts[0].get(DRAWING))


def _filled(html: str, context: Context) -> str:
    if _secret not in html:
        return html
    request = current_request(context)
    address = request.get_full_path()
    html = html.replace(HERE_QUOTED, quote(address)).replace(HERE, escape(address))
    html = HEART.sub(lambda hole: _heart(is_full=unescape(hole[1]) in _full(context)), html)
    html = CURRENT.sub(lambda hole: _current(request.path, unescape(hole[1])), html)
    return html.replace(TOKEN, str(context.get("csrf_token", ""))) if TOKEN in html else html
