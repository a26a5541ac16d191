"""Who decides about listings, and what a decision needs."""

from collections.abc import Set

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.core.errors import IllegalTransition, NotAllowed, Stale
from marketplace.core.machine import Party
from marketplace.core.reasons import clean_reason
from marketplace.moderation.models import Standing

PARTIES = {"moderator": Party.MODERATOR, "admin": Party.MODERATOR | Party.ADMIN}


def staff_party(user: User | AnonymousUser) -> Party:
    """In what capacity the person decides about other people's listings; NONE for everybody but staff."""
    if not user.is_authenticated or not user.is_active:
        return Party.NONE
    if user.is_superuser:
        return PARTIES["admin"]
    met = Party.NONE
    for name in user.groups.filter(name__in=PARTIES).values_list("name", flat=True):
        met |= PARTIES[name]
    return met


def is_moderator(user: User | AnonymousUser) -> bool:
    """Whether the person decides about listings."""
    return bool(staff_party(user) & Party.MODERATOR)


def may_look(user: User | AnonymousUser, model: type[Model]) -> bool:
    """Whether the person may see every listing of the kind: who decides, and who has the right to view the model."""
    return is_moderator(user) or user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")


def require_moderator(party: Party) -> None:
    """Raises NotAllowed unless the person decides about listings."""
    if not party & Party.MODERATOR:
        raise NotAllowed(_("Only moderators decide about this."))


def require_note(note: str) -> str:
    """The reason without spaces around it. Raises Invalid when there is none or it is too long to keep."""
    longest = Standing._meta.get_field("note").max_length or 0
    return clean_reason(note, longest, _("Say why, in words that help the owner."))


def require_version(standing: Standing, version: int | None) -> None:
    """Raises Stale when the caller has read another version than the present one; None means that it may be any."""
    if version is not None and version != standing.version:
        raise Stale(_("This was changed elsewhere. Load it again."))


def require_state(standing: Standing, states: Set[str]) -> None:
    """Raises IllegalTransition, naming the present state, unless it is one of these."""
    if standing.state not in states:
        text = _("Not possible any more: this is “%(state)s”.")
        raise IllegalTransition(text % {"state": standing.get_state_display()})
