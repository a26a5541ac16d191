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
    ERASED = "erased", _("Erased")


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
# Whoever asks to be erased is out of sight at once, and has some days to think better of it.
LEAVE = Arrow("leave", {S.ACTIVE}, S.DEACTIVATED, Party.SELF | Party.ADMIN, "account.leaving")
STAY = Arrow("stay", {S.DEACTIVATED}, S.ACTIVE, Party.SELF, "account.staying")
ERASE = Arrow("erase", {S.ACTIVE, S.DEACTIVATED}, S.ERASED, Party.SYSTEM | Party.ADMIN, "account.erased")

ACCOUNT = Machine(AccountState, [CONFIRM, LIMIT, SUSPEND, LIFT, DEACTIVATE, REACTIVATE, LEAVE, STAY, ERASE])

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


class DataKind(models.TextChoices):
    EXPORT = "export", _("Copy of the data")
    ERASURE = "erasure", _("Erasure of the account")


class DataState(models.TextChoices):
    REQUESTED = "requested", _("Asked for")
    READY = "ready", _("Ready")
    EXPIRED = "expired", _("Over")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Taken back")
    DONE = "done", _("Done")


D = DataState
# While one is open, the person asks for no other of its kind.
OPEN = (D.REQUESTED, D.READY)

MAKE = Arrow("make", {D.REQUESTED}, D.READY, Party.SYSTEM, "data.ready")
FAIL = Arrow("fail", {D.REQUESTED}, D.FAILED, Party.SYSTEM, "data.failed")
EXPIRE = Arrow("expire", {D.READY}, D.EXPIRED, Party.SYSTEM, "data.expired")
CANCEL = Arrow("cancel", {D.REQUESTED}, D.CANCELLED, Party.SELF | Party.ADMIN, "data.cancelled")
CARRY_OUT = Arrow("carry_out", {D.REQUESTED}, D.DONE, Party.SYSTEM, "data.erased")

DATA_REQUEST = Machine(DataState, [MAKE, FAIL, EXPIRE, CANCEL, CARRY_OUT])
