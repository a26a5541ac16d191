"""The demo world: the same each time, complete, and true to its own rules."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import models
from django.db.models import Count, Sum
from django.test import override_settings

from blog.models import ArticlePage
from marketplace.accounts import staff
from marketplace.accounts.models import User
from marketplace.analytics import services as analytics
from marketplace.analytics.models import Tally
from marketplace.audit.models import Event
from marketplace.catalog.models import City
from marketplace.core import clock
from marketplace.core.ids import is_public_id
from marketplace.media.models import MediaAsset
from marketplace.projects.documents import documents
from marketplace.projects.models import Project, ProjectFavourite, ProjectPhoto
from marketplace.specialists.models import SpecialistFavourite, SpecialistProfile
from pages.models import Brand, CategoryPage, HomePage, LandingPage, StandardPage
from pages.world import people
from pages.world.build import build
from pages.world.fingerprint import world_hash
from pages.world.keys import public_id
from search.models import SearchDocument

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 16, 12, tzinfo=UTC)


def no_news(_line: str) -> None:
    """Nobody reads along."""


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The whole world, built once for all tests of this file and rolled back after them."""
    from django.db import transaction

    folder = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        override_settings(MEDIA_ROOT=folder),
        transaction.atomic(),
        clock.turned_to(MONDAY),
    ):
        build(no_news)
        yield folder
        transaction.set_rollback(True)


def test_there_is_as_much_of_everything_as_a_living_marketplace_has(world: Path) -> None:
    public = SpecialistProfile.objects.public()
    assert public.count() >= 40
    assert public.values("city").distinct().count() >= 8
    photos = Project.objects.public().annotate(number=Count("photos")).values_list("number", flat=True)
    assert len(photos) >= 60
    assert set(photos) <= set(range(1, 13))
    assert {1, 12} <= set(photos)
    assert not ProjectPhoto.objects.values("asset__sha256").annotate(n=Count("id")).filter(n__gt=1)


def test_a_fifth_of_the_projects_is_in_russian_and_reads_so(world: Path) -> None:
    projects = Project.objects.public()
    russian = projects.filter(language="ru")
    assert russian.count() >= projects.count() // 5
    assert not russian.exclude(title__regex="[а-я]")
    assert not projects.filter(language="en", title__regex="[а-я]")


def test_no_two_listings_begin_alike(world: Path) -> None:
    projects = Project.objects.all()
    for texts in (
        [project.title for project in projects],
        [project.summary for project in projects],
        [project.story.split(".")[0] for project in projects],
        [specialist.bio.split(".")[0] for specialist in SpecialistProfile.objects.all()],
    ):
        assert len(texts) == len({text.strip().casefold() for text in texts})


def test_every_row_obeys_the_rules_of_its_model(world: Path) -> None:
    wrong = {
        str(row): problem
        for model in (User, SpecialistProfile, Project, ProjectPhoto, City)
        for row in model._default_manager.all()
        if (problem := _problem(row))
    }
    assert wrong == {}
    assert all(is_public_id(one) for one in Project.objects.values_list("public_id", flat=True))


def _problem(row: models.Model) -> str:
    from django.core.exceptions import ValidationError

    try:
        row.clean_fields(exclude={"password"})
    except ValidationError as error:
        return str(error)
    return ""


def test_each_role_has_one_login_that_works(world: Path) -> None:
    assert [login.role for login in people.LOGINS] == ["client", "specialist", *people.STAFF]
    assert set(people.STAFF) == set(staff.GROUPS)
    for login in people.LOGINS:
        user = User.objects.get(email=login.email)
        assert user.check_password(people.PASSWORD)
        assert EmailAddress.objects.filter(user=user, email=login.email, verified=True, primary=True).exists()
    assert set(User.objects.filter(is_staff=True).values_list("groups__name", flat=True)) == set(staff.GROUPS)
    assert Authenticator.objects.filter(user__is_staff=True, type=Authenticator.Type.TOTP).count() == 5
    assert list(User.objects.filter(is_superuser=True).values_list("email", flat=True)) == ["admin@demo.lintel.example"]


def test_the_specialist_who_is_shown_around_has_a_project_in_each_state(world: Path) -> None:
    own = Project.objects.filter(specialist__user__email="specialist@demo.lintel.example")
    assert Counter(own.values_list("standing__state", flat=True)) == {
        "published": 4,
        "draft": 1,
        "in_review": 1,
        "archived": 1,
    }


def test_moderators_have_something_waiting(world: Path) -> None:
    asked = Project.objects.filter(standing__submitted_at__isnull=False)
    assert set(asked.values_list("public_id", "standing__state")) == {
        (public_id("project", "island-up-close"), "in_review"),
        (public_id("project", "meadow-living-room"), "published"),
    }
    changed = asked.get(standing__state="published")
    assert changed.standing.draft.as_object().summary != changed.summary
    assert [one.name for one in SpecialistProfile.objects.waiting()] == ["Birlik Kitchens"]


