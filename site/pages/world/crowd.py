"""Synthetic specialists by the thousand, each with an account, a published profile and a price list."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

from django.conf import settings

from marketplace.accounts.models import User
from marketplace.analytics.models import Tally
from marketplace.core import clock
from marketplace.specialists.models import Offering, SpecialistProfile, SpecialistRating, SpecialistStanding
from marketplace.specialists.states import ProfileState
from pages.world import phrases
from pages.world.copying import copy, reserve
from pages.world.keys import chance, public_id
from pages.world.people import DOMAIN
from pages.world.stock import Stock

USER = ("id", "public_id", "email", "display_name", "locale", "timezone", "password")
FLAGS = ("is_superuser", "is_staff", "is_active", "date_joined")
TALLY = ("id", "views", "favourites", "to_profile")
PROFILE = ("id", "public_id", "user_id", "tally_id", "kind", "name", "headline", "bio", "city_id")
PLACE = ("latitude", "longitude", "radius_km", "languages", "years_experience")
STANDING = ("state", "state_since", "published_at", "note", "version")
OFFERING = ("public_id", "specialist_id", "service_id", "title", "price_type", "price_minor", "currency")
OFFERED = ("unit", "duration_minutes", "position")
AGES = 1_500


def make_crowd(number: int, stock: Stock) -> dict[int, tuple[int, str, float | None, int]]:
    """So many specialists; answers by id the account's id, the name, the rating (or None) and its count."""
    users, tallies, ids = reserve(User, number), reserve(Tally, number), reserve(SpecialistProfile, number)
    dice = {pk: chance("crowd", pk) for pk in ids}
    words = {pk: phrases.tongue(dice[pk]) for pk in ids}
    named = {pk: phrases.name(dice[pk], words[pk]) + f" {pk}" for pk in ids}
    joined = clock.now() - timedelta(days=AGES)
    copy(User, (*USER, *FLAGS), (_user(user, named[pk], joined) for user, pk in zip(users, ids, strict=True)))
    copy(Tally, TALLY, ((tally, 0, 0, 0) for tally in tallies))
    copy(
        SpecialistProfile,
        (*PROFILE, *PLACE),
        (
            (pk, public_id("crowd", str(pk)), user, tally, *_profile(dice[pk], words[pk], named[pk], stock))
            for pk, user, tally in zip(ids, users, tallies, strict=True)
        ),
    )
    copy(
        SpecialistStanding,
        ("specialist_id", *STANDING),
        ((pk, ProfileState.PUBLISHED.value, joined, joined, "", 1) for pk in ids),
    )
    _sell(dice, stock)
    rated = _rate(dice)
    return {pk: (user, named[pk], *rated.get(pk, (None, 0))) for pk, user in zip(ids, users, strict=True)}


def _user(user: int, name: str, joined: object) -> tuple[Any, ...]:
    # No password opens these: "!" is what no hash begins with.
    account = (user, public_id("crowd user", str(user)), f"crowd-{user}@{DOMAIN}", name, "en", "", "!")
    return (*account, False, False, True, joined)


def _profile(dice: Random, words: phrases.Tongue, name: str, stock: Stock) -> tuple[Any, ...]:
    city = dice.choice(stock.cities)
    headline = f"{dice.choice(words.rooms)}, {dice.choice(words.things)}".capitalize()
    point = (round(city.latitude + dice.uniform(-0.1, 0.1), 5), round(city.longitude + dice.uniform(-0.1, 0.1), 5))
    languages = dice.choice((["ru", "kk"], ["en", "ru"], ["ru"], ["kk"], ["en", "ru", "kk"]))
    told = (dice.choice(("person", "company")), name, headline, phrases.story(dice, words, 4), city.pk)
    return (*told, *point, dice.choice((10, 25, 50, 100)), languages, dice.randint(1, 30))


def _sell(dice: dict[int, Random], stock: Stock) -> None:
    through: Any = SpecialistProfile.categories.through
    chosen = {pk: dice[pk].sample(stock.categories, 2) for pk in dice}
    copy(
        through,
        ("specialistprofile_id", "category_id"),
        ((pk, category.pk) for pk, categories in chosen.items() for category in categories),
    )
    copy(Offering, (*OFFERING, *OFFERED), _offerings(dice, chosen, stock))


def _offerings(dice: dict[int, Random], chosen: dict[int, Any], stock: Stock) -> Iterator[tuple[Any, ...]]:
    for pk, categories in chosen.items():
        for place, category in enumerate(categories):
            service = dice[pk].choice(stock.services[category.pk])
            price = dice[pk].randint(5, 900) * 100_000
            line = (public_id("crowd offering", f"{pk}/{place}"), pk, service.pk, service.name_en, "from", price)
            yield (*line, settings.CURRENCY, service.unit[:20], 60, place)


def _rate(dice: dict[int, Random]) -> dict[int, tuple[float, int]]:
    """Two in three have been reviewed: ranking by rating needs a range of them."""
    rated = {
        pk: (round(die.triangular(3.2, 5, 4.8), 2), die.randint(1, 90))
        for pk, die in dice.items()
        if die.random() < 2 / 3
    }
    copy(SpecialistRating, ("specialist_id", "average", "count"), ((pk, *rating) for pk, rating in rated.items()))
    return rated
