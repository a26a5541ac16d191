"""A small catalogue: kitchens with two kinds of work below, bathrooms, a service, a style, a room, a city."""

from dataclasses import dataclass

import pytest

from marketplace.catalog import vocabulary
from marketplace.catalog.models import Category, City, RoomType, Service, Style


@dataclass
class Shelf:
    kitchens: Category
    making: Category
    fitting: Category
    bathrooms: Category
    service: Service
    loft: Style
    lounge: RoomType
    almaty: City


@pytest.fixture
def shelf(db: None) -> Shelf:
    kitchens = Category.objects.create(
        slug="kitchens", name_en="Kitchens", name_ru="Кухни", name_kk="Ас үй", sort_order=0, icon="pot"
    )
    fitting = Category.objects.create(
        slug="kitchen-fitting",
        name_en="Kitchen fitting",
        name_ru="Установка кухни",
        synonyms_en="install hob\nbuilt-in oven",
        synonyms_ru="врезка мойки",
        parent=kitchens,
        sort_order=2,
    )
    making = Category.objects.create(slug="kitchen-making", name_en="Bespoke kitchens", parent=kitchens, sort_order=1)
    bathrooms = Category.objects.create(slug="bathrooms", name_en="Bathrooms", name_ru="Ванные", sort_order=3)
    service = Service.objects.create(
        slug="island",
        name_en="Kitchen island",
        category=making,
        minutes=960,
        price_from=450_000_00,
        price_to=1_600_000_00,
    )
    loft = Style.objects.create(slug="loft", name_en="Loft", name_ru="Лофт", synonyms_en="industrial")
    lounge = RoomType.objects.create(slug="living-room", name_en="Living room", name_ru="Гостиная", synonyms_ru="зал")
    almaty = City.objects.create(
        slug="almaty", name_en="Almaty", name_ru="Алматы", latitude=43.2, longitude=76.9, zone="Asia/Almaty"
    )
    vocabulary.forget()
    return Shelf(kitchens, making, fitting, bathrooms, service, loft, lounge, almaty)
