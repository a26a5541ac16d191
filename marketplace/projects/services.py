"""Writing projects: fields and media in one call, all or nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.analytics.models import Tally
from marketplace.audit.services import record
from marketplace.core.errors import Invalid, NotFound
from marketplace.media import services as media
from marketplace.media.models import MediaAsset
from marketplace.media.states import Kind
from marketplace.moderation.rules import require_version
from marketplace.projects import drafts, rules
from marketplace.projects.gallery import MediaChange, arrange
from marketplace.projects.limits import DOCUMENTS_MAX
from marketplace.projects.models import Project, ProjectDocument, ProjectStanding
from marketplace.projects.states import ProjectState
from marketplace.specialists.models import SpecialistProfile

Fields = Mapping[str, Any]
MANY = ("rooms", "styles")


def create(*, by: User, fields: Fields, change: MediaChange | None = None) -> Project:
    """A new draft of the person's portfolio, with photos when the call brings some.

    `fields` are model fields by name. Raises NotFound without a profile, LimitReached, Invalid; then nothing is kept.
    """
    with transaction.atomic():
        specialist = SpecialistProfile.objects.locked().owned_by(by).first()
        if specialist is None:
            raise NotFound(_("Become a specialist first."), code="no_profile")
        rules.require_room(specialist)
        project = Project(specialist=specialist, currency=settings.CURRENCY)
        _fill(project, fields, exclude={"tally"})
        project.tally = Tally.objects.create()
        project.save()
        project.standing = ProjectStanding.objects.create(project=project, state=ProjectState.DRAFT)
        if change is not None and change.touches_photos:
            _apply(project, change, by=by)
            project.save()
        record("project.created", subject=project, actor=by)
        return project


def update(
    project_id: int, *, by: User, fields: Fields, change: MediaChange | None = None, version: int | None = None
) -> Project:
    """Change fields and media of the person's own project in one go; returns the draft as it is afterwards.

    `version` is the one the caller has read. What is said already is not written again, so nobody is asked about it.
    Raises NotFound, Stale, IllegalTransition, Invalid; then nothing changed.
    """
    with transaction.atomic():
        project = Project.objects.lock(project_id)
        rules.require_owner(project, by)
        rules.require_editable(project)
        require_version(project.standing, version)
        draft = drafts.draft_of(project)
        before = _content(draft)
        _fill(draft, fields)
        dropped = _apply(draft, change, by=by) if change is not None else []
        if _content(draft) != before:
            drafts.write(project, draft, by=by)
            media.release(dropped, actor=by)
            record("project.changed", subject=project, actor=by)
        return draft


def _content(draft: Project) -> dict[str, Any]:
    """All that the draft says, photos included, to see whether a call says anything new."""
    content = draft.serializable_data()
    return {**content, **{name: sorted(content[name]) for name in MANY}}


def _fill(project: Project, fields: Fields, exclude: set[str] | None = None) -> None:
    """Put the values in and check the whole; the first problem of a field becomes the refusal."""
    for name, value in fields.items():
        if name not in MANY:
            setattr(project, name, value)
    for name in MANY:
        if name in fields:
            getattr(project, name).set(fields[name])
    try:
        project.full_clean(exclude=exclude, validate_constraints=False)
    except ValidationError as error:
        field, texts = next(iter(error.message_dict.items()))
        raise Invalid(texts[0], field=field) from None
    if project.cost_from_minor and project.cost_to_minor and project.cost_to_minor < project.cost_from_minor:
        raise Invalid(_("The highest cost is below the lowest."), field="cost_to")


def _apply(draft: Project, change: MediaChange, *, by: User) -> list[int]:
    """Arrange the draft's photos as asked; returns the ids of the assets that went."""
    present = {photo.asset.public_id: photo.asset for photo in draft.photos.select_related("asset")}
    added = _own_pictures(change.add, by)
    after = arrange(list(present), change)
    known = {**present, **{asset.public_id: asset for asset in added}}
    texts = {known[public].pk: text for public, text in change.texts.items() if public in known}
    drafts.place_photos(draft, [known[public] for public in after], texts)
    if media.claim(asset.pk for asset in added) != {asset.pk for asset in added}:
        raise NotFound(_("One of these photos is not there any more. Add it again."), code="media_unknown")
    return [asset.pk for public, asset in present.items() if public not in after]


def _own_pictures(public_ids: Sequence[str], by: User) -> list[MediaAsset]:
    found = list(MediaAsset.objects.filter(public_id__in=public_ids, uploader=by, kind=Kind.IMAGE))
    if len(found) != len(set(public_ids)):
        raise NotFound(_("One of these photos is not there any more. Add it again."), code="media_unknown")
    return found


def add_document(project_id: int, *, by: User, asset: MediaAsset, title: str) -> ProjectDocument:
    """Attach an accepted PDF or DOCX to the person's own project. Raises NotFound, Invalid (`document_count`)."""
    with transaction.atomic():
        project = Project.objects.lock(project_id)
        rules.require_owner(project, by)
        taken = list(project.documents.values_list("position", flat=True))
        if len(taken) >= DOCUMENTS_MAX:
            text = _("A project holds at most %(most)s documents.") % {"most": DOCUMENTS_MAX}
            raise Invalid(text, code="document_count", field="file")
        free = min(set(range(1, DOCUMENTS_MAX + 1)) - set(taken))
        document = ProjectDocument.objects.create(project=project, asset=asset, position=free, title=title)
        media.claim([asset.pk])
        record("project.document_added", subject=project, actor=by)
        return document


def remove_document(project_id: int, *, by: User, asset_public_id: str) -> None:
    """Take a document away from the person's own project. Raises NotFound."""
    with transaction.atomic():
        project = Project.objects.lock(project_id)
        rules.require_owner(project, by)
        document = project.documents.filter(asset__public_id=asset_public_id).first()
        if document is None:
            raise NotFound(_("There is no such document."))
        ProjectDocument.objects.filter(pk=document.pk).delete()
        media.release([document.asset_id], actor=by)
        record("project.document_removed", subject=project, actor=by)
