"""The database keeps the tree: paths are right whoever moves a category, and it has three levels and no circles."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from marketplace.catalog.models import Category, CategoryAttribute, City, Service, Style
from marketplace.catalog.querysets import InUse
from tests.catalog.conftest import Shelf


def paths() -> dict[str, str]:
    return dict(Category.objects.values_list("slug", "path"))


@pytest.mark.django_db
def test_a_path_holds_the_slugs_from_the_root(shelf: Shelf) -> None:
    assert (shelf.kitchens.path, shelf.making.path, shelf.making.depth) == ("kitchens/", "kitchens/kitchen-making/", 2)
    assert [category.slug for category in Category.objects.under("kitchens/").order_by("path")] == [
        "kitchens",
        "kitchen-fitting",
        "kitchen-making",
    ]


@pytest.mark.django_db
def test_a_new_slug_or_parent_is_written_into_every_path_below(shelf: Shelf) -> None:
    Category.objects.filter(slug="kitchens").update(slug="cooking")
    shelf.making.refresh_from_db()
    assert shelf.making.path == "cooking/kitchen-making/"
    Category.objects.filter(slug="cooking").update(parent=shelf.bathrooms)
    assert paths() == {
        "bathrooms": "bathrooms/",
        "cooking": "bathrooms/cooking/",
        "kitchen-making": "bathrooms/cooking/kitchen-making/",
        "kitchen-fitting": "bathrooms/cooking/kitchen-fitting/",
    }


@pytest.mark.django_db
def test_a_path_cannot_be_written_by_hand(shelf: Shelf) -> None:
    Category.objects.update(path="elsewhere/")
    assert paths()["kitchen-making"] == "kitchens/kitchen-making/"


@pytest.mark.django_db
def test_the_database_refuses_a_fourth_level_and_a_circle(shelf: Shelf) -> None:
    third = Category.objects.create(slug="third", name_en="Third", parent=shelf.making)
    before = paths()
    for change in (
        lambda: Category.objects.create(slug="fourth", name_en="Fourth", parent=third),
        lambda: Category.objects.filter(slug="kitchens").update(parent=shelf.bathrooms),
        lambda: Category.objects.filter(slug="kitchens").update(parent=third),
        lambda: Category.objects.filter(slug="kitchens").update(parent=shelf.kitchens),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert paths() == before


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_cannot_close_a_circle(shelf: Shelf) -> None:
    barrier = Barrier(2)

    def move(child: Category, parent: Category) -> str:
        barrier.wait()
        try:
            Category.objects.filter(pk=child.pk).update(parent=parent)
        except DatabaseError:
            return "refused"
        finally:
            connection.close()
        return "moved"

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(move, shelf.making, shelf.fitting)
        other = pool.submit(move, shelf.fitting, shelf.making)
        assert sorted([one.result(), other.result()]) == ["moved", "refused"]
    assert sorted(path.count("/") for path in paths().values()) == [1, 1, 2, 3]


@pytest.mark.django_db
def test_an_editor_is_told_before_the_database_refuses(shelf: Shelf) -> None:
    third = Category.objects.create(slug="third", name_en="Third", parent=shelf.making)
    shelf.kitchens.parent = shelf.bathrooms
    with pytest.raises(ValidationError, match="three levels"):
        shelf.kitchens.clean()
    shelf.kitchens.parent = third
    with pytest.raises(ValidationError, match="below itself"):
        shelf.kitchens.clean()
    shelf.bathrooms.parent = shelf.making
    shelf.bathrooms.clean()


@pytest.mark.django_db
def test_the_tree_is_listed_parents_first_in_the_editors_order(shelf: Shelf) -> None:
    Category.objects.create(slug="third", name_en="Third", parent=shelf.fitting)
    listed = Category.objects.in_tree_order().select_related("parent__parent")
    assert [category.trail for category in listed] == [
        "Kitchens",
        "Kitchens / Bespoke kitchens",
        "Kitchens / Kitchen fitting",
        "Kitchens / Kitchen fitting / Third",
        "Bathrooms",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Style.objects.create(slug="Loft", name_en="Loft"),
        lambda: Style.objects.create(slug="a/b", name_en="Loft"),
        lambda: Style.objects.create(slug="loft", name_en=""),
        lambda: City.objects.create(slug="x", name_en="X", latitude=91, longitude=0, zone="UTC"),
        lambda: Service.objects.create(
            slug="x", name_en="X", category=Category.objects.create(slug="y", name_en="Y"), price_from=2, price_to=1
        ),
        lambda: CategoryAttribute.objects.create(
            category=Category.objects.create(slug="y", name_en="Y"), key="k", label_en="K", type="choice"
        ),
    ],
)
def test_the_database_refuses_nonsense(wrong: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong()


@pytest.mark.django_db
class TestDeletion:
    def test_what_something_refers_to_is_not_deleted_and_the_message_says_by_what(self, shelf: Shelf) -> None:
        with pytest.raises(InUse, match=r"“Bespoke kitchens” is in use: services \(1\). Hide it instead."):
            shelf.making.delete()
        with pytest.raises(InUse, match=r"“Kitchens” is in use: categories \(2\)"):
            shelf.kitchens.delete()
        with pytest.raises(InUse):
            Category.objects.all().delete()
        assert Category.objects.count() == 4

    def test_what_nothing_refers_to_is_deleted(self, shelf: Shelf) -> None:
        shelf.bathrooms.delete()
        Style.objects.filter(slug="loft").delete()
        assert (Category.objects.filter(slug="bathrooms").exists(), Style.objects.count()) == (False, 0)
