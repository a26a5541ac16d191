"""Saving specialists for later: saying it twice changes nothing."""

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.analytics import services as analytics
from marketplace.analytics.models import Tally
from marketplace.core.errors import NotFound
from marketplace.specialists.models import SpecialistFavourite, SpecialistProfile


@transaction.atomic
def favourite(public_id: str, *, user: User, desired: bool) -> int:
    """Save or unsave a public specialist; returns how many people have saved them now. Raises NotFound.

    The specialist's tally is locked first, so parallel taps of one person count once and the number equals the rows.
    """
    specialist = SpecialistProfile.objects.public().filter(public_id=public_id).first()
    if specialist is None:
        raise NotFound(_("There is no such specialist."))
    tally = Tally.objects.select_for_update().get(pk=specialist.tally_id)
    change = _add(specialist, user) if desired else -_remove(specialist, user)
    if change:
        analytics.adjust_favourites(tally.pk, change)
    return tally.favourites + change


def _add(specialist: SpecialistProfile, user: User) -> int:
    _row, is_new = SpecialistFavourite.objects.get_or_create(specialist=specialist, user=user)
    return int(is_new)


def _remove(specialist: SpecialistProfile, user: User) -> int:
    removed, _kinds = SpecialistFavourite.objects.filter(specialist=specialist, user=user).delete()
    return removed


def recount() -> int:
    """Make every specialist's number of savers what the rows say. Answers how many were wrong."""
    return analytics.correct_favourites(SpecialistProfile.objects.all())
