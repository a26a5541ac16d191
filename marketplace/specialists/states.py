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

SUBMIT = Arrow("submit", {S.DRAFT, S.CHANGES_REQUESTED}, S.IN_REVIEW, Party.SPECIALIST, "specialist.submitted")
APPROVE = Arrow("approve", {S.IN_REVIEW}, S.PUBLISHED, Party.MODERATOR, "specialist.published")
REQUEST_CHANGES = Arrow("request_changes", {S.IN_REVIEW}, S.CHANGES_REQUESTED, Party.MODERATOR, "specialist.returned")
REJECT = Arrow("reject", {S.IN_REVIEW}, S.REJECTED, Party.MODERATOR, "specialist.returned")
PAUSE = Arrow("pause", {S.PUBLISHED}, S.PAUSED, Party.SPECIALIST, "specialist.paused")
RESUME = Arrow("resume", {S.PAUSED}, S.PUBLISHED, Party.SPECIALIST, "specialist.resumed")
SUSPEND = Arrow("suspend", {S.PUBLISHED, S.PAUSED}, S.SUSPENDED, Party.MODERATOR, "specialist.suspended")
RESTORE = Arrow("restore", {S.SUSPENDED}, S.PUBLISHED, Party.MODERATOR, "specialist.restored")
CLOSE = Arrow("close", set(S) - {S.SUSPENDED, S.CLOSED}, S.CLOSED, Party.SPECIALIST | Party.ADMIN, "specialist.closed")

PROFILE = Machine(ProfileState, [SUBMIT, APPROVE, REQUEST_CHANGES, REJECT, PAUSE, RESUME, SUSPEND, RESTORE, CLOSE])

# Facts after which a profile, and with it its projects, may have come into sight or gone out of it.
VISIBILITY = PROFILE.facts_about(S.PUBLISHED)
