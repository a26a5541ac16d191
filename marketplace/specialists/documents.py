"""What discovery may know of a specialist: plain values, public ones only."""

from collections.abc import Iterator, Sequence
from typing import Any

from marketplace.catalog import names
from marketplace.catalog.models import Category
from marketplace.specialists import rules
from marketplace.specialists.models import Offering, SpecialistProfile


def documents(ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    """For each of these specialists that is public, a dict with the fields of a search document: four statements."""
    specialists = SpecialistProfile.objects.public().filter(pk__in=ids)
    specialists = specialists.select_related("city", "tally", "standing", "rating")
    for specialist in specialists.prefetch_related("categories", "offerings__service"):
        yield _document(specialist)


def _document(specialist: SpecialistProfile) -> dict[str, Any]:
    categories, offerings = list(specialist.categories.all()), list(specialist.offerings.all())
    titles = "\n".join(offering.title for offering in offerings)
    return {
        "object_id": specialist.pk,
        "public_id": specialist.public_id,
        "title": specialist.name,
        "subtitle": specialist.headline,
        "keywords": names.keywords(categories, [offering.service for offering in offerings]),
        "body": f"{specialist.bio}\n{titles}",
        "category_path": tuple(dict.fromkeys(_path(categories))),
        "languages": tuple(specialist.languages),
        "published_at": specialist.standing.published_at,
        "saves": specialist.tally.favourites,
        "version": specialist.standing.version,
        **_place(specialist),
        **_price(offerings),
        **_rating(specialist),
    }


def _path(categories: Sequence[Category]) -> Iterator[str]:
    for category in categories:
        yield from filter(None, category.path.split("/"))


def _place(specialist: SpecialistProfile) -> dict[str, Any]:
    """Where they start from: their own point, else the middle of their city."""
    city = specialist.city
    point = specialist if specialist.latitude is not None else city
    return {
        "city": city.slug if city else "",
        "lat": rules.coarse(point.latitude) if point else None,
        "lon": rules.coarse(point.longitude) if point else None,
        "radius_km": float(specialist.radius_km),
    }


def _price(offerings: Sequence[Offering]) -> dict[str, Any]:
    priced = [offering for offering in offerings if offering.price_minor is not None]
    cheapest = min(priced, key=lambda offering: offering.price_minor or 0, default=None)
    if cheapest is None:
        return {"price_from": None, "currency": ""}
    return {"price_from": cheapest.price_minor, "currency": cheapest.currency}


def _rating(specialist: SpecialistProfile) -> dict[str, Any]:
    rating = getattr(specialist, "rating", None)
    return {"rating": float(rating.average) if rating else None, "rating_count": rating.count if rating else 0}
