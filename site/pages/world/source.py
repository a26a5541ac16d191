"""What the demo world is made of: the files in `site/pages/demo/`."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models

from marketplace.core.money import Money

FOLDER = Path(__file__).parents[1] / "demo"
PICTURES = FOLDER / "pictures"

Row = Mapping[str, Any]


def read(name: str) -> dict[str, Any]:
    """The contents of a file of the demo by its name without suffix."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def minor(amount: int | None) -> int | None:
    """Whole units of the site's currency as minor units."""
    return None if amount is None else Money.of(amount, settings.CURRENCY).minor


def by_slug(model: type[models.Model], slugs: Iterable[str] | None = None) -> dict[str, Any]:
    """The catalogue's entries by slug. Raises KeyError for a slug that the catalogue does not have."""
    known = {entry.slug: entry for entry in model._default_manager.all()}  # type: ignore[attr-defined]
    return known if slugs is None else {slug: known[slug] for slug in slugs}
