"""Viewers out of requests."""

from django.conf import settings
from django.http import HttpRequest

from marketplace.analytics.viewers import Viewer


def viewer_of(request: HttpRequest) -> Viewer:
    """Who asks; `request` may be Django's or REST framework's."""
    user = request.user
    # Staff who see the site with somebody's eyes are staff.
    is_staff = getattr(user, "is_staff", False) or hasattr(request, "looked_at_by")
    return Viewer.asking(
        request.method or "",
        request.headers,
        user_id=user.pk,
        is_staff=is_staff,
        ip=_address(request),
    )


def _address(request: HttpRequest) -> str:
    """The address that the outermost of our own proxies saw; what a visitor wrote before it is not believed."""
    hops = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    passed = request.headers.get("X-Forwarded-For", "").split(",")
    if hops and len(passed) >= hops and passed[-hops].strip():
        return passed[-hops].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
