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

SUBMIT = Arrow("submit", {S.DRAFT, S.CHANGES_REQUESTED}, S.IN_REVIEW, Party.SPECIALIST, "project.submitted")
APPROVE = Arrow("approve", {S.IN_REVIEW}, S.PUBLISHED, Party.MODERATOR, "project.published")
REQUEST_CHANGES = Arrow("request_changes", {S.IN_REVIEW}, S.CHANGES_REQUESTED, Party.MODERATOR, "project.returned")
REJECT = Arrow("reject", {S.IN_REVIEW}, S.REJECTED, Party.MODERATOR, "project.returned")
ARCHIVE = Arrow("archive", {S.PUBLISHED}, S.ARCHIVED, Party.SPECIALIST, "project.archived")
RESTORE = Arrow("restore", {S.ARCHIVED}, S.PUBLISHED, Party.SPECIALIST, "project.restored")
HIDE = Arrow("hide", {S.PUBLISHED, S.ARCHIVED}, S.HIDDEN, Party.MODERATOR, "project.hidden")
UNHIDE = Arrow("unhide", {S.HIDDEN}, S.PUBLISHED, Party.MODERATOR, "project.unhidden")

PROJECT = Machine(ProjectState, [SUBMIT, APPROVE, REQUEST_CHANGES, REJECT, ARCHIVE, RESTORE, HIDE, UNHIDE])

# Facts after which a project may have come into sight or gone out of it: whoever keeps lists hears them all.
VISIBILITY = PROJECT.facts_about(S.PUBLISHED) | {"project.deleted"}
