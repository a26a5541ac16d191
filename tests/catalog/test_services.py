"""Loading, hiding, telling."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoCaptureOnCommitCallbacks

from marketplace.accounts.models import User
from marketplace.audit.models import Delivery, Event
from marketplace.catalog import handlers, selectors, services, vocabulary
from marketplace.catalog.models import Category, CategoryAttribute, City, RoomType, Service, Style
from tests.catalog.conftest import Shelf

CITIES = """
[[cities]]
slug = "almaty"
name_en = "Almaty"
name_ru = "Алматы"
region = "Almaty"
latitude = 43.2389
longitude = 76.8897
zone = "Asia/Almaty"
population = 2292000
"""
CATALOGUE = """
[[categories]]
slug = "kitchen-making"
parent = "kitchens"
name_en = "Made to order"
synonyms_en = ["custom kitchen", "bespoke kitchen"]
services = [
  { slug = "island", name_en = "Island", minutes = 960, price_from = 450000, price_to = 1600000, unit = "island" },
]

[[categories]]
slug = "kitchens"
icon = "pot"
name_en = "Kitchens"
name_ru = "Кухни"

[[attributes]]
category = "kitchens"
key = "layout"
type = "choice"
filterable = true
label_en = "Layout"
options = [{ key = "corner", label_en = "Corner", label_ru = "Угловая", label_kk = "Бұрыштық" }]

[[attributes]]
category = "kitchens"
key = "length"
type = "number"
unit = "m"
min = 1
max = 20
filterable = false
label_en = "Length"

[[styles]]
slug = "loft"
name_en = "Loft"
synonyms_ru = ["лофт", "индустриальный"]

[[rooms]]
slug = "kitchen"
name_en = "Kitchen"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cities.toml").write_text(CITIES, encoding="utf-8")
    (tmp_path / "catalogue.toml").write_text(CATALOGUE, encoding="utf-8")
    return tmp_path


def everything() -> list[object]:
    models = (Category, Service, CategoryAttribute, Style, RoomType, City)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


@pytest.mark.django_db
class TestLoading:
    def test_a_folder_becomes_the_catalogue(self, folder: Path) -> None:
        assert services.load(folder) == services.Loaded(
            categories=2, services=1, attributes=2, styles=1, rooms=1, cities=1
        )
        making = Category.objects.get(slug="kitchen-making")
        assert (making.path, making.synonyms_en) == ("kitchens/kitchen-making/", "custom kitchen\nbespoke kitchen")
        island = making.services.get()
        assert (island.minutes, island.price_from, island.price_to) == (960, 45_000_000, 160_000_000)
        layout, length = selectors.attributes(making)
        assert layout.options == [{"key": "corner", "en": "Corner", "ru": "Угловая", "kk": "Бұрыштық"}]
        assert (length.minimum, length.maximum, length.unit) == (1, 20, "m")
        assert City.objects.get().population == 2_292_000

    def test_a_second_time_changes_nothing(self, folder: Path) -> None:
        services.load(folder)
        before = everything()
        services.load(folder)
        assert everything() == before

    def test_what_an_editor_has_hidden_stays_hidden(self, folder: Path) -> None:
        services.load(folder)
        Style.objects.update(is_active=False)
        services.load(folder)
        assert Style.objects.get().is_active is False

    def test_the_demo_worlds_own_files_load(self) -> None:
        root = Path(settings.STATIC_ROOT).parents[2]
        loaded = services.load(root / "site/pages/demo")
        assert loaded.categories >= 40
        assert Category.objects.filter(path="kitchens/kitchen-making/").exists()


@pytest.mark.django_db
def test_hiding_is_a_fact_with_its_author(shelf: Shelf, clara: User) -> None:
    services.hide(shelf.loft, by=clara)
    event = Event.objects.get()
    assert (event.kind, event.subject_type, event.actor_id, event.data) == (
        "catalog.changed",
        "catalog.style",
        clara.pk,
        {"slug": "loft"},
    )
    assert set(Delivery.objects.values_list("handler", flat=True)) == {
        "marketplace.catalog.handlers.read_the_catalogue_again",
        "search.handlers.index_what_has_it",
    }


@pytest.mark.django_db
def test_a_change_is_read_after_its_commit_and_not_before(
    shelf: Shelf, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    assert selectors.names("style", ["loft"]) == {"loft": "Loft"}
    with django_capture_on_commit_callbacks(execute=True):
        shelf.loft.name_en = "Warehouse"
        shelf.loft.save()
        services.changed(shelf.loft, by=None)
        assert selectors.names("style", ["loft"]) == {"loft": "Loft"}
    assert selectors.names("style", ["loft"]) == {"loft": "Warehouse"}


@pytest.mark.django_db
def test_whoever_died_before_telling_is_helped_by_the_outbox(shelf: Shelf) -> None:
    before = vocabulary.version()
    services.changed(shelf.loft, by=None)
    assert vocabulary.version() == before
    handlers.read_the_catalogue_again(Event.objects.get())
    assert vocabulary.version() != before


@pytest.mark.django_db
def test_everything_below_is_one_condition_on_one_index(shelf: Shelf) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Category.objects.under("kitchens/").explain()
    assert "category_path" in plan
