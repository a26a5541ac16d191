"""What listings are found by comes from the catalogue, in all its languages."""

import pytest

from marketplace.accounts.models import User
from marketplace.catalog import names
from marketplace.catalog.models import Category, Style
from marketplace.projects.documents import documents
from tests.cast import profile_of, project_of

KITCHENS = Category(
    name_en="Kitchens",
    name_ru="Кухни",
    name_kk="Ас үй",
    synonyms_en="cookroom\n\n galley ",
    synonyms_ru="камбуз",
    synonyms_kk="асхана",
)
LOFT = Style(name_en="Loft", name_ru="Лофт")


def test_names_and_synonyms_in_all_languages_each_once() -> None:
    found = names.keywords([KITCHENS, KITCHENS], [LOFT, LOFT])
    assert found == "Kitchens Кухни Ас үй cookroom galley камбуз асхана Loft Лофт"


def test_without_anything_there_is_nothing() -> None:
    assert names.keywords([]) == ""


@pytest.mark.django_db
def test_a_project_is_found_by_kazakh_synonyms_too(sam: User) -> None:
    project = project_of(profile_of(sam))
    Category.objects.filter(pk=project.category_id).update(synonyms_kk="асхана")
    [values] = documents([project.pk])
    assert values["keywords"] == "Kitchens Кухни асхана Almaty Алматы"
