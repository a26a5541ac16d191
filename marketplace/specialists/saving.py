"""Saving specialists for later: saying it twice changes nothing."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.accounts.models import User
from marketplace.analytics import services as analytics
from marketplace.core.errors import NotFound
from marketplace.specialists.models import SpecialistProfile


def favourite(public_id: str, *, user: User, desired: bool) -> int:
    """Save or unsave a public specialist; returns how many people have saved them now. Raises NotFound."""
    return analytics.save_for_later(_public(public_id), user=user, desired=desired)


def savers(public_id: str) -> int:
    """How many people have saved a public specialist. Raises NotFound."""
    number: int = _public(public_id).tally.favourites
    return number


def claimed(number: int) -> str:
    """Tells somebody that so many specialists, saved before signing in, are theirs now."""
    text = ngettext(
        "%(number)s saved specialist is in your favourites now.",
        "%(number)s saved specialists are in your favourites now.",
        number,
    )
    return text % {"number": number}


def _public(public_id: str) -> SpecialistProfile:
    specialist = SpecialistProfile.objects.public().select_related("tally").filter(public_id=public_id).first()
    if specialist is None:
        raise NotFound(_("There is no such specialist."))
    return specialist


def recount() -> int:
    """Make every specialist's number of savers what the rows say. Answers how many were wrong."""
    return analytics.correct_favourites(SpecialistProfile.objects.all())
