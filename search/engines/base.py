"""What every engine is asked and what it answers. PostgreSQL's is the embedded one; others fill the same form."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from django.utils.translation import gettext as _

from marketplace.core.errors import Invalid
from marketplace.text import normalise
from marketplace.text.selectors import Reading
from search.documents import KINDS, Document, Kind

Sort = Literal["recommended", "newest", "price_low", "price_high", "rating", "saved"]
SORTS: tuple[Sort, ...] = ("recommended", "newest", "price_low", "price_high", "rating", "saved")
# What is counted beside a list. Specialists have no rooms and styles; few look for a project by its language.
FACETS: dict[Kind, tuple[str, ...]] = {
    "project": ("category", "room", "style", "city"),
    "specialist": ("category", "city", "language", "rating"),
}
# The ratings that can be asked for at least, as texts.
RATINGS = ("4.5", "4", "3")

LIMIT, MAX_LIMIT = 24, 100
MAX_RADIUS_KM = 500.0
# Around a point of which nothing else is said.
RADIUS_KM = 25.0
MAX_SLUGS = 30
# Totals stop here, and so do the pages of an answer ordered by relevance.
MAX_TOTAL = 1_000
# Facets are counted over this many listings at most.
MAX_COUNTED = 2_500
BINS = 20
# How far past the logarithm of the highest price the last bin reaches, so that it holds that price too.
BEYOND = 0.001
MAX_MINOR = 2**62

Key = tuple[Kind, int]


@dataclass(frozen=True, slots=True)
class Near:
    """A point in degrees and how far from it, in kilometres (at most 500)."""

    lat: float
    lon: float
    radius_km: float

    def __post_init__(self) -> None:
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180 and self.radius_km > 0):
            raise Invalid(_("There is no such place."), code="bad_place", field="near")
        object.__setattr__(self, "radius_km", min(self.radius_km, MAX_RADIUS_KM))


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for. Inside one tuple any slug will do; different filters must all hold.

    Prices are minor units and find every listing whose price range touches theirs. Texts are cleaned and shortened,
    limits kept in bounds; raises ValueError for a kind or a sort that does not exist.
    """

    kind: Kind
    words: str = ""
    categories: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    city: str = ""
    near: Near | None = None
    price_min: int | None = None
    price_max: int | None = None
    rating_min: float | None = None
    sort: Sort = "recommended"
    cursor: str = ""
    limit: int = LIMIT
    with_facets: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.sort not in SORTS:
            raise ValueError(f"No such kind or sort: {self.kind}, {self.sort}")
        keep = object.__setattr__
        keep(self, "words", normalise.clean(self.words, normalise.MAX_QUESTION))
        keep(self, "city", normalise.clean(self.city, 80))
        for name in ("categories", "styles", "rooms", "languages"):
            keep(self, name, tuple(normalise.clean(slug, 80) for slug in getattr(self, name)[:MAX_SLUGS]))
        for name in ("price_min", "price_max"):
            price = getattr(self, name)
            keep(self, name, None if price is None else max(0, min(price, MAX_MINOR)))
        if self.rating_min is not None and not math.isfinite(self.rating_min):
            keep(self, "rating_min", None)
        keep(self, "limit", max(1, min(self.limit, MAX_LIMIT)))

    @property
    def filters(self) -> "Query":
        """The question without its order and its page."""
        return replace(self, sort=SORTS[0], cursor="", limit=LIMIT)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the kind decides what is found."""
        return replace(self.filters, with_facets=False) != Query(kind=self.kind)


@dataclass(frozen=True, slots=True)
class Hit:
    """One listing of the answer; the version changes with everything a card shows of it."""

    object_id: int
    version: int


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many listings one more choice in its group would show; of the ratings, how many have at least this."""

    value: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Histogram:
    """Prices in minor units from `low` to `high`; the last bin also holds the dearest few beyond.

    Each bin is wider than the one before by the same factor: most prices are low, and a few are very high.
    """

    low: int
    high: int
    bins: tuple[int, ...]

    def bin_of(self, price: int) -> int:
        """The place of the bin, from 0, that holds a price in minor units; the nearest for one outside."""
        low, high = math.log(self.low + 1), math.log(self.high + 1) + BEYOND
        place = math.floor((math.log(max(price, 0) + 1) - low) / (high - low) * len(self.bins))
        return max(0, min(place, len(self.bins) - 1))


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts by group (see FACETS), each without its own group's choice; the `capped` groups' stopped at 2,500."""

    groups: Mapping[str, tuple[FacetCount, ...]]
    prices: Histogram | None
    capped: frozenset[str]
    # Changes with the counts: whatever is drawn from them is as new as this.
    version: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was typed and what was searched for instead."""

    typed: str
    used: str


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the answer, best first."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    total_capped: bool = False
    facets: Facets | None = None
    next: str = ""
    previous: str = ""
    correction: Correction | None = field(default=None)

    @property
    def ids(self) -> list[int]:
        """The object ids in order."""
        return [hit.object_id for hit in self.hits]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A listing whose title begins with what was typed."""

    kind: Kind
    public_id: str
    title: str


class Engine(Protocol):
    """Finds listings. Deleting or writing the same thing twice changes nothing; an older version never replaces a
    newer one."""

    def index(self, documents: Iterable[Document]) -> int:
        """Write documents; gives how many were new or newer."""
        ...

    def delete(self, keys: Sequence[Key]) -> int:
        """Forget listings; gives how many there were."""
        ...

    def find(self, query: Query, reading: Reading) -> Found:
        """One page. `reading` is the query's words as understood. Raises BadCursor for a cursor of another list."""
        ...

    def suggest(self, text: str, limit: int) -> list[Suggestion]:
        """Listings whose title begins with the text, those with most saves first."""
        ...
