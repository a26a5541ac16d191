"""What discovery knows of a project or a specialist: one definition for every engine.

Columns, their types and their weight in full text are read off the fields below.
"""

import math
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from marketplace.text import normalise

Kind = Literal["project", "specialist"]
KINDS: tuple[Kind, ...] = ("project", "specialist")

# Prior of a rating: this many imagined ratings at the usual mean, so one lucky 5.0 does not lead the list.
RATING_WEIGHT, RATING_MEAN = 5, 4.4
HALF_LIFE = timedelta(days=180)
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def _text(weight: str, limit: int, default: str = "") -> Any:
    return field(default=default, metadata={"type": "text", "weight": weight, "limit": limit})


def _column(sql_type: str, **options: Any) -> Any:
    return field(metadata={"type": sql_type}, **options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One listing as discovery sees it. Prices are minor units of the currency; slugs name category, style, room, city.

    `category_path` goes from the root to the leaf; `radius_km` is how far a specialist travels, None for a project.
    """

    kind: Kind = _column("text")  # noqa: RUF009 (makes a field)
    object_id: int = _column("bigint")
    public_id: str = _column("text")
    title: str = _text("A", 300)
    subtitle: str = _text("C", 10_000)
    keywords: str = _text("B", 2_000)
    body: str = _text("D", 20_000)
    category_path: tuple[str, ...] = _column("text[]", default=())
    styles: tuple[str, ...] = _column("text[]", default=())
    rooms: tuple[str, ...] = _column("text[]", default=())
    city: str = _column("text", default="")
    lat: float | None = _column("float8", default=None)
    lon: float | None = _column("float8", default=None)
    radius_km: float | None = _column("float8", default=None)
    price_from: int | None = _column("bigint", default=None)
    price_to: int | None = _column("bigint", default=None)
    currency: str = _column("text", default="")
    rating: float | None = _column("float8", default=None)
    rating_count: int = _column("integer", default=0)
    area_m2: float | None = _column("float8", default=None)
    languages: tuple[str, ...] = _column("text[]", default=())
    published_at: datetime = _column("timestamptz")  # noqa: RUF009 (makes a field)
    saves: int = _column("integer", default=0)
    version: int = _column("bigint")

    @property
    def quality(self) -> float:
        """0 to 0.35: what speaks for a listing whatever was asked (rating .15, completeness .10, saves .10)."""
        return 0.15 * self._rated() + 0.10 * self._completeness() + 0.10 * self.saves / (self.saves + 10)

    @property
    def standing(self) -> float:
        """Place in the recommended order: quality, and a tenth for every half-life it is younger.

        The same at any time of reading, so an index can keep the order.
        """
        return self.quality + 0.10 * ((self.published_at - EPOCH) / HALF_LIFE)

    def row(self) -> dict[str, Any]:
        """The columns as the index stores them: clean text, both ends of a price, the two figures above."""
        row = {f.name: _stored(f, getattr(self, f.name)) for f in fields(self)}
        prices = [price for price in (self.price_from, self.price_to) if price is not None]
        row |= {"price_from": min(prices, default=None), "price_to": max(prices, default=None)}
        return row | {"quality": self.quality, "standing": self.standing}

    def words(self) -> str:
        """All its text, for the vocabulary."""
        return " ".join(_stored(f, getattr(self, f.name)) for f in fields(self) if "weight" in f.metadata)

    def _rated(self) -> float:
        total = RATING_WEIGHT * RATING_MEAN + (self.rating or 0.0) * self.rating_count
        mean = total / (RATING_WEIGHT + self.rating_count) if self.rating is not None else RATING_MEAN
        return min(max((mean - 3) / 2, 0.0), 1.0)

    def _completeness(self) -> float:
        """The share told of the facts people choose by, beyond those that every listing must give."""
        told = (self.city, self.price_from, self.styles or self.languages, self.rooms or self.radius_km)
        return sum(map(bool, told)) / len(told)


def columns() -> dict[str, str]:
    """Every stored column with its PostgreSQL type, the two derived figures last."""
    return {f.name: f.metadata["type"] for f in fields(Document)} | {"quality": "float8", "standing": "float8"}


def weights() -> dict[str, str]:
    """The text columns with their weight class, A for what counts most, in that order.

    The order matters: the first places where a word stands count most in PostgreSQL's rank.
    """
    weighed = {f.name: f.metadata["weight"] for f in fields(Document) if "weight" in f.metadata}
    return dict(sorted(weighed.items(), key=lambda column: column[1]))


def document(kind: Kind, values: Mapping[str, Any]) -> Document:
    """A document from a selector's plain values (the fields above but `kind`). Raises TypeError for other fields."""
    return Document(kind=kind, **values)


def _stored(column: "Field[Any]", value: Any) -> Any:
    if "limit" in column.metadata:
        return normalise.clean(value, column.metadata["limit"])
    if isinstance(value, tuple):
        return [slug for slug in value if slug]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.isoformat() if isinstance(value, datetime) else value
