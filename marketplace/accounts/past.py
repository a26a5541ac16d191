"""What happened to an account, in words for staff."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.accounts.rights import told
from marketplace.audit.models import Event

SHOWN = 20

HAPPENED: dict[str, Promise] = {
    "account.created": _("Made"),
    "account.changed": _("Changed"),
    "account.confirmed": _("Address confirmed"),
    "account.limited": _("Limited"),
    "account.suspended": _("Suspended"),
    "account.lifted": _("Limit or suspension lifted"),
    "account.deactivated": _("Switched off by its owner"),
    "account.reactivated": _("Switched on again by its owner"),
    "account.leaving": _("Switched off, to be erased"),
    "account.staying": _("Kept after all"),
    "account.erased": _("Erased"),
    "account.rights_changed": _("Rights changed"),
    "account.taken_over": _("Taken over by whoever proved the address"),
    "account.token_reused": _("An old key of an app was used again"),
    "account.signed_out": _("Signed out on one device"),
    "account.signed_out_everywhere": _("Signed out everywhere"),
    "account.second_factor_reset": _("Second factor reset"),
    "account.looked_at": _("Staff see the site as this person"),
    "account.looked_away": _("Staff see the site as themselves again"),
    "account.forgotten": _("Forgotten"),
    "phone.changed": _("Phone number changed"),
    "phone.removed": _("Phone number removed"),
    "phone.code_sent": _("Code sent to the phone"),
    "phone.verified": _("Phone number proved"),
    "consent.given": _("Terms accepted"),
    "consent.withdrawn": _("Acceptance withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Happened:
    """One fact: when, what, by whom, and what it says besides."""

    at: datetime
    words: Promise | str
    actor: str
    said: str


def past(person: User) -> list[Happened]:
    """The latest facts about an account, newest first: one statement."""
    found = Event.objects.filter(subject_type=person._meta.label_lower, subject_id=person.pk)
    return [_in_words(event) for event in found.select_related("actor").order_by("-pk")[:SHOWN]]


def _in_words(event: Event) -> Happened:
    said = (
        told(event.data)
        if event.kind == "account.rights_changed"
        else event.data.get("note") or event.data.get("what", "")
    )
    return Happened(event.at, HAPPENED.get(event.kind, event.kind), str(event.actor or ""), said)
