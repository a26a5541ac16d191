"""Who may do what with a project."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.accounts.states import SHOWN
from marketplace.core.errors import IllegalTransition, Invalid, LimitReached, NotFound
from marketplace.core.machine import Party
from marketplace.media.models import MediaAsset
from marketplace.moderation.rules import staff_party
from marketplace.projects import limits
from marketplace.projects.models import Project, ProjectDocument, ProjectStanding
from marketplace.projects.states import ProjectState
from marketplace.specialists.models import SpecialistProfile
from marketplace.specialists.states import ProfileState


def owns(project: Project, user: User | AnonymousUser) -> bool:
    """Whether the project is the person's own work."""
    return bool(user.is_authenticated and project.specialist.user_id == user.pk)


def party(project: Project, user: User | AnonymousUser) -> Party:
    """In what capacity the person meets the project."""
    met = Party.SPECIALIST if owns(project, user) else Party.NONE
    return met | staff_party(user)


def owners_party(user: User) -> Party:
    """In what capacity a person meets every project of their own."""
    return Party.SPECIALIST | staff_party(user)


def is_public(project: Project) -> bool:
    """Whether anybody may see it; the same condition as ProjectQuerySet.public()."""
    specialist = project.specialist
    states = (project.standing.state, specialist.standing.state)
    return states == (ProjectState.PUBLISHED, ProfileState.PUBLISHED) and specialist.user.state in SHOWN


def require_owner(project: Project, user: User) -> None:
    """Raises NotFound unless the project is the person's own: other people's private things do not exist."""
    if not owns(project, user):
        raise NotFound(_("There is no such project."))


def require_editable(project: Project) -> None:
    """Raises IllegalTransition for a project that a moderator has hidden or rejected for good."""
    if project.standing.state in (ProjectState.HIDDEN, ProjectState.REJECTED):
        raise IllegalTransition(_("A moderator has closed this project. Write to us if you think that is wrong."))


def require_room(specialist: SpecialistProfile) -> None:
    """Raises LimitReached when the portfolio is full."""
    if specialist.projects.count() >= limits.PROJECTS_MAX:
        raise LimitReached(_("Your portfolio is full: %(most)s projects.") % {"most": limits.PROJECTS_MAX})


def require_complete(project: Project) -> None:
    """Raises Invalid, naming the field, unless the project can be shown to a moderator."""
    if not project.photos.exists():
        raise Invalid(_("Add at least one photo before you submit."), code="media_count", field="media_add")
    if not project.summary:
        raise Invalid(_("Write a summary before you submit."), code="required", field="summary")


def require_known(project: Project, user: User) -> None:
    """Raises NotFound when the person may not even know of the project."""
    if not is_public(project) and not party(project, user):
        raise NotFound(_("There is no such project."))


def archive_first() -> str:
    """Why a public project cannot be deleted at once."""
    return _("Archive the project first; then you can delete it.")


def may_read_document(asset: MediaAsset, user: User | AnonymousUser) -> bool:
    """Whether the person may download this document: it goes with a public project, or with one they may see anyway.

    What only a draft mentions is for its uploader, who needs no rule, and for those who decide about the draft.
    """
    documents = ProjectDocument.objects.filter(asset=asset).select_related(
        "project__standing", "project__specialist__standing", "project__specialist__user"
    )
    if any(is_public(document.project) or bool(party(document.project, user)) for document in documents):
        return True
    waiting = ProjectStanding.objects.filter(draft__content__documents__contains=[{"asset": asset.pk}])
    return bool(staff_party(user)) and waiting.exists()
