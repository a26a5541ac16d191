"""Who calls the API: a bearer token of a phone app, or the session of a page."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.headless.contrib.rest_framework.authentication import JWTTokenAuthentication
from allauth.headless.tokens.strategies.jwt import internal
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from marketplace.accounts import conditions


def session_key_of(request: Request) -> str | None:
    """The key of the session that a signed-in call hangs on: the token's, or the page's."""
    if isinstance(request.auth, dict):
        key: str | None = internal.session_key_from_sid(request.auth["sid"])
        return key
    return request.session.session_key


def signed_in_recently(request: Request) -> bool:
    """Whether the session that a signed-in call hangs on was proved within the last minutes."""
    session: Any = request.session
    if isinstance(request.auth, dict):
        session = internal.get_token_session(request.auth)
    shown = (session or {}).get(AUTHENTICATION_METHODS_SESSION_KEY) or []
    latest = max((method.get("at", 0) for method in shown), default=0)
    return bool(time.time() - latest < app_settings.REAUTHENTICATION_TIMEOUT)


class _AskedByHeader:
    """The request as it is checked for the token of a form: here that comes in a header, and no body is read for it."""

    method = "PUT"

    def __init__(self, request: Request) -> None:
        self._asked = request

    def __getattr__(self, name: str) -> Any:
        return getattr(self._asked, name)


class PageAuthentication(SessionAuthentication):
    """The session of a page, together with its CSRF token in X-CSRFToken."""

    def enforce_csrf(self, request: Request) -> None:
        super().enforce_csrf(_AskedByHeader(request))  # type: ignore[arg-type]


class TokenAuthentication(JWTTokenAuthentication):
    """A bearer token first; without one, the page's session together with its CSRF token; otherwise nobody."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """The person and the token's claims (none for a session). Raises AuthenticationFailed, PermissionDenied, and
        Refusal for an unsafe call of somebody who has to do something else first."""
        found = self.known(request)
        if found is not None and request.method not in SAFE_METHODS:
            conditions.require(found[0], request.path)
        return found

    def known(self, request: Request) -> tuple[Any, Any] | None:
        if request.headers.get("Authorization"):
            found: tuple[Any, Any] | None = super().authenticate(request)
            return found
        return PageAuthentication().authenticate(request)
