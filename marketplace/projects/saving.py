"""Saving projects for later: saying it twice changes nothing."""

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.analytics import services as analytics
from marketplace.analytics.models import Tally
from marketplace.core.errors import NotFound
from marketplace.projects.models import Project, ProjectFavourite


@transaction.atomic
def favourite(public_id: str, *, user: User, desired: bool) -> int:
    """Save or unsave a public project; returns how many people have saved it now. Raises NotFound.

    The project's tally is locked first, so parallel taps of one person count once and the number equals the rows.
    """
    project = Project.objects.public().filter(public_id=public_id).first()
    if project is None:
        raise NotFound(_("There is no such project."))
    tally = Tally.objects.select_for_update().get(pk=project.tally_id)
    change = _add(project, user) if desired else -_remove(project, user)
    if change:
        analytics.adjust_favourites(tally.pk, change)
    return tally.favourites + change


def _add(project: Project, user: User) -> int:
    _row, is_new = ProjectFavourite.objects.get_or_create(project=project, user=user)
    return int(is_new)


def _remove(project: Project, user: User) -> int:
    removed, _kinds = ProjectFavourite.objects.filter(project=project, user=user).delete()
    return removed


def recount() -> int:
    """Make every project's number of savers what the rows say. Answers how many were wrong."""
    return analytics.correct_favourites(Project.objects.all())
