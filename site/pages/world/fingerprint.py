"""Whether two worlds are the same: everything that is told in them, and nothing that chance or the hour decides."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db.models import F

from blog.models import ArticlePage
from marketplace.accounts.models import User
from marketplace.analytics.models import DailyCount
from marketplace.catalog.models import Category, City, RoomType, Service, Style
from marketplace.core import clock
from marketplace.projects.models import Project, ProjectFavourite, ProjectPhoto
from marketplace.specialists.models import Offering, SpecialistFavourite, SpecialistProfile
from pages.models import Brand, CategoryPage, ContactPage, HomePage, LandingPage, StandardPage

Line = tuple[Any, ...]


def world_hash() -> str:
    """The hash of all people, listings, photos, relations and counts, days told as how long they are past."""
    digest = sha256()
    for line in sorted(json.dumps(line, default=_plain, ensure_ascii=False) for line in lines()):
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def lines() -> Iterator[Line]:
    """The world as plain tuples, the kind of thing first; for a person who looks why two hashes differ."""
    for model in (Category, City, RoomType, Service, Style):
        yield from _told(model, "slug", "name_en", "name_ru", "name_kk", "sort_order")
    yield from _told(User, "email", "public_id", "display_name", "locale", "is_staff", "is_superuser", "groups__name")
    yield from _specialists()
    yield from _projects()
    yield from _told(ArticlePage, "slug", "title", "intro", "language", "author__name", "live", "tags__name")
    yield from _told(HomePage, "slug", "hero_title", "hero_lead", "live")
    yield from _told(StandardPage, "slug", "title", "intro", "body", "language", "live")
    yield from _told(LandingPage, "slug", "url_path", "title", "lead", "language", "image__title", "live")
    yield from _told(CategoryPage, "url_path", "category__slug", "intro_en", "intro_ru", "intro_kk", "live")
    yield from _told(ContactPage, "slug", "title", "intro", "body", "thanks_title", "thanks_text", "live")
    yield from _told(Brand, "email", "address", "terms__slug", "privacy__slug", "contact__slug")
    yield from _told(ProjectFavourite, "user__email", "project__public_id", "created_at")
    yield from _told(SpecialistFavourite, "user__email", "specialist__public_id", "created_at")
    for owner in (Project, SpecialistProfile):
        listing = dict(owner._default_manager.values_list("tally_id", "public_id"))
        for tally, *rest in DailyCount.objects.filter(tally__in=listing).values_list("tally", "day", "metric", "value"):
            yield "day", listing[tally], *rest


def _specialists() -> Iterator[Line]:
    texts = ("public_id", "kind", "name", "headline", "bio", "latitude", "longitude", "radius_km", "languages")
    stands = ("city__slug", "years_experience", "standing__state", "standing__published_at", "user__email")
    counts = ("tally__views", "tally__favourites", "tally__to_profile")
    yield from _told(SpecialistProfile, *texts, *stands, *counts)
    yield from _told(SpecialistProfile, "public_id", "categories__slug")
    columns = ("public_id", "specialist__public_id", "service__slug", "title", "price_type", "price_minor", "position")
    yield from _told(Offering, *columns)


def _projects() -> Iterator[Line]:
    texts = ("public_id", "specialist__public_id", "title", "summary", "story", "language", "completed_on")
    facts = ("category__slug", "city__slug", "area_m2", "cost_from_minor", "cost_to_minor", "duration_days")
    stands = ("standing__state", "standing__published_at", "standing__draft__content__summary")
    counts = ("tally__views", "tally__favourites", "tally__to_profile")
    yield from _told(Project, *texts, *facts, *stands, *counts)
    yield from _told(Project, "public_id", "rooms__slug")
    yield from _told(Project, "public_id", "styles__slug")
    yield from _told(
        ProjectPhoto, "project__public_id", "position", "alt", "caption", "asset__public_id", "asset__sha256"
    )


def _told(model: Any, *columns: str) -> Iterator[Line]:
    for row in model._default_manager.values_list(*(F(column) for column in columns)):
        yield model._meta.label, *row


def _plain(value: object) -> object:
    """A day as the number of days since."""
    day = value.date() if isinstance(value, datetime) else value
    if isinstance(day, date):
        return (clock.today() - day).days
    raise TypeError(value)
