"""Keyset cursors: where the next page begins, as opaque text. A page costs the same at any depth."""

import base64
import binascii
import json

from django.utils.translation import gettext as _

from marketplace.core.errors import Invalid

MAXIMUM = 400


class BadCursor(Invalid):
    """The cursor was not made by us, or for another list."""

    code = "bad_cursor"


def encode(values: list[str | int | float | None]) -> str:
    """The values of the last row's sort columns as opaque text for a URL."""
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def decode(cursor: str, *, length: int) -> list[str | int | float | None]:
    """The values back, exactly `length` of them. Raises BadCursor for anything that encode() did not write."""
    problem = BadCursor(_("This page link is broken: start again from the first page."), field="cursor")
    if len(cursor) > MAXIMUM:
        raise problem
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, UnicodeError, RecursionError):
        raise problem from None
    if not isinstance(values, list) or len(values) != length or not all(map(_is_plain, values)):
        raise problem
    return values


def _is_plain(value: object) -> bool:
    if isinstance(value, bool):
        return False
    if isinstance(value, int):
        return abs(value) < 2**63
    if isinstance(value, str):
        return "\x00" not in value and value.isprintable()
    return value is None or (isinstance(value, float) and abs(value) < 1e300)
