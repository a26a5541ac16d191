"""What of proofs is about people, and what becomes of it."""

from marketplace.audit.forgetting import forget_words
from marketplace.core.personal import declare
from marketplace.verification.models import VerificationDocument, VerificationRequest


def _forget(person_id: int) -> None:
    """The person's proofs, and what moderators wrote about them; the files go with the person's uploads."""
    ids = list(VerificationRequest.objects.filter(user=person_id).values_list("pk", flat=True))
    forget_words(VerificationRequest, ids)
    VerificationDocument.objects.filter(request__in=ids).delete()
    VerificationRequest.objects.filter(pk__in=ids).delete()


declare(
    "verification.VerificationDocument",
    owner="request__user",
    none="id",
    personal="request asset",
    exported_as="verification_documents",
)
declare(
    "verification.VerificationRequest",
    owner="user",
    none="id reviewer",
    personal="state state_since public_id user kind text note created_at submitted_at valid_until",
    exported_as="verifications",
    withheld="reviewer",
    erase=_forget,
)
