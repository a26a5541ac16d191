"""Every state of an account and every way between them, and what becomes of a mail."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core.machine import Arrow, Machine, Party


class AccountState(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("Address not confirmed")
    ACTIVE = "active", _("Active")
    LIMITED = "limited", _("Limited")
    SUSPENDED = "suspended", _("Suspended")
    DEACTIVATED = "deactivated", _("Switched off by its owner")


S = AccountState
# Who may come in: whoever switched the account off comes back by logging in. The database keeps `is_active` in step.
ENTERS = (S.UNCONFIRMED, S.ACTIVE, S.LIMITED, S.DEACTIVATED)
# Whose listings may be public.
SHOWN = (S.UNCONFIRMED, S.ACTIVE, S.LIMITED)

CONFIRM = Arrow("confirm", {S.UNCONFIRMED}, S.ACTIVE, Party.SELF, "account.confirmed")
LIMIT = Arrow("limit", {S.ACTIVE}, S.LIMITED, Party.MODERATOR, "account.limited")
SUSPEND = Arrow("suspend", {S.ACTIVE, S.LIMITED}, S.SUSPENDED, Party.MODERATOR, "account.suspended")
LIFT = Arrow("lift", {S.LIMITED, S.SUSPENDED}, S.ACTIVE, Party.MODERATOR | Party.SYSTEM, "account.lifted")
DEACTIVATE = Arrow("deactivate", {S.ACTIVE}, S.DEACTIVATED, Party.SELF, "account.deactivated")
REACTIVATE = Arrow("reactivate", {S.DEACTIVATED}, S.ACTIVE, Party.SELF, "account.reactivated")

ACCOUNT = Machine(AccountState, [CONFIRM, LIMIT, SUSPEND, LIFT, DEACTIVATE, REACTIVATE])

# Facts after which what is somebody's may have come into sight or gone out of it.
VISIBILITY = ACCOUNT.facts_about(S.SUSPENDED) | ACCOUNT.facts_about(S.DEACTIVATED)


class Role(models.TextChoices):
    """In which of their roles somebody looks at the site: menus follow it, rights do not."""

    CLIENT = "client", _("Client")
    SPECIALIST = "specialist", _("Specialist")


class MailState(models.TextChoices):
    QUEUED = "queued", _("Queued")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
