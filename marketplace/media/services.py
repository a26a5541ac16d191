"""Files in, sizes made, files gone. Rows come first: a file without a row is swept, a row without a file cannot be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image, UnidentifiedImageError

from marketplace.accounts.models import User
from marketplace.audit.services import record
from marketplace.core import clock
from marketplace.media import crops, decoder, documents, images, names, renditions, rules, selectors, storage
from marketplace.media.crops import Crop
from marketplace.media.documents import SafeDocument
from marketplace.media.images import PHOTO, Readable, Refused, SafeImage
from marketplace.media.models import MediaAsset, Rendition
from marketplace.media.renditions import QUICK, Focus, Size
from marketplace.media.states import AssetState, Format, Kind
from marketplace.media.storage import chunks

FOLDERS = {Kind.IMAGE: "images", Kind.AVATAR: "images", Kind.DOCUMENT: "files"}
FOLDERS_SWEPT = ("images", "files", "site")
STAGED = timedelta(hours=24)
UNKNOWN = timedelta(hours=48)
LATE = timedelta(minutes=10)
CHUNK = 500
METADATA = {"exif", "xmp", "icc_profile"}


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did: uploads released, files deleted."""

    assets: int
    files: int


def accept_image(file: Readable, *, uploader: User | None) -> MediaAsset:
    """A photo from a stranger, made safe and kept; its sizes follow in the background. Call it before the transaction
    that uses it: what is not used within a day is swept. Raises Refused, TooMany, StorageFull; then nothing is kept."""
    _let_in(uploader)
    return _keep_image(images.read_image(file, PHOTO), Kind.IMAGE, uploader)


def accept_avatar(file: Readable, *, uploader: User | None, crop: Crop | None = None) -> MediaAsset:
    """The same for a portrait: a square of at most 512 pixels, the one that is asked for or else from its middle."""
    _let_in(uploader)
    return _keep_image(crops.read_square(file, crop), Kind.AVATAR, uploader)


def accept_document(file: Readable, *, uploader: User | None) -> MediaAsset:
    """A PDF or DOCX, checked and kept as it is; it is only ever given out as a download. Raises as accept_image."""
    _let_in(uploader)
    safe = documents.read_document(file)
    asset = MediaAsset(kind=Kind.DOCUMENT, state=AssetState.READY)
    return _keep_sent(asset, safe, suffix=safe.suffix, uploader=uploader)


def accept_proof(file: Readable, *, uploader: User | None) -> MediaAsset:
    """A paper that proves something: a PDF as it is, or a photo of it made safe. Given out as a download, and only to
    its uploader, unless a floor above hands it to somebody. `file` can be rewound. Raises as accept_image."""
    _let_in(uploader)
    safe = documents.read_proof(file)
    suffix = safe.suffix if isinstance(safe, SafeDocument) else "webp"
    asset = MediaAsset(kind=Kind.DOCUMENT, state=AssetState.READY)
    return _keep_sent(asset, safe, suffix=suffix, uploader=uploader)


def adopt(path: Path, *, uploader: User | None) -> MediaAsset:
    """A picture that came with the product: checked, not encoded anew, and shown at once in the one size it has.

    Raises Refused when it is not a bare WebP of ours.
    """
    data = path.read_bytes()
    image = decoder.open_image(data)
    if image.format != "WEBP" or METADATA & set(image.info) or max(image.size) > PHOTO.edge:
        raise Refused(images.message("image_type", PHOTO), code="image_type")
    image.load()
    safe = SafeImage(data, *image.size, original_name=names.clean(path.name))
    with transaction.atomic():
        asset = MediaAsset(kind=Kind.IMAGE, state=AssetState.READY, width=safe.width, height=safe.height)
        _keep(asset, safe, suffix="webp", uploader=uploader)
        Rendition.objects.bulk_create(_stand_ins(asset))
    return asset


