"""Editors' pictures in the sizes pages use, made in the background: a visitor only ever reads what is there."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.core.files.storage import default_storage
from django.db.models import Count, Q

from marketplace.media.models import SiteImage, SiteRendition
from marketplace.media.selectors import Picture, Source

WIDE: Final = ("width-800|format-webp", "width-1600|format-webp")
CARD: Final = ("fill-480x300|format-webp", "fill-960x600|format-webp")
PORTRAIT: Final = ("fill-96x96|format-webp", "fill-192x192|format-webp")
# The preview that other sites show: JPEG, since some of them know nothing newer.
SHARED: Final = ("fill-1200x630|format-jpeg",)

USES: Final = {"wide": WIDE, "card": CARD, "portrait": PORTRAIT, "shared": SHARED}
SIZES: Final = {
    "wide": "(min-width: 75rem) 72rem, 94vw",
    "card": "(min-width: 62rem) 26rem, (min-width: 40rem) 46vw, 92vw",
    "portrait": "6rem",
    "shared": "",
}
# A picture that came with the product, shown as it is until its sizes are made.
AS_IT_IS: Final = "original"
ALL: Final = tuple(spec for specs in USES.values() for spec in specs)

Row = tuple[int, str, int, int]


def pictures(
    image_ids: Iterable[int | None], use: str, *, alts: Mapping[int, str] | None = None, sizes: str = ""
) -> dict[int, Picture]:
    """Pictures by image id for one use (wide, card, portrait, shared), in one statement; without sizes: left out."""
    specs = (*USES[use], AS_IT_IS)
    wanted = SiteRendition.objects.filter(image__in=[pk for pk in image_ids if pk], filter_spec__in=specs)
    rows: dict[int, list[Row]] = {}
    stand_ins: dict[int, list[Row]] = {}
    for spec, *row in wanted.order_by("width", "pk").values_list("filter_spec", "image_id", "file", "width", "height"):
        (stand_ins if spec == AS_IT_IS else rows).setdefault(row[0], []).append((row[0], row[1], row[2], row[3]))
    rows = stand_ins | rows
    texts = alts or {}
    return {pk: _picture(some, texts.get(pk, ""), sizes or SIZES[use]) for pk, some in rows.items()}


def _picture(rows: list[Row], alt: str, sizes: str) -> Picture:
    base = default_storage.url("")
    _image, file, width, height = rows[-1]
    # A picture whose focal point moved has old crops beside the new ones: the newest of a width counts.
    newest = {row[2]: row[1] for row in rows}
    srcset = ", ".join(f"{base}{name} {wide}w" for wide, name in newest.items())
    kind = "image/jpeg" if file.endswith(("jpg", "jpeg")) else "image/webp"
    sources: list[Source] = [{"type": kind, "srcset": srcset}]
    return {"sources": sources, "src": base + file, "width": width, "height": height, "alt": alt, "sizes": sizes}


def make(image_id: int, uses: Iterable[str] = tuple(USES)) -> None:
    """Make the sizes that are missing. Safe to run twice, and after the picture is gone. Raises OSError of the disk."""
    image = SiteImage.objects.filter(pk=image_id).first()
    if image is None:
        return
    wanted = [spec for use in uses for spec in USES[use]]
    made = set(image.renditions.filter(filter_spec__in=wanted).values_list("filter_spec", flat=True))
    missing = [spec for spec in wanted if spec not in made]
    if missing:
        image.get_renditions(*missing)


def stand_in(image: SiteImage) -> None:
    """Show a picture that came with the product at once, in the one size it has; its sizes are made in the background.

    Safe to run twice.
    """
    size = {"file": image.file.name, "width": image.width, "height": image.height}
    SiteRendition.objects.get_or_create(image=image, filter_spec=AS_IT_IS, focal_point_key="", defaults=size)


def incomplete(limit: int = 20) -> list[int]:
    """The ids of pictures that lack a size, newest first: uploaded since, or forgotten by a broker."""
    ours = Count("renditions__filter_spec", filter=Q(renditions__filter_spec__in=ALL), distinct=True)
    lacking = SiteImage.objects.annotate(made=ours).filter(made__lt=len(ALL))
    return list(lacking.order_by("-pk").values_list("pk", flat=True)[:limit])
