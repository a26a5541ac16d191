"""People change and remove their own pictures here."""

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.audit.services import record
from marketplace.core import clock
from marketplace.media import selectors
from marketplace.media import services as media
from marketplace.media.crops import Crop
from marketplace.media.images import Readable
from marketplace.media.models import MediaAsset
from marketplace.portraits.models import Portrait
from marketplace.portraits.selectors import USE, asset_of


def change(user: User, *, file: Readable, crop: Crop | None = None) -> None:
    """Take a picture from the person and show that square of it, or its middle; the one before goes after the commit.

    Its small sizes are made at once, so the next page has it. Raises Refused, TooMany, StorageFull; then nothing has
    changed. Call it outside any transaction.
    """
    asset = media.accept_avatar(file, uploader=user, crop=crop)
    try:
        media.render(asset.pk, only_quick=True)
        _show(user, asset)
    except Exception:
        media.release([asset.pk], actor=user)
        raise


@transaction.atomic
def _show(user: User, asset: MediaAsset) -> None:
    _lock(user)
    before = asset_of(user)
    media.claim([asset.pk])
    said = {"asset": asset, "changed_at": clock.now()}
    portrait, _is_first = Portrait.objects.update_or_create(user=user, defaults=said)
    _keep(user, [list(size) for size in selectors.sizes_of(asset.pk, USE)])
    media.release([before] if before else [], actor=user)
    record("portrait.changed", subject=portrait, actor=user)


@transaction.atomic
def remove(user: User) -> None:
    """Initials again; the file goes after the commit. Nothing happens where there is no picture."""
    _lock(user)
    portrait = Portrait.objects.filter(user=user).first()
    if portrait is None:
        return
    record("portrait.removed", subject=portrait, actor=user)
    Portrait.objects.filter(pk=portrait.pk).delete()
    _keep(user, None)
    media.release([portrait.asset_id], actor=user)


def _lock(user: User) -> None:
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _keep(user: User, sizes: list[list[object]] | None) -> None:
    """Beside the person's name, where pages find them without asking again."""
    user.face = sizes
    user.save(update_fields=["face"])
