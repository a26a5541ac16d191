"""Saving projects for later: saying it twice changes nothing."""

from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.analytics import services as analytics
from marketplace.core.errors import NotFound
from marketplace.projects.models import Project


def favourite(public_id: str, *, user: User, desired: bool) -> int:
    """Save or unsave a public project; returns how many people have saved it now. Raises NotFound."""
    project = Project.objects.public().filter(public_id=public_id).first()
    if project is None:
        raise NotFound(_("There is no such project."))
    return analytics.save_for_later(project, user=user, desired=desired)


def recount() -> int:
    """Make every project's number of savers what the rows say. Answers how many were wrong."""
    return analytics.correct_favourites(Project.objects.all())
