"""Which browser or app somebody has signed in with before.

A browser carries a signed cookie that outlives sessions; what it holds of an account nobody else can read out of it. An
app is known by a sign-in of its own that still lives.
"""

from typing import Final

from allauth.core.internal.httpkit import is_headless_request
from allauth.headless.constants import Client
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http.request import HttpRequest  # noqa: TID251 - cookies are its own
from django.http.response import HttpResponseBase  # noqa: TID251 - cookies are its own
from django.utils.crypto import salted_hmac

from marketplace.accounts.models import TokenFamily, User

SALT: Final = "device"
# Browsers forget every cookie after 400 days.
LIFETIME: Final = 400 * 24 * 3600
# Of a family's computer, not of a library's.
REMEMBERED: Final = 8


def is_known(request: HttpRequest, user: User) -> bool:
    """Whether the person has signed in from here before."""
    if _is_app(request):
        keys = TokenFamily.objects.filter(user=user, revoked_at=None).values("session_key")
        agent = request.headers.get("User-Agent", "")
        return bool(UserSession.objects.filter(user=user, session_key__in=keys, user_agent=agent).exists())
    return _mark(user) in _marks(request)


def remember(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """The browser will be known for this person from now on."""
    if _is_app(request):
        return
    marks = [_mark(user), *(mark for mark in _marks(request) if mark != _mark(user))][:REMEMBERED]
    response.set_signed_cookie(
        settings.DEVICE_COOKIE_NAME,
        ".".join(marks),
        salt=SALT,
        max_age=LIFETIME,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _marks(request: HttpRequest) -> list[str]:
    said = request.get_signed_cookie(settings.DEVICE_COOKIE_NAME, default="", salt=SALT, max_age=LIFETIME)
    return said.split(".") if said else []


def _mark(user: User) -> str:
    """Another password makes every device a new one: whoever knew the old one is told of when they come back."""
    return salted_hmac(SALT, f"{user.public_id} {user.password}", algorithm="sha256").hexdigest()[:16]


def _is_app(request: HttpRequest) -> bool:
    return bool(is_headless_request(request) and request.allauth.headless.client == Client.APP)  # type: ignore[attr-defined]
