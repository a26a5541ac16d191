"""Who plays in the tests, and what they own. Clara looks, Sam does the work, Mona moderates, Eve is a stranger."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import IntegrityError, connection

from marketplace.accounts.models import User
from marketplace.analytics.models import Tally
from marketplace.catalog.models import Category, City
from marketplace.core import clock
from marketplace.core.errors import Refusal
from marketplace.media.models import MediaAsset
from marketplace.projects.models import Project, ProjectPhoto, ProjectStanding
from marketplace.specialists.models import SpecialistProfile, SpecialistStanding


def almaty() -> City:
    """The city most tests play in."""
    place = {"name_en": "Almaty", "name_ru": "Алматы", "latitude": 43.24, "longitude": 76.89, "zone": "Asia/Almaty"}
    return City.objects.get_or_create(slug="almaty", defaults=place)[0]


def kitchens() -> Category:
    """The category most tests use."""
    return Category.objects.get_or_create(slug="kitchens", defaults={"name_en": "Kitchens", "name_ru": "Кухни"})[0]


def profile_of(user: User, state: str = "published", **fields: Any) -> SpecialistProfile:
    """A profile as it stands after its machine has brought it to the state."""
    values = {"name": user.display_name, "headline": "Kitchens that work", "bio": "Twenty years.", "city": almaty()}
    profile = SpecialistProfile.objects.create(user=user, tally=Tally.objects.create(), **{**values, **fields})
    published_at = clock.now() if state == "published" else None
    SpecialistStanding.objects.create(specialist=profile, state=state, published_at=published_at)
    return profile


def picture_of(user: User | None, number: int = 1) -> MediaAsset:
    """A picture that was accepted and has its sizes; the file itself is not there."""
    return MediaAsset.objects.create(
        uploader=user,
        kind="image",
        state="ready",
        file=f"images/te/st/{number}-{clock.now().timestamp()}.webp",
        original_name=f"{number}.jpg",
        mime="image/webp",
        bytes=1000,
        sha256="0" * 64,
        width=1200,
        height=900,
    )


def project_of(specialist: SpecialistProfile, photos: int = 2, state: str = "published", **fields: Any) -> Project:
    """A project with that many photos, as it stands after its machine has brought it to the state."""
    values = {
        "title": "Sage kitchen with an oak island",
        "summary": "A calm kitchen.",
        "category": kitchens(),
        "city": almaty(),
        "currency": "KZT",
        "cost_from_minor": 4_200_000_00,
        "area_m2": 22,
    }
    project = Project.objects.create(specialist=specialist, tally=Tally.objects.create(), **{**values, **fields})
    for number in range(1, photos + 1):
        ProjectPhoto.objects.create(project=project, asset=picture_of(specialist.user, number), position=number)
    published_at = clock.now() if state in ("published", "archived", "hidden") else None
    ProjectStanding.objects.create(project=project, state=state, published_at=published_at)
    return Project.objects.get(pk=project.pk)


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Run the calls side by side, each on its own connection; a refusal or a broken constraint is an outcome."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        try:
            barrier.wait()
            return call()
        except (Refusal, IntegrityError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
