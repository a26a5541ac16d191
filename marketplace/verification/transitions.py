"""One function per arrow: lock the request, take the arrow, write down the fact. Mail follows by event."""

from datetime import date

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.audit.services import record
from marketplace.core import clock
from marketplace.core.batches import one_by_one
from marketplace.core.machine import Arrow, move
from marketplace.verification import rules, states
from marketplace.verification.models import VerificationRequest
from marketplace.verification.states import VerificationState


@transaction.atomic
def take(request_id: int, *, by: User) -> VerificationRequest:
    """A moderator begins to look at it, and others see who does. Raises NotFound, NotAllowed, IllegalTransition."""
    return follow(VerificationRequest.objects.lock(request_id), states.TAKE, by=by, reviewer=by)


@transaction.atomic
def approve(request_id: int, *, valid_until: date | None, by: User) -> VerificationRequest:
    """A moderator confirms it until that day; what was confirmed before makes room. Raises as take(), and Invalid."""
    request = VerificationRequest.objects.lock(request_id)
    day = rules.require_valid_until(valid_until)
    before = VerificationRequest.objects.select_for_update().filter(
        user=request.user_id, kind=request.kind, state=VerificationState.APPROVED
    )
    for old in before.exclude(pk=request.pk):
        follow(old, states.REPLACE, by=None)
    return follow(request, states.APPROVE, by=by, reviewer=by, valid_until=day, note="")


@transaction.atomic
def ask(request_id: int, *, note: str, by: User) -> VerificationRequest:
    """A moderator asks for something more. Raises as take(), and Invalid without words."""
    return _with_reason(request_id, states.ASK, note, by)


@transaction.atomic
def reject(request_id: int, *, note: str, by: User) -> VerificationRequest:
    """A moderator does not confirm it, with a reason. Raises as ask()."""
    return _with_reason(request_id, states.REJECT, note, by)


@transaction.atomic
def revoke(request_id: int, *, note: str, by: User) -> VerificationRequest:
    """A moderator takes a confirmation back, with a reason. Raises as ask()."""
    return _with_reason(request_id, states.REVOKE, note, by)


def _with_reason(request_id: int, arrow: Arrow, note: str, by: User) -> VerificationRequest:
    request = VerificationRequest.objects.lock(request_id)
    return follow(request, arrow, by=by, reviewer=by, note=rules.require_note(note))


@transaction.atomic
def withdraw(request_id: int, *, by: User) -> VerificationRequest:
    """The owner takes the request back; its documents go. Raises NotFound, IllegalTransition."""
    request = VerificationRequest.objects.lock(request_id)
    rules.require_own(request, by)
    return follow(request, states.WITHDRAW, by=by)


def expire_due() -> int:
    """Ends the confirmations whose last day is over; says how many."""
    over = VerificationRequest.objects.filter(state=VerificationState.APPROVED, valid_until__lt=clock.today())
    return one_by_one("end of verification", over.order_by("pk").values_list("pk", flat=True), _expire)


@transaction.atomic
def _expire(request_id: int) -> bool:
    request = VerificationRequest.objects.lock(request_id)
    is_over = request.valid_until is not None and request.valid_until < clock.today()
    if request.state == VerificationState.APPROVED and is_over:
        follow(request, states.EXPIRE, by=None)
        return True
    return False


def follow(request: VerificationRequest, arrow: Arrow, *, by: User | None, **columns: object) -> VerificationRequest:
    """Take the arrow of a locked request and write it down. Raises NotAllowed, IllegalTransition."""
    move(request, arrow, party=rules.party(request, by), **columns)
    told = {"note": request.note} if request.state in states.NEED_NOTE else {}
    record(arrow.fact, subject=request, actor=by, what=request.kind, **told)
    return request
