"""Ways in that somebody has begun and not finished, and what ends them.

A code was mailed, or a password was right and the second factor is still to come. That waits in a session nobody is
signed in with, so ending a person's sessions does not reach it: it is dropped when somebody comes back with it.
"""

from datetime import UTC, datetime
from typing import Any, Final

from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from allauth.account.internal.flows.password_reset_by_code import PASSWORD_RESET_VERIFICATION_SESSION_KEY
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.internal.userkit import str_to_user_id
from allauth.account.utils import url_str_to_user_pk
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore

from marketplace.accounts.models import User

# Where allauth keeps them, with how they say whose they are and when they were begun.
BEGUN: Final = {
    LOGIN_SESSION_KEY: ("user_pk", url_str_to_user_pk, "initiated_at"),
    PASSWORD_RESET_VERIFICATION_SESSION_KEY: ("user_id", str_to_user_id, "at"),
    EMAIL_VERIFICATION_CODE_SESSION_KEY: ("user_id", str_to_user_id, "at"),
}


def drop_stale(session_key: str) -> None:
    """Forgets what was begun in this session before the person's ways in were last closed: the code is too old then."""
    session = SessionStore(session_key)
    stale = [key for key in BEGUN if _is_stale(session, key)]
    for key in stale:
        del session[key]
    if stale:
        session.save()


def _is_stale(session: SessionBase, key: str) -> bool:
    begun: Any = session.get(key)
    whose, read, since = BEGUN[key]
    if not isinstance(begun, dict) or not begun.get(whose):
        return False
    began_at = datetime.fromtimestamp(begun[since], UTC)
    return User.objects.filter(pk=read(begun[whose]), secured_at__gt=began_at).exists()
