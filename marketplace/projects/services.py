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
from marketplace.core.errors import Invalid, NotAllowed, NotFound
from marketplace.media import services as media
from marketplace.media.models import MediaAsset
from marketplace.media.states import Kind
from marketplace.moderation.listing import draft_of
from marketplace.moderation.rules import require_version
from marketplace.projects import drafts, rules
from marketplace.projects.gallery import MediaChange, arrange, arrange_documents
from marketplace.projects.models import Project, ProjectStanding
from marketplace.projects.states import ProjectState
from marketplace.specialists.models import SpecialistProfile

Fields = Mapping[str, Any]
MANY = ("rooms", "styles")


def create(*, by: User, fields: Fields, change: MediaChange | None = None) -> Project:
    """A new draft of the person's portfolio, with photos and documents when the call brings some.

    `fields` are model fields by name. Raises NotAllowed without a profile, LimitReached, Invalid; then nothing is kept.
    """
    with transaction.atomic():
        specialist = SpecialistProfile.objects.locked().owned_by(by).first()
        if specialist is None:
            raise NotAllowed(_("Only specialists have projects: make a profile first."), code="no_profile")
        rules.require_room(specialist)
        project = Project(specialist=specialist, currency=settings.CURRENCY)
        _fill(project, fields, exclude={"tally"})
        project.tally = Tally.objects.create()
        project.save()
        project.standing = ProjectStanding.objects.create(project=project, state=ProjectState.DRAFT)
        if change is not None and change.touches_media:
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
        draft = draft_of(project)
        before = _content(draft)
        _fill(draft, fields)
        dropped = _apply(draft, change, by=by) if change is not None else []
        if _content(draft) != before:
            drafts.write(project, draft, by=by)
            media.release(dropped, actor=by)
            record("project.changed", subject=project, actor=by)
        return draft


def _content(draft: Project) -> dict[str, Any]:
    """All that the draft says, photos and documents included, to see whether a call says anything new."""
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
    """Arrange the draft's photos and documents as asked; returns the ids of the assets that went."""
    return [*_apply_photos(draft, change, by), *_apply_documents(draft, change, by)]


def _apply_photos(draft: Project, change: MediaChange, by: User) -> list[int]:
    present = {photo.asset.public_id: photo.asset for photo in draft.photos.select_related("asset")}
    added = _own(Kind.IMAGE, change.add, by)
    after = arrange(list(present), change)
    known = {**present, **{asset.public_id: asset for asset in added}}
    texts = {known[public].pk: text for public, text in change.texts.items() if public in known}
    drafts.place_photos(draft, [known[public] for public in after], texts)
    _claim(added)
    return [asset.pk for public, asset in present.items() if public not in after]


def _apply_documents(draft: Project, change: MediaChange, by: User) -> list[int]:
    if not (change.documents_add or change.documents_delete):
        return []
    present = {document.asset.public_id: document.asset for document in draft.documents.select_related("asset")}
    added = _own(Kind.DOCUMENT, change.documents_add, by)
    after = arrange_documents(list(present), change)
    known = {**present, **{asset.public_id: asset for asset in added}}
    titles = {known[public].pk: title for public, title in change.titles.items() if public in known}
    drafts.place_documents(draft, [known[public] for public in after], titles)
    _claim(added)
    return [asset.pk for public, asset in present.items() if public not in after]


def _own(kind: Kind, public_ids: Sequence[str], by: User) -> list[MediaAsset]:
    found = list(MediaAsset.objects.filter(public_id__in=public_ids, uploader=by, kind=kind))
    if len(found) != len(set(public_ids)):
        raise _not_there(kind)
    return found


def _claim(assets: Sequence[MediaAsset]) -> None:
    """Take the files into use; raises NotFound when a sweep was faster."""
    if media.claim(asset.pk for asset in assets) != {asset.pk for asset in assets}:
        raise _not_there(Kind(assets[0].kind))


def _not_there(kind: Kind) -> NotFound:
    if kind == Kind.DOCUMENT:
        return NotFound(_("One of these documents is not there any more. Add it again."), code="document_unknown")
    return NotFound(_("One of these photos is not there any more. Add it again."), code="media_unknown")
