from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict

from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import default_storage
from django.db.models import BigIntegerField, CharField, QuerySet

from marketplace.core.prepared import Prepared, Slot
from marketplace.media import registry, rules
from marketplace.media.models import MediaAsset, Rendition, SiteImage
from marketplace.media.renditions import WIDTHS
from marketplace.media.states import Format

SIZES = {
    "card": "(min-width: 64rem) 20rem, (min-width: 40rem) 45vw, 92vw",
    "full": "(min-width: 64rem) 60rem, 100vw",
    "social": "",
    "avatar": "6rem",
}


class Source(TypedDict):
    type: str
    srcset: str


class Picture(TypedDict):
    """What a <picture> element needs."""

    sources: list[Source]
    src: str
    width: int
    height: int
    alt: str
    sizes: str


# Asset, name, format, width, height and file of one size.
Row = tuple[int, str, str, int, int, str]

_read = Prepared(
    lambda: (
        Rendition.objects.filter(
            asset__pk__any_of=Slot("ids", ArrayField(BigIntegerField())),
            name__any_of=Slot("names", ArrayField(CharField())),
        )
        .order_by("asset_id", "width", "id")
        .values_list("asset_id", "name", "format", "width", "height", "file")
    )
)


def picture(asset: MediaAsset | None, use: str = "card", alt: str = "", sizes: str = "") -> Picture | None:
    """The picture for one use (card, full, avatar) in the sizes that exist; None while there is none: a placeholder."""
    if asset is None:
        return None
    return pictures([asset.pk], use, alts={asset.pk: alt}, sizes=sizes).get(asset.pk)


def pictures(
    asset_ids: Iterable[int], use: str = "card", *, alts: Mapping[int, str] | None = None, sizes: str = ""
) -> dict[int, Picture]:
    """Pictures by asset id for any number of assets, in one statement; assets without a size yet are left out."""
    base, chosen = default_storage.url(""), sizes or SIZES[use]
    rows = _rows({use: list(asset_ids)})
    found = {pk: _picture(some, base, (alts or {}).get(pk, ""), chosen) for (_, pk), some in rows.items()}
    return {pk: one for pk, one in found.items() if one is not None}


def pictures_by_use(**asset_ids: Sequence[int]) -> dict[str, dict[int, Picture]]:
    """Pictures by use and asset id, for several uses at once in one statement: `pictures_by_use(avatar=[1], card=[2])`.

    No statement when there is nothing to look for.
    """
    base, found = default_storage.url(""), {use: dict[int, Picture]() for use in asset_ids}
    for (use, pk), some in _rows(asset_ids).items():
        if one := _picture(some, base, "", SIZES[use]):
            found[use][pk] = one
    return found


def sizes_of(asset_id: int, use: str) -> list[Row]:
    """The sizes that exist for one use, for whoever keeps them beside a row of theirs: one statement."""
    return _rows({use: [asset_id]}).get((use, asset_id), [])


def assembled(sizes: Iterable[Sequence[Any]], use: str) -> Picture | None:
    """The picture of sizes that somebody kept, also if they were JSON meanwhile; no statement."""
    return _picture([(row[0], *row[1:]) for row in sizes], default_storage.url(""), "", SIZES[use])


def _rows(wanted: Mapping[str, Sequence[int]]) -> dict[tuple[str, int], list[Row]]:
    """The sizes that exist for each use, by use and asset."""
    uses = {f"{use}{width}": use for use in wanted for width in WIDTHS[use]}
    ids = {pk for some in wanted.values() for pk in some}
    rows: dict[tuple[str, int], list[Row]] = {}
    for row in _read(ids=list(ids), names=list(uses)) if ids else ():
        rows.setdefault((uses[row[1]], row[0]), []).append(row)
    return rows


def _picture(rows: list[Row], base: str, alt: str, sizes: str) -> Picture | None:
    """One picture from its sizes, smallest first. AVIF is offered once it has them all, or large screens get small."""
    by_format: dict[str, list[Row]] = {}
    for row in rows:
        by_format.setdefault(row[2], []).append(row)
    avif, webp, jpeg = (by_format.get(form, []) for form in (Format.AVIF, Format.WEBP, Format.JPEG))
    plain = jpeg or webp
    if not plain:
        return None
    offered = [("image/avif", avif if len(avif) >= len(plain) else []), ("image/webp", webp)]
    sources: list[Source] = [{"type": kind, "srcset": _srcset(some, base)} for kind, some in offered if some]
    _asset, _name, _format, width, height, file = plain[-1]
    return {"sources": sources, "src": base + file, "width": width, "height": height, "alt": alt, "sizes": sizes}


def _srcset(rows: list[Row], base: str) -> str:
    return ", ".join(f"{base}{row[5]} {row[3]}w" for row in rows)


def in_use(asset_ids: set[int]) -> set[int]:
    """The ids among these that a row anywhere points to, or that a floor above keeps alive."""
    used = registry.kept(asset_ids)
    for field in rules.references():
        rows = field.model._base_manager.filter(**{f"{field.name}__in": asset_ids - used})
        used |= set(rows.values_list(field.attname, flat=True))
    return used


def known_files(names: Iterable[str]) -> set[str]:
    """The names among these that a row of ours knows."""
    wanted = list(names)
    tables: list[QuerySet[Any, Any]] = [MediaAsset.objects.all(), Rendition.objects.all(), SiteImage.objects.all()]
    return {name for table in tables for name in table.filter(file__in=wanted).values_list("file", flat=True)}
