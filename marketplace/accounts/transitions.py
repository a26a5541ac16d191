"""One function per arrow of an account: lock it, take the arrow, write down the fact. Mail follows by event."""

from datetime import datetime

from django.db import transaction

from marketplace.accounts import rules, selectors, states
from marketplace.accounts.models import User
from marketplace.accounts.sessions import sign_out_everywhere
from marketplace.accounts.states import ENTERS, AccountState, DataKind
from marketplace.audit.services import record
from marketplace.core import clock
from marketplace.core.batches import one_by_one
from marketplace.core.machine import Arrow, move


@transaction.atomic
def confirm(person_id: int) -> User:
    """The person proved the address. An account that is past this stays as it is."""
    person = User.objects.lock(person_id)
    return _take(person, states.CONFIRM, by=person) if person.state == AccountState.UNCONFIRMED else person


@transaction.atomic
def limit(person_id: int, *, note: str, by: User, until: datetime | None = None) -> User:
    """Staff let the person finish what runs and begin nothing new, until then or until it is lifted.

    Raises NotAllowed, IllegalTransition, Invalid for no reason or an end that is over.
    """
    person = User.objects.lock(person_id)
    rules.require_future(until)
    return _take(person, states.LIMIT, by=by, note=rules.require_reason(note), until=until)


@transaction.atomic
def suspend(person_id: int, *, note: str, by: User) -> User:
    """Staff shut the person out at once; what is theirs is not public any more. Raises as limit()."""
    person = _take(User.objects.lock(person_id), states.SUSPEND, by=by, note=rules.require_reason(note))
    sign_out_everywhere(person, by=by)
    return person


@transaction.atomic
def lift(person_id: int, *, by: User) -> User:
    """Staff give the account back all it had. Raises NotAllowed, IllegalTransition."""
    return _take(User.objects.lock(person_id), states.LIFT, by=by)


def lift_due() -> int:
    """Lifts the limits whose time is over; says how many."""
    over = User.objects.filter(state=AccountState.LIMITED, limited_until__lte=clock.now())
    return one_by_one("lift of account", over.order_by("pk").values_list("pk", flat=True), _lift_if_due)


@transaction.atomic
def _lift_if_due(person_id: int) -> bool:
    person = User.objects.lock(person_id)
    is_due = person.state == AccountState.LIMITED and rules.is_over(person.limited_until)
    if is_due:
        _take(person, states.LIFT, by=None)
    return is_due


@transaction.atomic
def deactivate(person_id: int, *, by: User) -> User:
    """The person switches the account off: signed out everywhere, out of sight, and back with the next sign-in.

    Raises NotAllowed, IllegalTransition.
    """
    person = _take(User.objects.lock(person_id), states.DEACTIVATE, by=by)
    sign_out_everywhere(person, by=by)
    return person


@transaction.atomic
def reactivate(person_id: int) -> User:
    """The person signed in again. An account that is not switched off, or is about to be erased, stays as it is."""
    person = User.objects.lock(person_id)
    stays_off = person.state != AccountState.DEACTIVATED or selectors.open_request(person_id, DataKind.ERASURE)
    return person if stays_off else _take(person, states.REACTIVATE, by=person)


def _take(person: User, arrow: Arrow, *, by: User | None, note: str = "", until: datetime | None = None) -> User:
    enters = arrow.target in ENTERS
    party = rules.party(person, by)
    move(person, arrow, party=party, is_active=enters, state_note=note, limited_until=until)
    told = {"note": note, "until": until.isoformat() if until else None} if note else {}
    record(arrow.fact, subject=person, actor=by, **told)
    return person
