"""Forgetting a person: asked for, a week to think better of it, done."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts import blockers, rules, selectors, states
from marketplace.accounts.models import DataRequest, ErasedAccount, User
from marketplace.accounts.sessions import sign_out_everywhere
from marketplace.accounts.states import AccountState, DataKind, DataState
from marketplace.audit.services import record
from marketplace.core import clock, personal
from marketplace.core.batches import one_by_one
from marketplace.core.errors import IllegalTransition, NotAllowed, NotFound
from marketplace.core.machine import Party, move
from marketplace.core.reasons import clean_reason

COOLING = timedelta(days=7)
# What was on its way while somebody was erased has arrived by then.
LATECOMERS = timedelta(days=2)


@transaction.atomic
def ask(person_id: int, *, by: User, reason: str = "") -> DataRequest:
    """The account is off at once and erased in a week, unless that is taken back; asked again, it is the same request.

    Staff say why. Raises NotAllowed, IllegalTransition, Invalid without a reason, Refusal for what is not settled.
    """
    person = User.objects.lock(person_id)
    party = rules.erasing_party(person, by)
    if not party:
        raise NotAllowed(_("You cannot do this."))
    found = selectors.open_request(person_id, DataKind.ERASURE)
    if found is not None:
        return found
    if party == Party.ADMIN:
        reason = clean_reason(reason, 500, _("Say how the person asked for it."), field="reason")
    blockers.require_none(person)
    if person.state != AccountState.DEACTIVATED:
        move(person, states.LEAVE, party=party, is_active=True)
        record(states.LEAVE.fact, subject=person, actor=by)
    return _write_down(person, by=by, reason=reason)


def _write_down(person: User, *, by: User, reason: str) -> DataRequest:
    request = DataRequest.objects.create(
        person=person,
        kind=DataKind.ERASURE,
        state=DataState.REQUESTED,
        asked_by=by,
        reason=reason,
        due_at=clock.now() + COOLING,
    )
    record("data.asked", subject=request, actor=by, what=str(DataKind.ERASURE))
    sign_out_everywhere(person, by=by)
    return request


@transaction.atomic
def take_back(person_id: int, *, by: User) -> User:
    """The person keeps the account, which is on again; staff take it back and the person's next sign-in switches it on.

    Raises NotAllowed, NotFound when nothing was asked for or it is done.
    """
    person = User.objects.lock(person_id)
    party = rules.erasing_party(person, by)
    if not party:
        raise NotAllowed(_("You cannot do this."))
    request = selectors.open_request(person_id, DataKind.ERASURE)
    if request is None:
        raise NotFound(_("This account is not about to be erased."), code="not_asked")
    move(request, states.CANCEL, party=party)
    record(states.CANCEL.fact, subject=request, actor=by)
    if party == Party.SELF:
        move(person, states.STAY, party=party)
        record(states.STAY.fact, subject=person, actor=by)
    return person


def carry_out_due() -> int:
    """Erase those whose week is over, and once more what arrived late; says how many were erased."""
    due = DataRequest.objects.filter(kind=DataKind.ERASURE, state=DataState.REQUESTED, due_at__lte=clock.now())
    done = one_by_one("erasure", due.order_by("due_at").values_list("pk", flat=True), carry_out)
    late = ErasedAccount.objects.filter(erased_at__gt=clock.now() - LATECOMERS)
    one_by_one("erasure once more of account", late.values_list("pk", flat=True), _erase_again)
    return done


@transaction.atomic
def carry_out(request_id: int) -> bool:
    """Erase whom the request is about, once its day has come and nothing stands in the way."""
    asked = DataRequest.objects.filter(pk=request_id, kind=DataKind.ERASURE).values_list("person_id", flat=True).first()
    person = User.objects.lock(asked) if asked else None
    # Read behind the lock: whoever took it back meanwhile keeps the account.
    request = DataRequest.objects.filter(pk=request_id, state=DataState.REQUESTED, due_at__lte=clock.now()).first()
    if person is None or request is None or blockers.reasons(person):
        return False
    erase(person)
    move(request, states.CARRY_OUT, party=Party.SYSTEM)
    record(states.CARRY_OUT.fact, subject=request, actor=None)
    return True


def erase(person: User) -> None:
    """Forget the person, whose row is locked, and close the account for good. Raises IllegalTransition."""
    if person.state not in states.ERASE.sources:
        raise IllegalTransition(_("This account cannot be erased as it is."))
    personal.erase(person.pk)
    person.refresh_from_db()
    person.groups.clear()
    person.user_permissions.clear()
    move(person, states.ERASE, party=Party.SYSTEM, is_active=False, is_staff=False, is_superuser=False)
    ErasedAccount.objects.get_or_create(account_id=person.pk, defaults={"erased_at": clock.now()})
    record(states.ERASE.fact, subject=person, actor=None)


@transaction.atomic
def _erase_again(person_id: int) -> None:
    if User.objects.select_for_update().filter(pk=person_id, state=AccountState.ERASED).exists():
        personal.erase(person_id)


def reapply(erased: Iterable[tuple[int, datetime]]) -> int:
    """After a restore: erase again whom we had forgotten since the backup; says how many there were.

    Whatever state the backup has the account in: it was erased, so it is.
    """
    return sum(_reapply(account, moment) for account, moment in erased)


@transaction.atomic
def _reapply(person_id: int, moment: datetime) -> bool:
    person = User.objects.select_for_update().filter(pk=person_id, date_joined__lte=moment).first()
    if person is None or person.state == AccountState.ERASED:
        return False
    if person.state not in states.ERASE.sources:
        User.objects.filter(pk=person_id).update(state=AccountState.DEACTIVATED, is_active=True, limited_until=None)
        person.refresh_from_db()
    DataRequest.objects.filter(person=person, kind=DataKind.ERASURE, state=DataState.REQUESTED).update(
        state=DataState.DONE
    )
    erase(person)
    ErasedAccount.objects.filter(pk=person_id).update(erased_at=moment)
    return True
