"""Changes of the catalogue that others must hear of."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction

from marketplace.audit.services import record
from marketplace.catalog import vocabulary
from marketplace.catalog.models import Category, CategoryAttribute, City, Entry, RoomType, Service, Style
from marketplace.catalog.names import LANGUAGES
from marketplace.catalog.states import DEPTH
from marketplace.core.money import Money

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many of each kind a folder described."""

    categories: int
    services: int
    attributes: int
    styles: int
    rooms: int
    cities: int


@transaction.atomic
def changed(entry: models.Model, *, by: AbstractBaseUser | None) -> None:
    """Tell everybody that an entry is new or different; call it in the transaction that made it so."""
    record("catalog.changed", subject=entry, actor=by, slug=getattr(entry, "slug", ""))
    transaction.on_commit(vocabulary.forget)


def lists_changed() -> None:
    """Entries moved in their list, or are gone and nothing referred to them: the lists are read again, no more."""
    transaction.on_commit(vocabulary.forget)


@transaction.atomic
def hide(entry: Entry, *, by: AbstractBaseUser | None) -> None:
    """Offer the entry no longer. What has it keeps it."""
    entry.is_active = False
    entry.save(update_fields=["is_active"])
    changed(entry, by=by)


@transaction.atomic
def load(folder: Path) -> Loaded:
    """Make the catalogue what cities.toml and catalogue.toml in the folder say; entries they do not name stay.

    Prices there are whole units of the site's currency. Run twice it changes nothing more.
    """
    catalogue, cities = _read(folder / "catalogue.toml"), _read(folder / "cities.toml")
    categories = _load_categories(catalogue["categories"])
    loaded = Loaded(
        categories=len(categories),
        services=_put(Service, list(_services(catalogue["categories"], categories))),
        attributes=_load_attributes(catalogue["attributes"], categories),
        styles=_put(Style, [_words(row) for row in catalogue["styles"]]),
        rooms=_put(RoomType, [_words(row) for row in catalogue["rooms"]]),
        cities=_put(City, cities["cities"]),
    )
    changed(next(iter(categories.values())), by=None)
    return loaded


def _read(path: Path) -> Row:
    with path.open("rb") as file:
        return tomllib.load(file)


def _load_categories(rows: list[Row]) -> dict[str, Category]:
    """Level by level, since a row needs its parent's id. The file's order is the order on the site."""
    placed = [{**row, "sort_order": place} for place, row in enumerate(rows)]
    found: dict[str, Category] = {}
    for _level in range(DEPTH):
        ready = [row for row in placed if row["slug"] not in found and (row.get("parent") or None) in {None, *found}]
        level = [
            Category(**_words(_without(row, "parent", "services")), parent=found.get(row.get("parent", "")))
            for row in ready
        ]
        _upsert(Category, level)
        found.update({category.slug: category for category in level})
    return found


def _services(rows: list[Row], categories: Mapping[str, Category]) -> Iterable[dict[str, Any]]:
    for row in rows:
        for service in row.get("services", []):
            prices = {name: Money.of(service[name], settings.CURRENCY).minor for name in ("price_from", "price_to")}
            yield {**_words(service), **prices, "category": categories[row["slug"]]}


def _load_attributes(rows: list[Row], categories: Mapping[str, Category]) -> int:
    attributes = [
        CategoryAttribute(
            **_without(row, "category", "min", "max", "options"),
            category=categories[row["category"]],
            minimum=row.get("min"),
            maximum=row.get("max"),
            options=[_option(option) for option in row.get("options", [])],
            sort_order=place,
        )
        for place, row in enumerate(rows)
    ]
    _upsert(CategoryAttribute, attributes, unique=["category", "key"])
    return len(attributes)


def _option(row: Row) -> dict[str, str]:
    return {"key": row["key"], **{language: row.get(f"label_{language}", "") for language in LANGUAGES}}


def _put(model: type[models.Model], rows: list[dict[str, Any]]) -> int:
    _upsert(model, [model(**{**row, "sort_order": place}) for place, row in enumerate(rows)])
    return len(rows)


def _upsert(model: type[models.Model], entries: list[Any], unique: Iterable[str] = ("slug",)) -> None:
    kept = {"id", "path", "is_active", *unique}
    fields = [field.name for field in model._meta.concrete_fields if field.name not in kept]
    model._default_manager.bulk_create(entries, update_conflicts=True, unique_fields=list(unique), update_fields=fields)


def _words(row: Row) -> dict[str, Any]:
    """The row with its lists of synonyms as text, one on each line."""
    return {key: "\n".join(value) if key.startswith("synonyms_") else value for key, value in row.items()}


def _without(row: Row, *keys: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in keys}
