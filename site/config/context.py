"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from pages.navigation import navigation


def house(request: HttpRequest) -> dict[str, object]:
    """The site's address, its socket's address, whether this is the demo, and the editors' links once asked for."""
    return {
        "SITE_URL": settings.SITE_URL,
        "SOCKET_URL": settings.SOCKET_URL,
        "IS_DEMO": settings.LINTEL_ENV == "demo",
        "navigation": SimpleLazyObject(lambda: navigation(request)),
    }
