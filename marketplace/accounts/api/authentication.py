"""Who calls the API: a bearer token of a phone app, or the session of a page."""

from typing import Any

from allauth.headless.contrib.rest_framework.authentication import JWTTokenAuthentication
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class TokenAuthentication(JWTTokenAuthentication):
    """A bearer token first; without one, the page's session together with its CSRF token; otherwise nobody."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """The person and the token's claims (none for a session). Raises AuthenticationFailed, PermissionDenied."""
        if request.headers.get("Authorization"):
            found: tuple[Any, Any] | None = super().authenticate(request)
            return found
        return SessionAuthentication().authenticate(request)
