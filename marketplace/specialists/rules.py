"""Who may do what with a profile."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.core.errors import NotFound
from marketplace.core.machine import Party
from marketplace.specialists.models import SpecialistProfile

MODERATORS = ("moderator", "admin")


def is_moderator(user: User | AnonymousUser) -> bool:
    """Whether the person decides about listings."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or user.groups.filter(name__in=MODERATORS).exists()


def party(specialist: SpecialistProfile, user: User | AnonymousUser) -> Party:
    """In what capacity the person meets the profile."""
    met = Party.SPECIALIST if user.is_authenticated and specialist.user_id == user.pk else Party.NONE
    return met | Party.MODERATOR if is_moderator(user) else met


def require_owner(specialist: SpecialistProfile, user: User) -> None:
    """Raises NotFound unless the profile is the person's own: other people's private things do not exist."""
    if specialist.user_id != user.pk:
        raise NotFound(_("There is no such profile."))


def missing(specialist: SpecialistProfile) -> list[str]:
    """Which steps are still to do before the profile can be submitted, in the order of the guided steps."""
    steps = {
        "headline": bool(specialist.name and specialist.headline),
        "bio": bool(specialist.bio),
        "place": specialist.city_id is not None,
        "offerings": specialist.offerings.exists() or bool(specialist.categories.all()),
        "avatar": specialist.avatar_id is not None,
    }
    return [step for step, done in steps.items() if not done]