def _stand_ins(asset: MediaAsset) -> list[Rendition]:
    """The master itself as the one size of each use; a card only when it has a card's shape already."""
    width, height = asset.width or 0, asset.height or 0
    fits = ["full1600"] + ["card640"] * (abs(width * 3 - height * 4) <= height * 4 // 50)
    common = {"asset": asset, "file": asset.file.name, "bytes": asset.bytes, "width": width, "height": height}
    return [Rendition(name=name, format=Format.WEBP, **common) for name in fits]


def _keep_image(safe: SafeImage, kind: Kind, uploader: User | None) -> MediaAsset:
    asset = MediaAsset(kind=kind, width=safe.width, height=safe.height)
    return _keep_sent(asset, safe, suffix="webp", uploader=uploader)


def _let_in(uploader: User | None) -> None:
    """Say no before any work is done; `_keep_sent` says it for sure."""
    if uploader is not None:
        rules.count_upload(uploader)
        rules.require_few_unused(uploader)


@transaction.atomic
def _keep_sent(asset: MediaAsset, safe: SafeImage | SafeDocument, *, suffix: str, uploader: User | None) -> MediaAsset:
    """Under the person's lock, so that of many calls at once only as many are kept as there is room for."""
    if uploader is not None:
        User.objects.select_for_update(no_key=True).get(pk=uploader.pk)
        rules.require_few_unused(uploader)
    return _keep(asset, safe, suffix=suffix, uploader=uploader)


@transaction.atomic
def _keep(asset: MediaAsset, safe: SafeImage | SafeDocument, *, suffix: str, uploader: User | None) -> MediaAsset:
    asset.uploader = uploader
    asset.original_name = safe.original_name
    asset.mime, asset.sha256, asset.bytes = safe.mime, safe.sha256, len(safe.content)
    asset.file.name = names.fresh(FOLDERS[Kind(asset.kind)], suffix)
    asset.save(force_insert=True)
    default_storage.save(asset.file.name, ContentFile(safe.content))
    record("media.uploaded", subject=asset, actor=uploader, what=str(asset.kind))
    return asset


@transaction.atomic
def claim(asset_ids: Iterable[int]) -> set[int]:
    """Lock these, before keys to them are written in the same transaction: no removal comes between.

    Returns the ids that are still there. What keeps them alive afterwards is the key that points to them.
    """
    rows = MediaAsset.objects.select_for_update(no_key=True).filter(pk__in=list(asset_ids)).order_by("pk")
    found = set(rows.values_list("pk", flat=True))
    MediaAsset.objects.filter(pk__in=found).update(claimed_at=clock.now())
    return found


@transaction.atomic
def focus(asset_id: int, *, x: int, y: int, actor: User | None = None) -> None:
    """Move the point the crops are made around (percent from the left and the top); crops follow after commit."""
    asset = MediaAsset.objects.select_for_update(no_key=True).get(pk=asset_id)
    asset.focal_x, asset.focal_y = min(100, max(0, x)), min(100, max(0, y))
    asset.save(update_fields=["focal_x", "focal_y"])
    record("media.refocused", subject=asset, actor=actor)


def release(asset_ids: Iterable[int], *, actor: User | None = None) -> None:
    """Nobody needs these any more. Files and rows go after the commit, unless somebody refers to them by then."""
    for asset in MediaAsset.objects.filter(pk__in=list(asset_ids)).order_by("pk"):
        record("media.orphaned", subject=asset, actor=actor)


def forget(person_id: int) -> None:
    """Everything the person uploaded: files and rows go after the commit, once nothing refers to them."""
    release(MediaAsset.objects.filter(uploader=person_id).values_list("pk", flat=True))


@transaction.atomic
def remove(asset_id: int) -> bool:
    """Delete the asset's files and then its row, which remembers them until they are gone. False: it is in use or gone.

    The lock makes a claim, or the commit of a new key, wait and then find nothing. Raises OSError; then the row stays
    and it is tried again.
    """
    asset = MediaAsset.objects.select_for_update().filter(pk=asset_id).first()
    if asset is None or selectors.in_use({asset_id}):
        return False
    for name in {asset.file.name, *asset.renditions.values_list("file", flat=True)}:
        default_storage.delete(name)
    asset.delete()
    return True


def render(asset_id: int, *, crops_anew: bool = False, only_quick: bool = False) -> None:
    """Make the sizes that are missing: WebP and JPEG, then the picture is ready, then AVIF, which takes longest.

    `only_quick` leaves AVIF to whoever comes next. Safe to run twice, at once, and after the asset is gone. Raises
    StorageFull, OSError of the disk.
    """
    asset = MediaAsset.objects.pictures().filter(pk=asset_id).first()
    if asset is None:
        return
    try:
        with default_storage.open(str(asset.file.name)) as file:
            master = renditions.open_master(file.read())
    except (FileNotFoundError, UnidentifiedImageError):
        _mark(asset_id, AssetState.FAILED)
        return
    _render(asset, master, QUICK, crops_anew=crops_anew)
    _mark(asset_id, AssetState.READY)
    _render(asset, master, () if only_quick else (Format.AVIF,), crops_anew=crops_anew)


def _render(asset: MediaAsset, master: Image.Image, formats: Iterable[Format], *, crops_anew: bool) -> None:
    made = set(asset.renditions.values_list("name", "format"))
    wanted = list(renditions.sizes(asset.kind, *master.size, Focus(asset.focal_x, asset.focal_y)))
    for form in formats:
        for size in [size for size in wanted if size.is_made_as(form)]:
            anew = crops_anew and size.is_crop_of(master.size)
            if anew or (size.name, str(form)) not in made:
                _put(asset, size, form, renditions.encode(master, size, form), anew=anew)


@transaction.atomic
def _put(asset: MediaAsset, size: Size, form: Format, content: bytes, *, anew: bool) -> None:
    """Keep one size. Under the asset's lock, so that of two workers one finds it done and a deletion waits."""
    locked = MediaAsset.objects.select_for_update(no_key=True).filter(pk=asset.pk).values_list("pk").first()
    old = Rendition.objects.filter(asset_id=asset.pk, name=size.name, format=form).first()
    if locked is None or (old is not None and not anew):
        return
    one = old or Rendition(asset_id=asset.pk, name=size.name, format=form)
    before = one.file.name
    one.width, one.height, one.bytes = size.width, size.height, len(content)
    one.file.name = names.fresh("images", "jpg" if form == Format.JPEG else str(form))
    one.save()
    default_storage.save(one.file.name, ContentFile(content))
    if before and before != asset.file.name:
        transaction.on_commit(lambda: default_storage.delete(before), robust=True)


def _mark(asset_id: int, state: AssetState) -> None:
    MediaAsset.objects.filter(pk=asset_id, state=AssetState.UPLOADED).update(state=state)


def catch_up(limit: int = 15) -> list[int]:
    """Pictures whose sizes should be there by now and are not: the ids to ask for again, oldest first."""
    late = MediaAsset.objects.waiting().filter(created_at__lt=clock.now() - LATE)
    return list(late.order_by("created_at").values_list("pk", flat=True)[:limit])


def sweep() -> Swept:
    """Release uploads that nobody used within a day, delete files of ours that no row has known for two."""
    return Swept(_sweep_rows(), _sweep_files())


def _sweep_rows() -> int:
    untouched = MediaAsset.objects.untouched_since(clock.now() - STAGED).order_by("pk").values_list("pk", flat=True)
    released = 0
    for ids in chunks(untouched.iterator(), CHUNK):
        unused = set(ids) - selectors.in_use(set(ids))
        with transaction.atomic():
            release(unused)
        released += len(unused)
    return released


def _sweep_files() -> int:
    deleted = 0
    for found in chunks(storage.older_than(FOLDERS_SWEPT, clock.now() - UNKNOWN), CHUNK):
        for name in set(found) - selectors.known_files(found):
            default_storage.delete(name)
            deleted += 1
    return deleted
