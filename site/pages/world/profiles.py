"""The specialists of the demo, published, with their price lists."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from marketplace.accounts.models import User
from marketplace.analytics.models import Tally
from marketplace.catalog.models import Category, City, Service
from marketplace.specialists.models import Offering, SpecialistProfile, SpecialistStanding
from marketplace.specialists.states import ProfileState
from pages.world.days import ago
from pages.world.keys import chance, public_id
from pages.world.source import Row, by_slug, minor

# Nobody works from the very middle of a city: about three kilometres around it.
AROUND = 0.03


def make_profiles(rows: Iterable[Row], users: Mapping[str, User], joined: Mapping[str, int]) -> list[SpecialistProfile]:
    """The profiles that are not there yet, published so many days ago; answers the new ones."""
    wanted = {public_id("specialist", row["key"]): row for row in rows}
    for known in SpecialistProfile.objects.filter(public_id__in=wanted).values_list("public_id", flat=True):
        del wanted[known]
    tallies = Tally.objects.bulk_create(Tally() for _row in wanted)
    cities = by_slug(City)
    made = SpecialistProfile.objects.bulk_create(
        SpecialistProfile(public_id=public, user=users[row["key"]], tally=tally, **fields(row, cities[row["city"]]))
        for (public, row), tally in zip(wanted.items(), tallies, strict=True)
    )
    _stand(made, list(wanted.values()), joined)
    _describe(made, list(wanted.values()))
    return made


def fields(row: Row, city: City) -> dict[str, Any]:
    """The columns of a profile by name, its point a little off the city's middle."""
    dice = chance("point", row["key"])
    return {
        "kind": row["kind"],
        "name": row["name"],
        "headline": row["headline"],
        "bio": row["bio"].strip(),
        "city": city,
        "latitude": round(city.latitude + dice.uniform(-AROUND, AROUND), 5),
        "longitude": round(city.longitude + dice.uniform(-AROUND, AROUND), 5),
        "radius_km": row["radius_km"],
        "languages": row["languages"],
        "years_experience": row["years_experience"],
    }


def offering_id(row: Row, line: Row) -> str:
    """The public id of a line of this specialist's price list."""
    return public_id("offering", f"{row['key']}/{line['service']}/{line['title']}")


def offering(row: Row, service: Service) -> dict[str, Any]:
    """The columns of a line of a price list by name."""
    return {
        "service": service,
        "title": row["title"],
        "price_type": row["price_type"],
        "price_minor": minor(row.get("price")),
        "unit": row.get("unit", ""),
        "duration_minutes": row["duration_min"],
    }


def _stand(made: Iterable[SpecialistProfile], rows: Iterable[Row], joined: Mapping[str, int]) -> None:
    moments = [(one, ago(joined[row["key"]], "profile", row["key"])) for one, row in zip(made, rows, strict=True)]
    SpecialistStanding.objects.bulk_create(
        SpecialistStanding(specialist=one, state=ProfileState.PUBLISHED, state_since=moment, published_at=moment)
        for one, moment in moments
    )


def _describe(made: Iterable[SpecialistProfile], rows: Iterable[Row]) -> None:
    categories, services = by_slug(Category), by_slug(Service)
    through: Any = SpecialistProfile.categories.through
    pairs = list(zip(made, rows, strict=True))
    through.objects.bulk_create(
        through(specialistprofile=one, category=categories[slug]) for one, row in pairs for slug in row["categories"]
    )
    Offering.objects.bulk_create(
        Offering(
            public_id=offering_id(row, line),
            specialist=one,
            position=place,
            currency=settings.CURRENCY,
            **offering(line, services[line["service"]]),
        )
        for one, row in pairs
        for place, line in enumerate(row["offerings"])
    )
