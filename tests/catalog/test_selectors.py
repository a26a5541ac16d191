"""What pages, forms and search read of the catalogue."""

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from marketplace.catalog import selectors, vocabulary
from marketplace.catalog.models import Category
from marketplace.core.errors import NotFound
from tests.catalog.conftest import Shelf


@pytest.mark.django_db
def test_the_whole_catalogue_is_read_in_five_queries_and_then_in_none(
    shelf: Shelf, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(5):
        selectors.tree("en")
    with django_assert_num_queries(0):
        assert [root.name for root in selectors.tree("ru")] == ["Кухни", "Ванные"]
        assert selectors.choices("city", "ru") == [("almaty", "Алматы")]
        assert selectors.names("style", ["loft"]) == {"loft": "Loft"}


@pytest.mark.django_db
def test_the_active_language_is_the_default(shelf: Shelf) -> None:
    with translation.override("ru"):
        assert (shelf.kitchens.name, str(shelf.making)) == ("Кухни", "Bespoke kitchens")
        assert [root.name for root in selectors.tree()] == ["Кухни", "Ванные"]


@pytest.mark.django_db
def test_names_of_a_kind_that_is_not_the_catalogues_are_nobodys(shelf: Shelf) -> None:
    assert selectors.names("price", ["loft"]) == {}


@pytest.mark.django_db
def test_what_is_not_there_is_not_found(shelf: Shelf) -> None:
    with pytest.raises(NotFound):
        selectors.category_by_slug("nothing")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "also"),
    [
        ("install hob in my flat", ["Kitchen fitting", "Установка кухни"]),
        ("ВРЕЗКА мойки", ["Kitchen fitting", "Установка кухни"]),
        ("industrial kitchens", ["Loft", "Лофт", "Кухни", "Ас үй"]),
        ("kitchens", ["Кухни", "Ас үй"]),
        ("almaty", []),
        ("hob", []),
        ("", []),
    ],
)
def test_synonyms_and_names_give_what_else_to_look_for(shelf: Shelf, typed: str, also: list[str]) -> None:
    assert selectors.expansions(typed) == also


@pytest.mark.django_db
def test_a_long_question_is_looked_through_once(shelf: Shelf) -> None:
    assert selectors.expansions("word " * 5000) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kitch", ["kitchens", "kitchen-fitting", "island", "kitchen-making"]),
        ("HOB", ["kitchen-fitting"]),
        ("inst", ["kitchen-fitting"]),
        ("гост", ["living-room"]),
        ("indus", ["loft"]),
        ("zzz", []),
        (" ", []),
    ],
)
def test_a_few_letters_are_completed(shelf: Shelf, typed: str, meant: list[str]) -> None:
    assert [suggestion.slug for suggestion in selectors.suggest(typed)] == meant


@pytest.mark.django_db
def test_a_suggestion_is_named_in_the_readers_language(shelf: Shelf) -> None:
    assert selectors.suggest("зал", "ru") == [selectors.Suggestion("room", "living-room", "Гостиная")]


@pytest.mark.django_db
def test_hidden_entries_are_neither_suggested_nor_looked_for(shelf: Shelf) -> None:
    Category.objects.update(is_active=False)
    vocabulary.forget()
    assert (selectors.suggest("kitch"), selectors.expansions("kitchens"), selectors.tree()) == ([], [], ())
