"""Many synthetic projects are as valid as a few real ones, and found the same way."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db.models import Count, F
from django.test import override_settings

from marketplace.accounts.models import User
from marketplace.analytics import services as analytics
from marketplace.projects.models import Project, ProjectFavourite, ProjectPhoto
from marketplace.specialists.models import Offering, SpecialistProfile
from marketplace.text.models import Corpus
from pages.world.bulk import load
from search import indexing
from search.models import SearchDocument
from search.queries import Query, find

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(tmp_path: Path) -> None:
    """Sixty projects of one specialist, then sixty more of another."""
    with override_settings(MEDIA_ROOT=tmp_path):
        load(60, lambda line: None)
        load(60, lambda line: None)


def rows_of(model: Any) -> list[tuple[Any, ...]]:
    """The table's rows without their own ids and the moment they were indexed."""
    columns = [field.name for field in model._meta.concrete_fields if field.name != "id"]
    return list(model.objects.order_by("kind", "object_id").values_list(*columns))


@pytest.mark.usefixtures("loaded")
def test_the_index_holds_what_it_would_have_read_itself() -> None:
    written = rows_of(SearchDocument)
    assert len(written) == 122
    for kind in ("project", "specialist"):
        list(indexing.rebuild(kind))
    assert rows_of(SearchDocument) == written


@pytest.mark.usefixtures("loaded")
def test_every_project_is_public_and_whole() -> None:
    projects = Project.objects.public().annotate(number=Count("photos", distinct=True))
    assert set(projects.values_list("number", flat=True)) == {3}
    assert projects.count() == 120
    assert ProjectPhoto.objects.values("asset").distinct().count() <= 24
    for model in (Project, SpecialistProfile, Offering, User):
        for row in model._default_manager.all():
            problem_of(row)


def problem_of(row: Any) -> None:
    """Let the row say what is wrong with it, if anything."""
    try:
        row.clean_fields(exclude={"password"})
    except ValidationError as error:
        raise AssertionError(f"{row}: {error}") from None


@pytest.mark.usefixtures("loaded")
def test_tallies_say_what_the_rows_say() -> None:
    assert analytics.recount() == 0
    counted = Project.objects.annotate(saved=Count("favourites"))
    assert not counted.exclude(tally__favourites=F("saved"))
    assert ProjectFavourite.objects.exists()


@pytest.mark.usefixtures("loaded")
def test_they_are_found_by_their_words_and_the_words_are_counted() -> None:
    project = Project.objects.public()[7]
    assert project.pk in find(Query(kind="project", words=project.title, limit=100)).ids
    assert Corpus.objects.get().documents == 122


def test_a_site_in_use_is_never_filled() -> None:
    with override_settings(IS_LOCAL=False), pytest.raises(CommandError, match="for demos"):
        call_command("seed_load", projects=1)
    with pytest.raises(CommandError, match="At least one"):
        call_command("seed_load", projects=0)
    assert not Project.objects.exists()
