"""What synthetic listings refer to: entries of the catalogue, and a few pictures that they all share."""

from dataclasses import dataclass
from typing import Any

from marketplace.catalog.models import Category, City, RoomType, Service, Style
from marketplace.catalog.services import load
from marketplace.media.models import MediaAsset
from marketplace.media.services import adopt
from marketplace.media.states import AssetState, Kind
from pages.world.source import FOLDER, PICTURES

POOL = 24


@dataclass(frozen=True, slots=True)
class Stock:
    """Lists to choose from; categories are those that have services."""

    categories: list[Category]
    services: dict[int, list[Service]]
    cities: list[City]
    rooms: list[RoomType]
    styles: list[Style]
    assets: list[int]


def stock() -> Stock:
    """The catalogue as it is, loaded when there is none, and the ids of two dozen pictures that have sizes."""
    if not Service.objects.exists():
        load(FOLDER)
    services: dict[int, list[Service]] = {}
    for service in Service.objects.active():
        services.setdefault(service.category_id, []).append(service)
    return Stock(
        categories=list(Category.objects.filter(pk__in=services).order_by("pk")),
        services=services,
        cities=list(City.objects.order_by("pk")),
        rooms=list(RoomType.objects.all()),
        styles=list(Style.objects.all()),
        assets=_pool(),
    )


def _pool() -> list[int]:
    ready: Any = MediaAsset.objects.filter(kind=Kind.IMAGE, state=AssetState.READY, renditions__isnull=False)
    found = list(ready.order_by("pk").distinct().values_list("pk", flat=True)[:POOL])
    pictures = sorted(PICTURES.glob("*-0.webp"))[: POOL - len(found)]
    return found + [adopt(picture, uploader=None).pk for picture in pictures]
