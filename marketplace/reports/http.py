"""Where a report comes from."""

from django.conf import settings
from django.http import HttpRequest

from marketplace.analytics.http import viewer_of


def place_of(request: HttpRequest) -> str:
    """The key of the network somebody comes from; nobody can be found from it."""
    return viewer_of(request).place(f"reports {settings.SECRET_KEY}".encode())
