"""One function per arrow: lock the root, take the arrow, write down the fact."""

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.accounts.rules import require_unlimited
from marketplace.audit.forgetting import forget_words
from marketplace.audit.services import record
from marketplace.core.errors import IllegalTransition
from marketplace.core.machine import Arrow, move
from marketplace.media import services as media
from marketplace.moderation.rules import require_note
from marketplace.moderation.transitions import Review, offer
from marketplace.projects import rules, states
from marketplace.projects.models import Project, ProjectDocument, ProjectPhoto, RemovedProject
from marketplace.projects.states import DELETABLE
from marketplace.reports import services as reports

REVIEW = Review(party=rules.party, require_known=rules.require_known, reviewable=states.REVIEWABLE)


@transaction.atomic
def submit(project_id: int, *, by: User) -> Project:
    """The owner asks for publication.

    Raises NotFound, IllegalTransition, NotAllowed for a limited account, Invalid for an incomplete project.
    """
    project = Project.objects.lock(project_id)
    rules.require_owner(project, by)
    require_unlimited(by)
    rules.require_complete(project)
    move(project.standing, states.SUBMIT, party=rules.party(project, by))
    offer(project.standing, project.save_revision(user=by, clean=False))
    record(states.SUBMIT.fact, subject=project, actor=by)
    return project


@transaction.atomic
def approve(project_id: int, *, revision_id: int, by: User) -> Project:
    """A moderator publishes exactly the revision that was reviewed: the first one, or changes to a public project.

    Raises NotAllowed, Stale when the owner changed it meanwhile, IllegalTransition.
    """
    project = Project.objects.lock(project_id)
    before = _assets(project_id)
    REVIEW.approve(project, states.APPROVE, revision_id=revision_id, by=by)
    media.release(before - _assets(project_id), actor=by)
    return project


def _assets(project_id: int) -> set[int]:
    """The files of the photos and documents in the rows themselves, whatever a draft says."""
    return {
        asset
        for rows in (ProjectPhoto.objects, ProjectDocument.objects)
        for asset in rows.filter(project=project_id).values_list("asset_id", flat=True)
    }


@transaction.atomic
def request_changes(project_id: int, *, revision_id: int, note: str, by: User) -> Project:
    """A moderator sends the project, or the change to a public one, back with a reason. Raises as approve()."""
    return _return(project_id, revision_id, note, states.REQUEST_CHANGES, by)


@transaction.atomic
def reject(project_id: int, *, revision_id: int, note: str, by: User) -> Project:
    """A moderator refuses the project for good, with a reason. Raises as approve()."""
    return _return(project_id, revision_id, note, states.REJECT, by)


def _return(project_id: int, revision_id: int, note: str, arrow: Arrow, by: User) -> Project:
    project = Project.objects.lock(project_id)
    REVIEW.send_back(project, arrow, revision_id=revision_id, note=note, by=by)
    return project


@transaction.atomic
def archive(project_id: int, *, by: User) -> Project:
    """The owner takes a public project out of sight."""
    return _move(project_id, states.ARCHIVE, by)


@transaction.atomic
def restore(project_id: int, *, by: User) -> Project:
    """The owner shows an archived project again."""
    return _move(project_id, states.RESTORE, by)


@transaction.atomic
def hide(project_id: int, *, note: str, by: User) -> Project:
    """A moderator takes a public project out of sight, with a reason. Raises NotAllowed, IllegalTransition, Invalid."""
    return _move(project_id, states.HIDE, by, note=require_note(note))


@transaction.atomic
def unhide(project_id: int, *, by: User) -> Project:
    """A moderator shows a hidden project again."""
    return _move(project_id, states.UNHIDE, by, note="")


def _move(project_id: int, arrow: Arrow, by: User, note: str | None = None) -> Project:
    project = Project.objects.lock(project_id)
    REVIEW.take(project, arrow, by=by, note=note)
    return project


@transaction.atomic
def delete(project_id: int, *, by: User) -> None:
    """The owner deletes a project that is not public; its files go after the commit.

    Raises NotFound, IllegalTransition.
    """
    project = Project.objects.lock(project_id)
    rules.require_owner(project, by)
    if project.standing.state not in DELETABLE:
        raise IllegalTransition(rules.archive_first())
    _remove(project, by=by)


def _remove(project: Project, *, by: User | None) -> None:
    assets = _assets(project.pk)
    record("project.deleted", subject=project, actor=by, public_id=project.public_id)
    if project.standing.published_at is not None:
        RemovedProject.objects.create(public_id=project.public_id)
    tally = project.tally
    project.delete()
    tally.delete()
    media.release(assets, actor=by)


@transaction.atomic
def remove_all(person_id: int) -> None:
    """Every project of a person who is forgotten, public ones too; their files go after the commit."""
    ids = list(Project.objects.locked().filter(specialist__user=person_id).order_by("pk").values_list("pk", flat=True))
    for project in Project.objects.filter(pk__in=ids).select_related("standing", "tally"):
        _remove(project, by=None)
    reports.unname("project", ids)
    forget_words(Project, ids)
