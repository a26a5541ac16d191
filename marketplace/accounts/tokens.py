"""Tokens of phone apps: allauth's JWT, with a rotation of our own that holds under parallel calls.

Every claim is read from a stored row, and RS256 signs the same words the same way: so the same successor can be handed
out again, letter by letter, to an app that retries because it lost the first answer.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

import jwt
from allauth.account.internal.userkit import user_id_to_str
from allauth.headless import app_settings
from allauth.headless.tokens.strategies.jwt import JWTTokenStrategy, internal
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http.request import HttpRequest  # noqa: TID251 - allauth hands it over

from marketplace.accounts import services
from marketplace.accounts.models import RefreshToken, User


class RotatingTokens(JWTTokenStrategy):
    """allauth asks here for tokens: an access token for five minutes, a refresh token that works once."""

    def create_access_token_payload(self, request: HttpRequest) -> dict[str, Any] | None:
        """Both tokens for a session that has just signed in."""
        user, session = request.user, request.session
        if not isinstance(user, User):
            return None
        if not session.session_key:
            session.save()
        key = str(session.session_key)
        sid = internal.session_key_to_sid(key)
        return _pair(services.start_family(user, session_key=key, sid=sid, lifetime=_lifetime()), user)

    def refresh_token(self, refresh_token: str) -> tuple[str, str] | None:
        """The next pair for a refresh token, None when it is not good any more."""
        payload = internal.decode_token(refresh_token, "refresh")
        session = internal.get_token_session(payload) if payload else None
        user = internal.validate_token_user(payload, session) if session else None
        if payload is None or session is None or user is None:
            return None
        key = str(session.session_key)
        sid = internal.session_key_to_sid(key)
        successor = services.rotate(UUID(payload["jti"]), session_key=key, sid=sid, lifetime=_lifetime())
        if successor is None:
            return None
        if successor.is_new:
            _prolong(session)
        pair = _pair(successor.token, user)
        return pair["access_token"], pair["refresh_token"]


def _lifetime() -> timedelta:
    return timedelta(seconds=app_settings.JWT_REFRESH_TOKEN_EXPIRES_IN)


def _prolong(session: SessionBase) -> None:
    """An app in use stays signed in. Only the date is written: parallel requests may change what the session holds."""
    Session.objects.filter(session_key=session.session_key).update(expire_date=session.get_expiry_date())


def _pair(token: RefreshToken, user: User) -> dict[str, str]:
    """The signed refresh token of a row, and the access token that belongs to it."""
    started = int(token.issued_at.timestamp())
    access_ends = started + app_settings.JWT_ACCESS_TOKEN_EXPIRES_IN
    return {
        "access_token": _signed(token, user, "access", uuid5(token.jti, "access"), access_ends),
        "refresh_token": _signed(token, user, "refresh", token.jti, int(token.expires_at.timestamp())),
    }


def _signed(token: RefreshToken, user: User, use: str, jti: UUID, ends: int) -> str:
    config = internal._get_jwt_config()
    claims = {"iat": int(token.issued_at.timestamp()), "exp": ends, "sid": token.sid, "jti": str(jti)}
    claims |= {"token_use": use, "sub": user_id_to_str(user)}
    return jwt.encode(claims, config.signing_key, config.algorithm, internal.get_jwt_headers(config))
