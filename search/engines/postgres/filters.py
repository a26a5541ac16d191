"""What narrows an answer, as one WHERE. Each filter has the name of its facet, so a facet can leave its own out."""

import math

from search.engines.base import MAX_RADIUS_KM, Near, Query
from search.engines.postgres.sql import Sql, both
from search.models import NO_PRICE_HIGH, NO_PRICE_LOW

EARTH_KM = 6371.0088
KM_PER_DEGREE = EARTH_KM * math.pi / 180

# Constants, not parameters: the index on the words of one kind is chosen by seeing the kind in the statement.
_KIND = {"project": "kind = 'project'", "specialist": "kind = 'specialist'"}
# As in the indexes of the sorts, which serve the filters too: what says nothing comes last, and is beyond every bound.
CHEAPEST = f"coalesce(price_from, {NO_PRICE_LOW})"
DEAREST = f"coalesce(price_to, {NO_PRICE_HIGH})"
RATING = "coalesce(rating, 0.0)"
_SLUGS = {"category": "category_path", "style": "styles", "room": "rooms", "language": "languages"}


def where(query: Query, tsquery: str, *, without: str = "") -> Sql:
    """Every filter of the query but the one named `without`, joined by AND; `tsquery` empty means any words."""
    kept = [piece for name, piece in filters(query).items() if name != without]
    words = [Sql("tsv @@ %s::tsquery", (tsquery,))] if tsquery else []
    return both([Sql(_KIND[query.kind]), *words, *kept], " AND ")


def filters(query: Query) -> dict[str, Sql]:
    """The filters in use, by name: a facet's name, "price" or "near"."""
    chosen = {"category": query.categories, "style": query.styles, "room": query.rooms, "language": query.languages}
    found = {name: Sql(f"{_SLUGS[name]} && %s::text[]", (list(slugs),)) for name, slugs in chosen.items() if slugs}
    if query.city:
        found["city"] = Sql("city = %s", (query.city,))
    if query.rating_min is not None:
        found["rating"] = Sql(f"{RATING} >= %s::float8", (query.rating_min,))
    prices = _prices(query)
    if prices:
        found["price"] = both(prices, " AND ")
    if query.near:
        found["near"] = _near(query.near, travels=query.kind == "specialist")
    return found


def _prices(query: Query) -> list[Sql]:
    bounds = ((f"{DEAREST} >= %s::bigint", query.price_min), (f"{CHEAPEST} <= %s::bigint", query.price_max))
    return [Sql(text, (bound,)) for text, bound in bounds if bound is not None]


def _near(near: Near, *, travels: bool) -> Sql:
    """Within the asked radius; of those who travel, also wherever the point lies within their own."""
    reach = "greatest(%s::float8, coalesce(radius_km, 0))" if travels else "%s::float8"
    exact = Sql(f"{DISTANCE} <= {reach}", (near.lat, near.lat, near.lon, near.radius_km))
    return both([_box(near, MAX_RADIUS_KM if travels else near.radius_km), exact], " AND ")


# Haversine, as every engine here computes it; rounding may lift the root a hair over one.
DISTANCE = f"""{2 * EARTH_KM} * asin(least(1, sqrt(
    sin(radians(lat - %s::float8) / 2) ^ 2
    + cos(radians(%s::float8)) * cos(radians(lat)) * sin(radians(lon - %s::float8) / 2) ^ 2)))"""


def _box(near: Near, radius_km: float) -> Sql:
    """A rectangle of degrees around the circle, for the index; across a pole or the date line, a belt."""
    degrees = radius_km / KM_PER_DEGREE
    south, north = near.lat - degrees, near.lat + degrees
    belt = Sql("lat BETWEEN %s::float8 AND %s::float8", (south, north))
    if south <= -90 or north >= 90:
        return belt
    wide = math.degrees(math.asin(min(1.0, math.sin(math.radians(degrees)) / math.cos(math.radians(near.lat)))))
    west, east = near.lon - wide, near.lon + wide
    if west < -180 or east > 180:
        return belt
    return both([belt, Sql("lon BETWEEN %s::float8 AND %s::float8", (west, east))], " AND ")
