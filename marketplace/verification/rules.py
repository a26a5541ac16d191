"""What a request needs, and who decides about it."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.accounts.rules import require_unlimited
from marketplace.core import clock
from marketplace.core.errors import Invalid, LimitReached, NotAllowed, NotFound
from marketplace.core.machine import Party
from marketplace.core.reasons import clean_reason
from marketplace.moderation.rules import staff_party
from marketplace.verification.applicants import may_apply
from marketplace.verification.models import NOTE_LONGEST, TEXT_LONGEST, VerificationRequest
from marketplace.verification.states import Proof

DOCUMENTS_MOST = 5
LONGEST = timedelta(days=3660)


def owns(request: VerificationRequest, user: User) -> bool:
    """Whether the request is the person's own."""
    return request.user_id == user.pk


def party(request: VerificationRequest, by: User | None) -> Party:
    """In what capacity somebody meets a request; nobody is the clock. Moderators never decide about themselves."""
    if by is None:
        return Party.SYSTEM
    return Party.SPECIALIST if owns(request, by) else staff_party(by)


def require_own(request: VerificationRequest, by: User) -> None:
    """Raises NotFound unless the request is the person's own."""
    if not owns(request, by):
        raise NotFound(_("There is no such request."))


def require_applicant(user: User) -> None:
    """Raises NotAllowed for who is no specialist, and for whose account is limited."""
    if not may_apply(user):
        raise NotAllowed(_("Become a specialist first."), code="no_profile")
    require_unlimited(user)


def require_kind(kind: str) -> None:
    """Raises Invalid for what nobody can prove."""
    if kind not in Proof.values:
        raise Invalid(_("Choose what you want to prove."), code="invalid_choice", field="kind")


def require_few_documents(number: int, *, held: int = 0) -> None:
    """Raises Invalid (`document_count`) unless the request has 1 to 5 documents with these."""
    if not 1 <= number + held <= DOCUMENTS_MOST:
        text = _("Send 1 to %(most)s documents.") % {"most": DOCUMENTS_MOST}
        raise Invalid(text, code="document_count", field="documents")


def clean_text(text: str) -> str:
    """What the person says about the documents, cleaned; may be empty. Raises Invalid for too much."""
    words = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
    if len(words) > TEXT_LONGEST:
        message = _("Say it in at most %(most)s characters.") % {"most": TEXT_LONGEST}
        raise Invalid(message, code="too_long", field="text")
    return words


def require_note(note: str) -> str:
    """What the person is told, cleaned. Raises Invalid for none and for too much."""
    return clean_reason(note, NOTE_LONGEST, _("Say why: the specialist is sent these words."))


def require_valid_until(day: date | None) -> date:
    """The day the proof runs to. Raises Invalid for none, for one that is over and for one over ten years away."""
    today = clock.today()
    if day is None or not today <= day <= today + LONGEST:
        raise Invalid(_("Choose a day from today on, within ten years."), code="bad_date", field="valid_until")
    return day


def require_none_open(user: User, kind: str) -> None:
    """Raises LimitReached (`open_already`) while an earlier request of the kind is not decided."""
    if VerificationRequest.objects.open().filter(user=user, kind=kind).exists():
        raise LimitReached(_("We are still looking at what you sent before."), code="open_already")
