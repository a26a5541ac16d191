"""Staff see the site with a customer's eyes for a quarter of an hour. What they see of it is looking_only's business.

Only the session of the member of staff knows of it: it stays theirs, and nobody else's session is touched.
"""

from typing import Final

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts import rules
from marketplace.accounts.models import User
from marketplace.audit.services import record
from marketplace.core import clock
from marketplace.core.errors import NotAllowed

KEY: Final = "looking"
SECONDS: Final = 15 * 60


@transaction.atomic
def begin(session: SessionBase, person_id: int, *, note: str, by: User) -> User:
    """From now on the session looks with the person's eyes. Raises NotAllowed, Invalid for no reason."""
    person = User.objects.get(pk=person_id)
    if not rules.may_look_as(by, person):
        raise NotAllowed(_("You cannot do this."))
    note = rules.require_reason(note)
    end(session, by=by, why="another")
    session[KEY] = {"person": person.pk, "until": clock.now().timestamp() + SECONDS, "note": note}
    record("account.looked_at", subject=person, actor=by, note=note)
    return person


def is_on(session: SessionBase) -> bool:
    """Whether the session looks with somebody's eyes."""
    return KEY in session


def eyes(session: SessionBase, by: User) -> User | None:
    """Whose eyes the session looks with; None when the time is over or it is not allowed any more."""
    look = session[KEY]
    if clock.now().timestamp() >= look["until"]:
        return None
    person = User.objects.filter(pk=look["person"]).first()
    return person if person and rules.may_look_as(by, person) else None


@transaction.atomic
def end(session: SessionBase, *, by: User, why: str) -> int | None:
    """The session has its own eyes again; the id of the person it looked as, None when it did not."""
    look = session.pop(KEY, None)
    if look is None:
        return None
    person = User.objects.get(pk=look["person"])
    record("account.looked_away", subject=person, actor=by, note=look["note"], why=why)
    return person.pk
