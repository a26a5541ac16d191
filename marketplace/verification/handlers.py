"""What follows when a request moves: a mail to the specialist, and papers that go."""

from marketplace.accounts.services import write_to
from marketplace.audit.models import Event
from marketplace.audit.registry import on
from marketplace.verification import services, states
from marketplace.verification.models import VerificationRequest

# The mail that tells the specialist, by what happened.
MAILS = {
    "verification.submitted": "verification_received",
    states.ANSWER.fact: "verification_received",
    states.APPROVE.fact: "verification_approved",
    states.ASK.fact: "verification_asked",
    states.REJECT.fact: "verification_rejected",
    states.REVOKE.fact: "verification_revoked",
    states.EXPIRE.fact: "verification_expired",
}


@on(*MAILS)
def tell_the_specialist(event: Event) -> None:
    """A mail about what became of the request, with the words of the moment it happened."""
    request = VerificationRequest.objects.select_related("user").filter(pk=event.subject_id).first()
    if request is not None:
        write_to(request.user, MAILS[event.kind], verification=request, note=event.data.get("note", ""))


@on(states.WITHDRAW.fact)
def forget_what_was_sent(event: Event) -> None:
    """Nobody needs the papers of a request that was taken back."""
    services.forget_papers(event.subject_id)
