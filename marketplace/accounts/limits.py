"""How often somebody may do what costs money or could be guessed. allauth counts, in the cache and without it."""

from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http.request import HttpRequest  # noqa: TID251 - where it comes from is counted
from django.utils.translation import gettext as _
from rest_framework.request import Request

from marketplace.accounts.models import User
from marketplace.core.errors import TooMany


def take_turn(request: HttpRequest | Request, action: str, *, person: User, key: str = "") -> None:
    """Count one turn of `action` for the person, for where they come from, and for `key`, as PHONE_RATE_LIMITS says.

    Raises TooMany, with the longest it can take until a turn is free; then none of them has counted.
    """
    taken: list[Any] = []
    for rate in settings.PHONE_RATE_LIMITS[action].split(","):
        turn = ratelimit.consume(
            request, app="marketplace.accounts", action=action, config={action: rate}, key=key, user=person
        )
        if turn is None:
            for one in taken:
                one.rollback()
            seconds = int(ratelimit.parse_rate(rate).duration)
            raise TooMany(_("That is as often as we let you for now. Try again later."), seconds=seconds)
        taken.append(turn)
