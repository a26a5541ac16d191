"""Every state of a specialist's profile, and every way between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from marketplace.core.machine import Arrow, Machine, Party


class ProfileState(TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    REJECTED = "rejected", _("Rejected")
    PUBLISHED = "published", _("Published")
    PAUSED = "paused", _("Paused")
    SUSPENDED = "suspended", _("Suspended")
    CLOSED = "closed", _("Closed")


S = ProfileState
UNPUBLISHED = {S.DRAFT, S.IN_REVIEW, S.CHANGES_REQUESTED, S.REJECTED}
LISTED = {S.PUBLISHED, S.PAUSED}
EDITABLE = UNPUBLISHED | LISTED
REVIEWABLE = {S.IN_REVIEW} | LISTED

SUBMIT = Arrow("submit", {S.DRAFT, S.CHANGES_REQUESTED}, S.IN_REVIEW, Party.SPECIALIST)
APPROVE = Arrow("approve", {S.IN_REVIEW}, S.PUBLISHED, Party.MODERATOR)
REQUEST_CHANGES = Arrow("request_changes", {S.IN_REVIEW}, S.CHANGES_REQUESTED, Party.MODERATOR)
REJECT = Arrow("reject", {S.IN_REVIEW}, S.REJECTED, Party.MODERATOR)
PAUSE = Arrow("pause", {S.PUBLISHED}, S.PAUSED, Party.SPECIALIST)
RESUME = Arrow("resume", {S.PAUSED}, S.PUBLISHED, Party.SPECIALIST)
SUSPEND = Arrow("suspend", {S.PUBLISHED, S.PAUSED}, S.SUSPENDED, Party.MODERATOR)
RESTORE = Arrow("restore", {S.SUSPENDED}, S.PUBLISHED, Party.MODERATOR)
CLOSE = Arrow("close", set(S) - {S.SUSPENDED, S.CLOSED}, S.CLOSED, Party.SPECIALIST | Party.ADMIN)

PROFILE = Machine(ProfileState, [SUBMIT, APPROVE, REQUEST_CHANGES, REJECT, PAUSE, RESUME, SUSPEND, RESTORE, CLOSE])
