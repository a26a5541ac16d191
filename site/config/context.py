"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, object]:
    """The site's address, its socket's address and whether this is the demo."""
    return {"SITE_URL": settings.SITE_URL, "SOCKET_URL": settings.SOCKET_URL, "IS_DEMO": settings.LINTEL_ENV == "demo"}
