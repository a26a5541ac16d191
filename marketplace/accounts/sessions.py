"""Where somebody is signed in, in browsers and apps, and how that ends."""

from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from marketplace.accounts.models import TokenFamily, User
from marketplace.audit.services import record
from marketplace.core import clock


def end_sessions(keys: Iterable[str]) -> None:
    """Ends the sessions with these keys; tokens that hang on them are refused from the next request on."""
    keys = list(keys)
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()


@transaction.atomic
def sign_out_everywhere(user: User, *, by: User | None = None) -> None:
    """Ends every session of the person, in browsers and apps, and revokes every refresh token."""
    keys = set(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
    families = TokenFamily.objects.filter(user=user, revoked_at=None)
    keys |= set(families.values_list("session_key", flat=True))
    end_sessions(keys)
    families.update(revoked_at=clock.now())
    record("account.signed_out_everywhere", subject=user, actor=by or user)
