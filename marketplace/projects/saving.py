"""Saving projects for later: saying it twice changes nothing."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.accounts.models import User
from marketplace.analytics import services as analytics
from marketplace.core.errors import NotFound
from marketplace.projects.models import Project


def favourite(public_id: str, *, user: User, desired: bool) -> int:
    """Save or unsave a public project; returns how many people have saved it now. Raises NotFound."""
    return analytics.save_for_later(_public(public_id), user=user, desired=desired)


def savers(public_id: str) -> int:
    """How many people have saved a public project. Raises NotFound."""
    number: int = _public(public_id).tally.favourites
    return number


def claimed(number: int) -> str:
    """Tells somebody that so many projects, saved before signing in, are theirs now."""
    text = ngettext(
        "%(number)s saved project is in your favourites now.",
        "%(number)s saved projects are in your favourites now.",
        number,
    )
    return text % {"number": number}


def _public(public_id: str) -> Project:
    project = Project.objects.public().select_related("tally").filter(public_id=public_id).first()
    if project is None:
        raise NotFound(_("There is no such project."))
    return project


def recount() -> int:
    """Make every project's number of savers what the rows say. Answers how many were wrong."""
    return analytics.correct_favourites(Project.objects.all())
