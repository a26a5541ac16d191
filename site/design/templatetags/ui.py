"""The words templates use: icons, money, counts, ratings, addresses, pictures, style sheets."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, Final
from zlib import crc32

from django import template
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.template import Context
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from design import devices
from design.icons import ICONS
from design.money import Money, decimal_mark, group, speaks_english, write_money
from design.units import unit_name

register = template.Library()
register.filter("unit_name", unit_name)

AVATAR_COLOURS: Final = 6
USED_ICONS: Final = "design.used_icons"
CURSORS: Final = ("cursor", "page")


@register.filter
def month_in_words(day: date) -> str:
    """Month and year inside a sentence: only English writes its months with a capital letter there."""
    text = date_format(day, "F Y")
    return text if speaks_english() else text[:1].lower() + text[1:]


@register.simple_tag(takes_context=True)
def icon(context: Context, name: str, extra: str = "", *, inline: bool = False) -> SafeString:
    """One icon as a reference into the sprite at the end of the page; `inline` draws it on the spot (form fields)."""
    if name not in ICONS:
        raise template.TemplateSyntaxError(f"There is no icon called {name!r}.")
    css = f"icon {extra}".rstrip()
    if inline:
        drawing = mark_safe(ICONS[name])  # noqa: S308 - our own drawings
        return format_html('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', css, drawing)
    used_icons(context)[name] = None
    return format_html('<svg class="{}" aria-hidden="true"><use href="#i-{}"/></svg>', css, name)


@register.simple_tag(takes_context=True)
def icon_sprite(context: Context, *names: str) -> SafeString:
    """The symbols of every icon used so far on the page, and of `names`, which scripts draw later."""
    wanted = sorted({*used_icons(context), *names})
    symbols = format_html_join(
        "",
        '<symbol id="i-{}" viewBox="0 0 24 24">{}</symbol>',
        ((name, mark_safe(ICONS[name])) for name in wanted),  # noqa: S308 - our own drawings
    )
    return format_html('<svg hidden aria-hidden="true" id="icons">{}</svg>', symbols)


def used_icons(context: Context) -> dict[str, None]:
    """The page's set of icon names; it lives in the innermost render context, which includes share."""
    shared: dict[Any, Any] = context.render_context.dicts[0]
    names: dict[str, None] = shared.setdefault(USED_ICONS, {})
    return names


@contextmanager
def gather_icons(context: Context) -> Iterator[dict[str, None]]:
    """What is drawn meanwhile leaves its icons' names here instead of on the page."""
    shared: dict[Any, Any] = context.render_context.dicts[0]
    before, gathered = used_icons(context), dict[str, None]()
    shared[USED_ICONS] = gathered
    try:
        yield gathered
    finally:
        shared[USED_ICONS] = before


@register.simple_tag
@lru_cache
def css(*names: str) -> SafeString:
    """Links to style sheets by their place under design/css, without the ending."""
    links = ((static(f"design/css/{name}.css"),) for name in names)
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', links)


@register.simple_tag
@lru_cache
def js(*names: str) -> SafeString:
    """Module scripts by their name under design/js, without the ending."""
    scripts = ((static(f"design/js/{name}.js"),) for name in names)
    return format_html_join("\n", '<script type="module" src="{}"></script>', scripts)


@register.simple_tag
def site_name() -> str:
    """What the site is called."""
    return str(settings.SITE_NAME)


@register.simple_tag(takes_context=True)
def querystring(context: Context, drop: str = "", value: object = "", **changes: object) -> str:
    """The present query with parameters set (None removes) or one `value` of `drop` taken out; paging starts anew."""
    query = current_request(context).GET.copy()
    for cursor in CURSORS:
        query.pop(cursor, None)
    if drop:
        left = [one for one in query.getlist(drop) if value != "" and one != str(value)]
        query.setlist(drop, left)
    for name, new in changes.items():
        if new is None or new == "":
            query.pop(name, None)
        else:
            query[name] = str(new)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def alternates(context: Context, *codes: str) -> SafeString:
    """The same page in the other languages, as link elements for search engines; English is the default."""
    return _alternates(current_request(context).path, codes, get_language())


@lru_cache(maxsize=2_000)
def _alternates(path: str, codes: tuple[str, ...], language: str | None) -> SafeString:
    """Remembered by the language of now, too: addresses are read in it."""
    pairs = [(code, settings.SITE_URL + translate_url(path, code)) for code in codes]
    pairs.append(("x-default", settings.SITE_URL + translate_url(path, "en")))
    return format_html_join("\n", '<link rel="alternate" hreflang="{}" href="{}">', pairs)


def current_request(context: Context) -> Any:
    """The request of the page, also inside a component included with `only`."""
    return context.get("request") or context.request  # type: ignore[attr-defined]


@register.inclusion_tag("components/picture.html")
def picture(
    picture: Mapping[str, Any] | None, *, eager: bool = False, alt: str | None = None, sizes: str = ""
) -> dict[str, Any]:
    """A responsive picture from its mapping, or the placeholder; `eager` for those in the first view."""
    if not picture:
        return {"picture": None, "eager": eager}
    return {
        "picture": picture,
        "eager": eager,
        "alt": picture["alt"] if alt is None else alt,
        "sizes": sizes or picture.get("sizes", ""),
    }


@register.filter
def money(amount: Money | tuple[int, str] | str | None) -> str:
    """An amount in the reader's language, from an object with minor and currency or a pair of them."""
    if amount is None or isinstance(amount, str):
        return ""
    if isinstance(amount, tuple):
        return write_money(*amount)
    return write_money(amount.minor, amount.currency)


@register.filter
def count(number: int | None) -> str:
    """A whole number with its thousands apart."""
    return group(number or 0)


@register.filter
def rating(value: Decimal | float | None) -> str:
    """An average out of five: 4.97, 4.9, 5.0; nothing when there is none."""
    if value is None:
        return ""
    rounded = str(Decimal(str(value)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))
    short = rounded[:-1] if rounded.endswith("0") else rounded
    return short.replace(".", decimal_mark())


@register.filter
def initials(name: str | None) -> str:
    """The first letters of the first two words of a name, in capitals."""
    words = [word for word in (name or "").replace("@", " ").split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:2]).upper()


@register.filter
def avatar_colour(public_id: object) -> str:
    """The class of the monogram's colour: the same for the same id, everywhere and always."""
    return f"a{crc32(str(public_id).encode()) % AVATAR_COLOURS + 1}"


@register.filter
def language_name(code: str) -> str:
    """A language in its own words; the code itself when nobody knows it."""
    own = {"en": "English", "ru": "Русский", "kk": "Қазақша"}
    known: str = LANG_INFO.get(code, {}).get("name_local", code)
    return own.get(code) or (known[:1].upper() + known[1:] if known != code else code)


@register.filter
def device(user_agent: str) -> str:
    """What a browser calls itself, as a person would say it: Chrome on Linux."""
    return devices.device(user_agent)


@register.filter
def in_our_words(text: str) -> str:
    """An editors' text in the reader's language where it came with the product; as they wrote it otherwise."""
    return gettext(str(text)) if text else ""


@register.filter
def pressed(value: object) -> str:
    """A truth as the word of aria-pressed."""
    return "true" if value else "false"


@register.simple_tag
def save_label(title: str, saved: object) -> str:
    """What the heart of one listing says."""
    text = gettext("Remove %(title)s from favourites") if saved else gettext("Save %(title)s to favourites")
    return text % {"title": title}
