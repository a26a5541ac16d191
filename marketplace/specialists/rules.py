"""Who may do what with a profile."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.accounts.models import User
from marketplace.accounts.states import SHOWN
from marketplace.core.errors import Invalid, LimitReached, NotFound
from marketplace.core.machine import Party
from marketplace.moderation.rules import require_state, staff_party
from marketplace.specialists.limits import OFFERINGS_MAX
from marketplace.specialists.models import SpecialistProfile
from marketplace.specialists.states import EDITABLE, ProfileState

STEPS = {
    "headline": gettext_lazy("Name and headline"),
    "bio": gettext_lazy("About you"),
    "place": gettext_lazy("Where you work"),
    "offerings": gettext_lazy("Services and prices"),
    "avatar": gettext_lazy("Your picture"),
}


def coarse(degrees: float | None) -> float | None:
    """A latitude or longitude as others may know it: two decimals, about a kilometre. Many work from home."""
    return None if degrees is None else round(degrees, 2)


def owns(specialist: SpecialistProfile, user: User | AnonymousUser) -> bool:
    """Whether the profile is the person's own."""
    return user.is_authenticated and specialist.user_id == user.pk


def party(specialist: SpecialistProfile, user: User | AnonymousUser) -> Party:
    """In what capacity the person meets the profile."""
    met = Party.SPECIALIST if owns(specialist, user) else Party.NONE
    return met | staff_party(user)


def is_public(specialist: SpecialistProfile) -> bool:
    """Whether anybody may see it; the same condition as SpecialistQuerySet.public()."""
    return bool(specialist.standing.state == ProfileState.PUBLISHED and specialist.user.state in SHOWN)


def require_owner(specialist: SpecialistProfile, user: User) -> None:
    """Raises NotFound unless the profile is the person's own: other people's private things do not exist."""
    if not owns(specialist, user):
        raise NotFound(_("There is no such profile."))


def require_known(specialist: SpecialistProfile, user: User) -> None:
    """Raises NotFound when the person may not even know of the profile."""
    if not is_public(specialist) and not party(specialist, user):
        raise NotFound(_("There is no such profile."))


def require_editable(specialist: SpecialistProfile) -> None:
    """Raises IllegalTransition for a profile that is closed or that a moderator has suspended."""
    require_state(specialist.standing, EDITABLE)


def require_room(specialist: SpecialistProfile) -> None:
    """Raises LimitReached when the price list is full."""
    if specialist.offerings.count() >= OFFERINGS_MAX:
        raise LimitReached(_("Your price list is full: %(most)s services.") % {"most": OFFERINGS_MAX})


def require_complete(specialist: SpecialistProfile) -> None:
    """Raises Invalid (`incomplete`), saying which steps are still to do, unless moderators can be asked about it."""
    steps = missing(specialist)
    if steps:
        words = ", ".join(str(STEPS[step]) for step in steps)
        raise Invalid(
            _("Still to do before you submit: %(steps)s.") % {"steps": words}, code="incomplete", field=steps[0]
        )


def missing(specialist: SpecialistProfile) -> list[str]:
    """Which steps are still to do before the profile can be submitted, in the order of the guided steps."""
    done = {
        "headline": bool(specialist.name and specialist.headline),
        "bio": bool(specialist.bio),
        "place": specialist.city_id is not None,
        "offerings": bool(specialist.categories.all()) or specialist.offerings.exists(),
        "avatar": specialist.avatar_id is not None,
    }
    return [step for step in STEPS if not done[step]]
