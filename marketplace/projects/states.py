"""Every state of a portfolio project, and every way between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from marketplace.core.machine import Arrow, Machine, Party


class ProjectState(TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    REJECTED = "rejected", _("Rejected")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")
    HIDDEN = "hidden", _("Hidden by a moderator")


S = ProjectState
UNPUBLISHED = {S.DRAFT, S.IN_REVIEW, S.CHANGES_REQUESTED, S.REJECTED}
REVIEWABLE = {S.IN_REVIEW, S.PUBLISHED}
DELETABLE = {S.DRAFT, S.CHANGES_REQUESTED, S.ARCHIVED, S.REJECTED}

SUBMIT = Arrow("submit", {S.DRAFT, S.CHANGES_REQUESTED}, S.IN_REVIEW, Party.SPECIALIST)
APPROVE = Arrow("approve", {S.IN_REVIEW}, S.PUBLISHED, Party.MODERATOR)
REQUEST_CHANGES = Arrow("request_changes", {S.IN_REVIEW}, S.CHANGES_REQUESTED, Party.MODERATOR)
REJECT = Arrow("reject", {S.IN_REVIEW}, S.REJECTED, Party.MODERATOR)
ARCHIVE = Arrow("archive", {S.PUBLISHED}, S.ARCHIVED, Party.SPECIALIST)
RESTORE = Arrow("restore", {S.ARCHIVED}, S.PUBLISHED, Party.SPECIALIST)
HIDE = Arrow("hide", {S.PUBLISHED, S.ARCHIVED}, S.HIDDEN, Party.MODERATOR)
UNHIDE = Arrow("unhide", {S.HIDDEN}, S.PUBLISHED, Party.MODERATOR)

PROJECT = Machine(ProjectState, [SUBMIT, APPROVE, REQUEST_CHANGES, REJECT, ARCHIVE, RESTORE, HIDE, UNHIDE])
