"""Why something is reported, and how a report ends."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from marketplace.core.machine import Arrow, Machine, Party


class Reason(TextChoices):
    COPIED = "copied", _("The photos or texts belong to somebody else")
    UNTRUE = "untrue", _("It is untrue or misleading")
    PRIVATE = "private", _("It shows something private: a face, an address, a document")
    OFFENSIVE = "offensive", _("It is offensive or hateful")
    ILLEGAL = "illegal", _("It is against the law")
    SPAM = "spam", _("It is advertising or has nothing to do with homes")
    OTHER = "other", _("Something else")


class ReportState(TextChoices):
    OPEN = "open", _("Open")
    RESOLVED = "resolved", _("Resolved")
    DISMISSED = "dismissed", _("Dismissed")


S = ReportState

RESOLVE = Arrow("resolve", {S.OPEN}, S.RESOLVED, Party.MODERATOR, "report.resolved")
DISMISS = Arrow("dismiss", {S.OPEN}, S.DISMISSED, Party.MODERATOR, "report.dismissed")

REPORT = Machine(ReportState, [RESOLVE, DISMISS])
