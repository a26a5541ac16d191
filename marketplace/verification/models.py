from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.ids import public_id
from marketplace.core.machine import Machine, Stateful
from marketplace.verification import states
from marketplace.verification.querysets import VerificationQuerySet
from marketplace.verification.states import DATED, NEED_NOTE, OPEN, Proof, VerificationState

TEXT_LONGEST = 1000
NOTE_LONGEST = 500


class VerificationRequest(Stateful):
    """What a person asks moderators to confirm. The person is confirmed, not a listing: the key is the account's.

    Personal: `text` and the documents (the person's words and papers), `note` (what a moderator wrote to the person).
    """

    machine: ClassVar[Machine] = states.VERIFICATION

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="verifications", verbose_name=_("account")
    )
    kind = models.CharField(_("what"), max_length=20, choices=Proof)
    text = models.TextField(_("in their words"), max_length=TEXT_LONGEST, blank=True)
    note = models.CharField(_("what we wrote"), max_length=NOTE_LONGEST, blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("moderator")
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    submitted_at = models.DateTimeField(_("waiting since"), default=clock.now, editable=False)
    valid_until = models.DateField(_("valid until"), null=True, blank=True, editable=False)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        constraints = [
            states.VERIFICATION.constraint("verification_state"),
            models.CheckConstraint(condition=Q(kind__in=Proof.values), name="verification_kind"),
            models.UniqueConstraint(
                fields=["user", "kind"], condition=Q(state__in=OPEN), name="verification_open_once"
            ),
            models.UniqueConstraint(
                fields=["user", "kind"], condition=Q(state=VerificationState.APPROVED), name="verification_good_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DATED, valid_until__isnull=False)
                | (~Q(state__in=DATED) & Q(valid_until__isnull=True)),
                name="verification_dated",
            ),
            models.CheckConstraint(condition=~Q(state__in=NEED_NOTE) | ~Q(note=""), name="verification_reason"),
        ]
        indexes = [
            models.Index(fields=["submitted_at"], condition=Q(state__in=states.WAITING), name="verification_queue"),
            models.Index(
                fields=["valid_until"], condition=Q(state=VerificationState.APPROVED), name="verification_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"


class VerificationDocument(models.Model):
    """A paper that came with a request. Personal: the file itself. It goes with the request's withdrawal, and some
    time after the request is over."""

    request = models.ForeignKey(VerificationRequest, models.CASCADE, related_name="documents")
    asset = models.OneToOneField("media.MediaAsset", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.asset_id}"
