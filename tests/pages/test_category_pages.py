"""All about one category: what it costs, who does it, what it looks like, here and in one city."""

import re
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from blog.models import BlogIndexPage
from marketplace.accounts.models import User
from marketplace.catalog.models import Category, City
from marketplace.catalog.querysets import InUse
from marketplace.core.money import Money
from marketplace.specialists.models import SpecialistRating
from pages import trades
from pages.models import CategoryPage, HomePage, LandingPage
from tests.blog.press import article
from tests.cast import kitchens, profile_of, project_of

FAQ = [
    {"question": "How long?", "answer": "<p>Ten weeks.</p>", "language": "en"},
    {"question": "Сколько ждать?", "answer": "<p>Десять недель.</p>", "language": "ru"},
]


def astana() -> City:
    place = {"name_en": "Astana", "name_ru": "Астана", "latitude": 51.16, "longitude": 71.47, "zone": "Asia/Almaty"}
    return City.objects.get_or_create(slug="astana", defaults=place)[0]


@pytest.fixture
def page(home: HomePage) -> CategoryPage:
    services = home.add_child(instance=LandingPage(title="Services", slug="services"))
    made: CategoryPage = services.add_child(
        instance=CategoryPage(
            title="Kitchens",
            slug="kitchens",
            category=kitchens(),
            intro_en="Where everybody meets.",
            intro_ru="Где встречаются все.",
            questions=[("question", one) for one in FAQ],
        )
    )
    return made


def priced(sam: User, *millions: float | None, **fields: object) -> None:
    specialist = sam.specialist if hasattr(sam, "specialist") else profile_of(sam)
    for number, price in enumerate(millions):
        cost = {"cost_from_minor": int(price * 100_000_000) if price else None}
        project_of(specialist, photos=1, title=f"Bright kitchen {number}", **{**cost, **fields})


def test_it_is_introduced_in_the_readers_language(client: Client, page: CategoryPage) -> None:
    english, russian, kazakh = (
        client.get(f"{prefix}/services/kitchens/").content.decode() for prefix in ("", "/ru", "/kk")
    )
    assert "<h1>Kitchens</h1>" in english
    assert "Where everybody meets." in english
    assert "<h1>Кухни</h1>" in russian
    assert "Где встречаются все." in russian
    assert "Where everybody meets." in kazakh
    assert '<li><a href="/services/">Services</a></li>' in english
    assert "<summary>Сколько ждать?" in russian
    assert '"@type": "FAQPage"' in russian
    assert "Десять недель" not in english


def test_prices_are_read_off_finished_projects(client: Client, page: CategoryPage, sam: User) -> None:
    priced(sam, 1.0, 2.0, 3.0, 4.0, 5.0)
    priced(sam, 90.0, state="hidden")
    priced(sam, None)
    facts = trades.facts_of("kitchens/")
    assert facts.prices is not None
    assert [facts.prices.low, facts.prices.typical, facts.prices.high] == [
        Money(180_000_000, "KZT"),
        Money(300_000_000, "KZT"),
        Money(420_000_000, "KZT"),
    ]
    assert (facts.prices.sample, facts.priced) == (5, 5)
    html = client.get("/services/kitchens/").content.decode()
    assert "<dd>3,000,000\u00a0₸</dd>" in html
    assert "From 5 finished projects with their prices" in html


def test_a_range_of_costs_counts_with_its_middle(page: CategoryPage, sam: User) -> None:
    priced(sam, *[2.0] * 5, cost_to_minor=400_000_000)
    prices = trades.facts_of("kitchens/").prices
    assert prices is not None
    assert prices.typical == Money(300_000_000, "KZT")


@pytest.mark.parametrize(
    ("minor", "shown"), [(427_649_900, 430_000_000), (99.6, 100), (1_250_000, 1_300_000), (5, 5), (0, 0)]
)
def test_amounts_are_rounded_to_what_they_mean(minor: float, shown: int) -> None:
    assert trades.rounded(minor) == Money(shown, "KZT")


def test_four_prices_say_nothing_yet(client: Client, page: CategoryPage, sam: User) -> None:
    priced(sam, 1.0, 2.0, 3.0, 4.0)
    assert trades.facts_of("kitchens/").prices is None
    assert "4 finished projects here say what they cost" in client.get("/services/kitchens/").content.decode()


def test_what_is_below_is_named_and_counted(client: Client, page: CategoryPage, sam: User) -> None:
    making = Category.objects.create(slug="kitchen-making", name_en="Kitchen making", parent=kitchens(), icon="pot")
    Category.objects.create(slug="worktops", name_en="Worktops", parent=kitchens())
    Category.objects.create(slug="secret", name_en="Secret", parent=kitchens(), is_active=False)
    priced(sam, 1.0, 2.0, category=making)
    html = client.get("/services/kitchens/").content.decode()
    assert re.search(r'href="/projects/\?category=kitchen-making">.*?Kitchen making<small>2 projects', html)
    assert "Worktops<small>no projects yet" in html
    assert "Secret" not in html
    assert html.count("Bright kitchen 0") >= 1


