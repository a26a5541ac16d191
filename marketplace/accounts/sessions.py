"""Where somebody is signed in, in browsers and apps, and how that ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from marketplace.accounts.models import TokenFamily, User
from marketplace.audit.services import record
from marketplace.core import clock
from marketplace.core.errors import NotFound

# A sign-in that is used all the time ends all the same, in browsers and apps. BEGAN is where a session has its moment.
LONGEST = timedelta(days=30)
BEGAN = "signed_in_at"
# Half a SHA-256 as hexadecimal digits: nobody guesses one, and none leads back to the session's key.
ID_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Place:
    """One browser, or one app, that somebody is signed in with."""

    id: str
    kind: Literal["browser", "app"]
    user_agent: str
    ip: str
    signed_in_at: datetime
    is_current: bool


def is_over(began: float | None) -> bool:
    """Whether a sign-in that began then (seconds since 1970) has lasted as long as one may; None is of no sign-in."""
    return began is not None and clock.now().timestamp() - began > LONGEST.total_seconds()


def places(user: User, *, current: str | None) -> list[Place]:
    """Where the person is signed in, the latest first; `current` is the key of the session that asks."""
    found = sorted(UserSession.objects.purge_and_list(user), key=lambda one: one.created_at, reverse=True)
    apps = set(TokenFamily.objects.filter(user=user, revoked_at=None).values_list("session_key", flat=True))
    return [
        Place(
            id=_id_of(one.session_key),
            kind="app" if one.session_key in apps else "browser",
            user_agent=one.user_agent,
            ip=one.ip,
            signed_in_at=one.created_at,
            is_current=one.session_key == current,
        )
        for one in found
    ]


def sign_out_place(user: User, place_id: str) -> str:
    """Ends one of the person's sign-ins, its tokens too; says the key of the session. Raises NotFound."""
    keys = _keys(user)
    key = next((key for key in keys if _id_of(key) == place_id), None)
    if key is None:
        raise NotFound(_("You are not signed in there."))
    _sign_out(user, {key})
    return key


@transaction.atomic
def sign_out_elsewhere(user: User, *, current: str | None) -> None:
    """Ends all of the person's sign-ins but the one with this key, and whatever was begun to get in."""
    _close_ways_in(user)
    _sign_out(user, _keys(user) - {current or ""})


@transaction.atomic
def _sign_out(user: User, keys: set[str]) -> None:
    end_sessions(keys)
    TokenFamily.objects.filter(user=user, session_key__in=keys, revoked_at=None).update(revoked_at=clock.now())
    record("account.signed_out", subject=user, actor=user, devices=len(keys))


def _keys(user: User) -> set[str]:
    """The sessions the person is in, those of apps too."""
    families = TokenFamily.objects.filter(user=user, revoked_at=None)
    found = UserSession.objects.filter(user=user)
    return {*found.values_list("session_key", flat=True), *families.values_list("session_key", flat=True)}


def _id_of(session_key: str) -> str:
    return salted_hmac("place", session_key, algorithm="sha256").hexdigest()[:ID_LENGTH]


def _close_ways_in(user: User) -> None:
    """Codes mailed before, and sign-ins that wait for a second factor, are too old from now on."""
    user.secured_at = clock.now()
    User.objects.filter(pk=user.pk).update(secured_at=user.secured_at)


def end_sessions(keys: Iterable[str]) -> None:
    """Ends the sessions with these keys; tokens that hang on them are refused from the next request on."""
    keys = list(keys)
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()


@transaction.atomic
def sign_out_everywhere(user: User, *, by: User | None = None) -> None:
    """Ends every session of the person, in browsers and apps, every refresh token, and what was begun to get in."""
    _close_ways_in(user)
    end_sessions(_keys(user))
    TokenFamily.objects.filter(user=user, revoked_at=None).update(revoked_at=clock.now())
    record("account.signed_out_everywhere", subject=user, actor=by or user)
