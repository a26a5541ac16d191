"""Saving specialists for later: saying it twice changes nothing."""

from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.analytics import services as analytics
from marketplace.core.errors import NotFound
from marketplace.specialists.models import SpecialistProfile


def favourite(public_id: str, *, user: User, desired: bool) -> int:
    """Save or unsave a public specialist; returns how many people have saved them now. Raises NotFound."""
    specialist = SpecialistProfile.objects.public().filter(public_id=public_id).first()
    if specialist is None:
        raise NotFound(_("There is no such specialist."))
    return analytics.save_for_later(specialist, user=user, desired=desired)


def recount() -> int:
    """Make every specialist's number of savers what the rows say. Answers how many were wrong."""
    return analytics.correct_favourites(SpecialistProfile.objects.all())
