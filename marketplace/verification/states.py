"""What can be proved, and every state of a request to have it confirmed."""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.core.machine import Arrow, Machine, Party


class Proof(TextChoices):
    IDENTITY = "identity", _("Identity")
    BUSINESS = "business", _("Registered business")
    LICENCE = "licence", _("Licence")
    INSURANCE = "insurance", _("Insurance")


# The mark that others see, by what was proved: stable words of the API.
BADGES: dict[str, str] = {
    Proof.IDENTITY: "identity_verified",
    Proof.BUSINESS: "business_verified",
    Proof.LICENCE: "licensed",
    Proof.INSURANCE: "insured",
}
WANTED: dict[str, Promise] = {
    Proof.IDENTITY: _("A passport or identity card: the page with your photo."),
    Proof.BUSINESS: _("The registration of your company or sole trade."),
    Proof.LICENCE: _("The licence or certificate that your work asks for."),
    Proof.INSURANCE: _("The policy of your liability insurance, with the date it runs to."),
}


class VerificationState(TextChoices):
    SUBMITTED = "submitted", _("Waiting")
    IN_REVIEW = "in_review", _("Being looked at")
    NEEDS_INFO = "needs_info", _("Waiting for your answer")
    APPROVED = "approved", _("Confirmed")
    REJECTED = "rejected", _("Not confirmed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Taken back")


S = VerificationState
WAITING = (S.SUBMITTED, S.IN_REVIEW)
OPEN = (*WAITING, S.NEEDS_INFO)
# Those that hold the day their proof runs to.
DATED = (S.APPROVED, S.EXPIRED, S.REVOKED)
OVER = (S.REJECTED, S.WITHDRAWN, S.EXPIRED, S.REVOKED)
NEED_NOTE = (S.NEEDS_INFO, S.REJECTED, S.REVOKED)

TAKE = Arrow("take", {S.SUBMITTED}, S.IN_REVIEW, Party.MODERATOR, "verification.taken")
APPROVE = Arrow("approve", {S.IN_REVIEW}, S.APPROVED, Party.MODERATOR, "verification.approved")
ASK = Arrow("ask", {S.IN_REVIEW}, S.NEEDS_INFO, Party.MODERATOR, "verification.asked")
REJECT = Arrow("reject", {S.IN_REVIEW}, S.REJECTED, Party.MODERATOR, "verification.rejected")
ANSWER = Arrow("answer", {S.NEEDS_INFO}, S.SUBMITTED, Party.SPECIALIST, "verification.answered")
WITHDRAW = Arrow("withdraw", set(OPEN), S.WITHDRAWN, Party.SPECIALIST, "verification.withdrawn")
REVOKE = Arrow("revoke", {S.APPROVED}, S.REVOKED, Party.MODERATOR, "verification.revoked")
EXPIRE = Arrow("expire", {S.APPROVED}, S.EXPIRED, Party.SYSTEM, "verification.expired")
REPLACE = Arrow("replace", {S.APPROVED}, S.EXPIRED, Party.SYSTEM, "verification.replaced")

VERIFICATION = Machine(VerificationState, [TAKE, APPROVE, ASK, REJECT, ANSWER, WITHDRAW, REVOKE, EXPIRE, REPLACE])