def test_the_town_is_part_of_the_address(client: Client, page: CategoryPage, sam: User, eve: User) -> None:
    profile_of(eve, city=astana(), name="Eve of Astana").categories.add(kitchens())
    priced(sam, 1.0, 2.0)
    project_of(eve.specialist, title="Far kitchen", city=astana())
    sam.specialist.categories.add(kitchens())
    for profile in (sam.specialist, eve.specialist):
        profile.save()
    whole, town = (client.get(path).content.decode() for path in ("/services/kitchens/", "/services/kitchens/astana/"))
    assert '<a class="chip" href="/services/kitchens/astana/">Astana<span class="muted num">1</span></a>' in whole
    assert "Eve of Astana" in whole
    assert "Bright kitchen" in whole
    assert "<h1>Kitchens: Astana</h1>" in town
    assert 'href="/services/kitchens/astana/" aria-current="true"' in town
    assert "Far kitchen" in town
    assert "Bright kitchen" not in town
    assert "/services/kitchens/astana/" in re.findall(r'<link rel="canonical" href="([^"]+)"', town)[0]
    russian = f"{settings.SITE_URL}/ru/services/kitchens/astana/"
    assert f'<link rel="alternate" hreflang="ru" href="{russian}">' in town
    assert '<a class="btn" href="/specialists/?category=kitchens&amp;city=astana">' in town
    assert "<h1>Кухни: Астана</h1>" in client.get("/ru/services/kitchens/astana/").content.decode()


def test_a_town_without_anything_says_so_and_is_not_indexed(client: Client, page: CategoryPage) -> None:
    astana()
    html = client.get("/services/kitchens/astana/").content.decode()
    assert "No finished work to show yet" in html
    assert "Nobody lives here who does this" in html
    assert '<meta name="robots" content="noindex, follow">' in html


@pytest.mark.parametrize("path", ["nowhere/", "almaty/almaty/", "%2e%2e/"])
def test_what_is_no_town_is_not_found(client: Client, page: CategoryPage, path: str) -> None:
    assert client.get(f"/services/kitchens/{path}").status_code == 404


def test_a_draft_has_no_towns(client: Client, page: CategoryPage) -> None:
    astana()
    page.live = False
    page.save()
    assert client.get("/services/kitchens/astana/").status_code == 404


def test_the_best_rated_come_first(page: CategoryPage, sam: User, eve: User) -> None:
    for user, rating in ((sam, "4.10"), (eve, "4.90")):
        profile = profile_of(user)
        profile.categories.add(kitchens())
        profile.save()
        SpecialistRating.objects.create(specialist=profile, average=Decimal(rating), count=3)
    assert trades.facts_of("kitchens/").specialists == [eve.specialist.pk, sam.specialist.pk]


def test_guides_come_in_the_editors_order_without_drafts(
    client: Client, page: CategoryPage, journal: BlogIndexPage
) -> None:
    first, second = article(journal, "Worktops compared"), article(journal, "Steel or stone")
    draft = article(journal, "Unfinished", live=False)
    page.guides = [("article", second), ("article", draft), ("article", first)]
    page.save_revision().publish()
    html = client.get("/services/kitchens/").content.decode()
    assert html.index("Steel or stone") < html.index("Worktops compared")
    assert "Unfinished" not in html


def test_an_introduction_has_at_most_eighty_words(page: CategoryPage) -> None:
    page.intro_ru = "слово " * 80
    page.full_clean()
    page.intro_kk = "сөз " * 81
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert list(refused.value.message_dict) == ["intro_kk"]


def test_a_category_with_a_page_is_not_deleted(page: CategoryPage) -> None:
    with pytest.raises(InUse):
        kitchens().delete()
    assert CategoryPage.objects.count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_for_any_number_of_things(client: Client, page: CategoryPage, number: int) -> None:
    for n in range(number):
        user = User.objects.create_user(f"maker{n}@example.com", "a long enough phrase", display_name=f"Maker {n}")
        profile = profile_of(user)
        profile.categories.add(kitchens())
        profile.save()
        project_of(profile, title=f"Bright kitchen {n}")
    cache.clear()
    client.get("/")
    with CaptureQueriesContext(connection) as cold:
        client.get("/services/kitchens/")
    with CaptureQueriesContext(connection) as warm:
        client.get("/services/kitchens/")
    assert (len(cold), len(warm)) == (25, 15)