def test_every_client_has_saved_and_tallies_say_what_the_rows_say(world: Path) -> None:
    clients = User.objects.filter(specialist=None, is_staff=False)
    saved = clients.annotate(n=Count("saved_projects")).values_list("n", flat=True)
    assert len(saved) == 16
    assert min(saved) >= 5
    assert max(saved) <= 15
    for listings, rows in (("project", ProjectFavourite), ("specialist", SpecialistFavourite)):
        counted = rows.objects.values_list(f"{listings}__tally").annotate(n=Count("id"))  # type: ignore[attr-defined]
        for tally, number in counted:
            assert Tally.objects.get(pk=tally).favourites == number
    total = ProjectFavourite.objects.count() + SpecialistFavourite.objects.count()
    assert Tally.objects.aggregate(total=Sum("favourites")) == {"total": total}


def test_statistics_reach_back_sixty_days_and_add_up(world: Path) -> None:
    first, today = MONDAY.date() - timedelta(days=59), MONDAY.date()
    for project in Project.objects.public().select_related("tally", "standing"):
        days = project.tally.days.filter(metric="view")
        assert days.filter(day__range=(first, today)).count() == days.count()
        unique = project.tally.days.filter(metric="unique_view").aggregate(n=Sum("value"))["n"] or 0
        assert 0 < unique <= project.tally.views
    assert analytics.recount() == 0


def test_saved_and_published_lie_in_the_past_and_in_order(world: Path) -> None:
    now = clock.now()
    assert not Project.objects.filter(standing__published_at__gt=now)
    assert not Project.objects.filter(completed_on__gt=models.F("standing__published_at__date"))
    assert not ProjectFavourite.objects.filter(created_at__gt=now)
    assert not ProjectFavourite.objects.filter(created_at__lt=models.F("project__standing__published_at"))
    early = Project.objects.public().filter(standing__published_at__lt=models.F("specialist__standing__published_at"))
    assert not early
    spread = Project.objects.public().order_by("standing__published_at")
    oldest, newest = spread[0].standing.published_at, spread.reverse()[0].standing.published_at
    assert oldest is not None and newest is not None  # noqa: PT018
    assert timedelta(days=480) < newest - oldest < timedelta(days=560)


def test_discovery_knows_what_is_public_and_nothing_else(world: Path) -> None:
    known = SearchDocument.objects.filter(kind="project")
    public = Project.objects.public()
    assert set(known.values_list("object_id", flat=True)) == set(public.values_list("pk", flat=True))
    for document in documents([public[0].pk]):
        stored = known.get(object_id=document["object_id"])
        assert (stored.title, stored.saves) == (document["title"], document["saves"])
    assert SearchDocument.objects.filter(kind="specialist").count() == SpecialistProfile.objects.public().count()


def test_a_worker_will_hear_of_every_picture_to_make_its_sizes(world: Path) -> None:
    told = Event.objects.filter(kind="media.uploaded", deliveries__state="open").values_list("subject_id", flat=True)
    assert set(told) == set(MediaAsset.objects.values_list("pk", flat=True))
    assert all(asset.renditions.exists() for asset in MediaAsset.objects.filter(kind="image"))


def test_a_second_run_leaves_what_people_changed(world: Path) -> None:
    Project.objects.filter(public_id=public_id("project", "emerald-lounge")).update(summary="As the owner says now")
    ArticlePage.objects.filter(slug="malenkaya-prikhozhaya").update(intro="Как решила редакция.")
    ArticlePage.objects.get(slug="smeta-na-remont").delete()
    build(no_news)
    before, events = world_hash(), Event.objects.count()
    assert ArticlePage.objects.get(slug="malenkaya-prikhozhaya").intro == "Как решила редакция."
    build(no_news)
    assert (world_hash(), Event.objects.count()) == (before, events)


def test_nobody_seeds_a_site_that_is_in_use() -> None:
    before = User.objects.count()
    with override_settings(IS_LOCAL=False), pytest.raises(CommandError, match="for demos"):
        call_command("seed_demo")
    assert User.objects.count() == before


def test_articles_in_three_languages_and_pages_of_every_kind_are_published(world: Path) -> None:
    articles = ArticlePage.objects.live()
    assert articles.count() == 10
    assert set(articles.values_list("language", flat=True)) == {"en", "ru", "kk"}
    assert all(any(part.block_type == "projects" for part in page.body) for page in articles)
    assert all(page.author is not None and page.author.bio for page in articles)
    assert HomePage.objects.live().get().body
    assert set(LandingPage.objects.live().values_list("language", flat=True)) == {"en", "ru"}
    assert CategoryPage.objects.live().count() == 7
    assert set(StandardPage.objects.live().values_list("slug", flat=True)) == {"about", "terms", "privacy"}
    brand = Brand.objects.get()
    assert all((brand.terms, brand.privacy, brand.contact, brand.menu, brand.footer))
