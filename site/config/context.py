"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from marketplace.accounts import faces
from marketplace.accounts.models import User
from pages.navigation import navigation


def house(request: HttpRequest) -> dict[str, object]:
    """The site's address, its socket's address, whether this is the demo; once asked for, the editors' links and what
    the visitor looks like."""
    return {
        "SITE_URL": settings.SITE_URL,
        "SOCKET_URL": settings.SOCKET_URL,
        "IS_DEMO": settings.LINTEL_ENV == "demo",
        "navigation": SimpleLazyObject(lambda: navigation(request)),
        "own_picture": SimpleLazyObject(lambda: _own_picture(request)),
    }


def _own_picture(request: HttpRequest) -> object:
    person = getattr(request, "user", None)
    return faces.picture_of(person) if isinstance(person, User) else None
