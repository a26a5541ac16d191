"""Writing profiles: one for each person, edited in steps."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.accounts.rules import clean_name
from marketplace.analytics.models import Tally
from marketplace.audit.services import record
from marketplace.core.errors import Invalid, NotFound
from marketplace.media import services as media
from marketplace.media.images import Readable
from marketplace.media.models import MediaAsset
from marketplace.media.states import Kind
from marketplace.moderation.listing import draft_of
from marketplace.moderation.rules import require_version
from marketplace.specialists import drafts, rules
from marketplace.specialists.languages import SPOKEN
from marketplace.specialists.limits import CATEGORIES_MAX, LANGUAGES_MAX
from marketplace.specialists.models import SpecialistProfile, SpecialistStanding
from marketplace.specialists.states import ProfileState

Fields = Mapping[str, Any]
FIELDS = frozenset(
    {"name", "kind", "headline", "bio", "city", "latitude", "longitude", "radius_km", "categories", "languages"}
    | {"years_experience"}
)


def create(*, by: User, fields: Fields | None = None) -> SpecialistProfile:
    """The person's profile with these values: a new draft at the first call, the same profile at any other.

    Raises as update(); then nothing is kept.
    """
    with transaction.atomic():
        specialist = _found_or_new(by)
        return update(specialist.pk, by=by, fields=fields) if fields else specialist


def _found_or_new(by: User) -> SpecialistProfile:
    """Waits for the person's own row first, so that parallel calls make one profile."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    specialist = SpecialistProfile.objects.owned_by(by).first()
    if specialist is None:
        specialist = SpecialistProfile(
            user=by,
            tally=Tally.objects.create(),
            name=by.display_name,
            languages=[by.locale] if by.locale in SPOKEN else [],
        )
        specialist.save()
        SpecialistStanding.objects.create(specialist=specialist, state=ProfileState.DRAFT)
        record("specialist.created", subject=specialist, actor=by)
    return specialist


def update(specialist_id: int, *, by: User, fields: Fields, version: int | None = None) -> SpecialistProfile:
    """Change the person's own profile; returns the draft as it is afterwards. `fields` are model fields by name.

    Of a public profile, name, kind, headline and bio wait for a moderator and everything else shows at once.
    `version` is the one the caller has read. Raises NotFound, Stale, IllegalTransition, Invalid; then nothing changed.
    """
    with transaction.atomic():
        specialist = _own(specialist_id, by, version)
        draft = _separate(draft_of(specialist), specialist)
        changed = _fill(draft, fields)
        if changed:
            drafts.write(specialist, draft, changed, by=by)
            record("specialist.changed", subject=specialist, actor=by, fields=sorted(changed))
        return draft


def change_avatar(specialist_id: int, *, by: User, asset: str | None, version: int | None = None) -> SpecialistProfile:
    """Show this accepted avatar (its public id), or none, at once; the one before goes after the commit.

    Raises NotFound also when the picture is not the person's own, Stale, IllegalTransition.
    """
    with transaction.atomic():
        specialist = _own(specialist_id, by, version)
        draft = _separate(draft_of(specialist), specialist)
        before, draft.avatar = draft.avatar_id, _own_avatar(asset, by) if asset else None
        if draft.avatar_id != before:
            drafts.write(specialist, draft, {"avatar"}, by=by)
            media.claim([draft.avatar_id] if draft.avatar_id else [])
            media.release([before] if before else [], actor=by)
            record("specialist.changed", subject=specialist, actor=by, fields=["avatar"])
        return draft


def upload_avatar(specialist_id: int, *, by: User, file: Readable, version: int | None = None) -> SpecialistProfile:
    """Take a portrait from the person and show it at once. Raises as change_avatar() and media.accept_avatar()."""
    asset = media.accept_avatar(file, uploader=by)
    try:
        return change_avatar(specialist_id, by=by, asset=asset.public_id, version=version)
    except Exception:
        media.release([asset.pk], actor=by)
        raise


def _own(specialist_id: int, by: User, version: int | None) -> SpecialistProfile:
    specialist = SpecialistProfile.objects.lock(specialist_id)
    rules.require_owner(specialist, by)
    rules.require_editable(specialist)
    require_version(specialist.standing, version)
    return specialist


def _separate(draft: SpecialistProfile, specialist: SpecialistProfile) -> SpecialistProfile:
    """A draft that can be filled without touching what we know of the public row."""
    return SpecialistProfile.objects.get(pk=specialist.pk) if draft is specialist else draft


def _fill(draft: SpecialistProfile, fields: Fields) -> set[str]:
    """Put the values in and check them; returns the names of what is new. The first problem becomes the refusal."""
    unknown = set(fields) - FIELDS
    if unknown:
        raise Invalid(_("There is no such field."), field=min(unknown))
    fields = {**fields, **_cleaned_name(fields)}
    changed = {name for name, value in fields.items() if _is_new(draft, name, value)}
    for name in changed - {"categories"}:
        setattr(draft, name, fields[name])
    if "categories" in changed:
        draft.categories.set(fields["categories"])
    _check(draft, changed)
    return changed


def _cleaned_name(fields: Fields) -> Fields:
    """The name as people's names are kept, when there is one among the values."""
    try:
        return {"name": clean_name(fields["name"])} if "name" in fields else {}
    except Invalid as error:
        raise Invalid(str(error), field="name") from None


def _is_new(draft: SpecialistProfile, name: str, value: Any) -> bool:
    if name == "categories":
        return {category.pk for category in value} != {category.pk for category in draft.categories.all()}
    return bool(getattr(draft, name) != value)


def _check(draft: SpecialistProfile, changed: set[str]) -> None:
    others = {field.name for field in SpecialistProfile._meta.fields} - changed
    try:
        draft.full_clean(exclude=others, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        field, texts = next(iter(error.message_dict.items()))
        raise Invalid(texts[0], field=field) from None
    if (draft.latitude is None) != (draft.longitude is None):
        raise Invalid(_("A point needs both latitude and longitude."), field="latitude")
    if draft.latitude is not None and not (-90 <= draft.latitude <= 90 and -180 <= (draft.longitude or 0) <= 180):
        raise Invalid(_("There is no such point on Earth."), field="latitude")
    if len(draft.languages) > LANGUAGES_MAX or set(draft.languages) - set(SPOKEN):
        raise Invalid(_("Choose up to %(most)s languages of the list.") % {"most": LANGUAGES_MAX}, field="languages")
    if "categories" in changed and len(draft.categories.all()) > CATEGORIES_MAX:
        raise Invalid(_("Choose up to %(most)s kinds of work.") % {"most": CATEGORIES_MAX}, field="categories")


def _own_avatar(public_id: str, by: User) -> MediaAsset:
    asset = MediaAsset.objects.filter(public_id=public_id, uploader=by, kind=Kind.AVATAR).first()
    if asset is None:
        raise NotFound(_("This picture is not there any more. Add it again."), code="media_unknown")
    return asset
