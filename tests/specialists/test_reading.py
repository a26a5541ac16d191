"""What lists, pages, search and statistics are told of a specialist."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from marketplace.accounts.models import User
from marketplace.analytics.models import Tally
from marketplace.core.errors import Invalid
from marketplace.core.money import Money
from marketplace.media.models import Rendition
from marketplace.projects import portfolios
from marketplace.specialists import saving, selectors, services
from marketplace.specialists.documents import documents
from marketplace.specialists.models import Offering, SpecialistProfile, SpecialistRating
from search.documents import document
from tests.cast import kitchens, profile_of
from tests.specialists.cast import again, avatar_of, offering_of, published, standing

NOBODY = AnonymousUser()


@pytest.fixture
def profile(sam: User, mona: User) -> SpecialistProfile:
    profile = published(sam, mona)
    offering_of(profile, "Move a sink", 20_000_00)
    offering_of(profile, "Fit a kitchen", 150_000_00)
    SpecialistRating.objects.create(specialist=profile, average="4.75", count=8)
    Tally.objects.filter(pk=profile.tally_id).update(views=310, to_profile=12)
    return profile


def test_a_card_says_what_a_list_shows(profile: SpecialistProfile, clara: User) -> None:
    saving.favourite(profile.public_id, user=clara, desired=True)
    [card] = portfolios.cards([profile.pk], clara)
    assert card == {
        "id": profile.pk,
        "tally_id": profile.tally_id,
        "owner_id": profile.user_id,
        "public_id": profile.public_id,
        "url": f"/specialists/sam-fitter-{profile.public_id}/",
        "name": "Sam Fitter",
        "headline": "Kitchens that work",
        "city": "Almaty",
        "city_slug": "almaty",
        "rating": 4.75,
        "rating_count": 8,
        "price_from": Money(20_000_00, "KZT"),
        "price_unit": "",
        "badges": [],
        "avatar": None,
        "is_favorite": True,
        "views_count": 310,
        "favorites_count": 1,
        "to_profile_count": 12,
        "project_count": 0,
        "covers": [],
    }


def test_a_card_says_what_its_price_is_for(profile: SpecialistProfile) -> None:
    Offering.objects.filter(title="Move a sink").update(unit="m²")
    assert portfolios.cards([profile.pk], NOBODY)[0]["price_unit"] == "m²"
    Offering.objects.filter(title="Move a sink").update(price_type="hourly")
    assert portfolios.cards([profile.pk], NOBODY)[0]["price_unit"] == "hour"


def test_the_city_is_in_the_readers_language(profile: SpecialistProfile) -> None:
    for language, name in (("ru", "Алматы"), ("kk", "Almaty"), ("en", "Almaty")):
        with translation.override(language):
            assert portfolios.cards([profile.pk], NOBODY)[0]["city"] == name


def test_the_avatar_is_shown_once_it_has_sizes(profile: SpecialistProfile) -> None:
    for width in (96, 192):
        Rendition.objects.create(
            asset_id=profile.avatar_id, name=f"avatar{width}", format="webp", width=width, height=width,
            file=f"images/{width}.webp", bytes=10,
        )  # fmt: skip
    [card] = portfolios.cards([profile.pk], NOBODY)
    assert card["avatar"]["src"] == "/media/images/192.webp"


def test_cards_keep_the_order_asked_for_and_leave_out_what_is_hidden(sam: User, clara: User, eve: User) -> None:
    ids = [profile_of(sam).pk, profile_of(clara, state="paused").pk, profile_of(eve, name="Eve Oak").pk]
    assert [card["id"] for card in portfolios.cards(ids, NOBODY)] == [ids[0], ids[2]]
    assert [card["id"] for card in portfolios.cards(ids[::-1], NOBODY)] == [ids[2], ids[0]]
    assert [card["id"] for card in portfolios.cards(ids, clara)] == ids


def test_a_specialist_without_prices_and_reviews_has_none(sam: User) -> None:
    [card] = portfolios.cards([profile_of(sam, city=None).pk], NOBODY)
    assert (card["rating"], card["rating_count"], card["price_from"], card["city"]) == (None, 0, None, "")


@pytest.mark.parametrize("number", [1, 24])
def test_two_statements_for_any_number_of_cards(
    number: int, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = [User.objects.create_user(f"p{n}@example.com") for n in range(number)]
    ids = [profile_of(person, avatar=avatar_of(person)).pk for person in people]
    portfolios.cards(ids, people[0])
    with django_assert_num_queries(2):
        assert len(portfolios.cards(ids, people[0])) == number


def test_detail_is_the_card_and_more_in_four_statements(
    profile: SpecialistProfile, clara: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    saving.favourite(profile.public_id, user=clara, desired=True)
    [card] = portfolios.cards([profile.pk], clara)
    with django_assert_num_queries(4):
        detail = selectors.detail(profile.public_id, clara)
    assert detail is not None
    of_projects = {"project_count": 0, "covers": []}
    assert {name: detail[name] for name in card if name not in of_projects} | of_projects == card
    assert detail["categories"] == [{"slug": "kitchens", "name": "Kitchens"}]
    assert [(line["title"], line["price"]) for line in detail["offerings"]] == [
        ("Move a sink", Money(20_000_00, "KZT")),
        ("Fit a kitchen", Money(150_000_00, "KZT")),
    ]
    assert (detail["bio"], detail["city_slug"], detail["latitude"]) == ("Twenty years of kitchens.", "almaty", 43.24)
    assert detail["version"] == standing(profile).version


def test_a_private_profile_is_seen_by_its_owner_only(sam: User, eve: User) -> None:
    profile = profile_of(sam, state="draft")
    assert [selectors.detail(profile.public_id, viewer) for viewer in (NOBODY, eve)] == [None, None]
    own = selectors.detail(profile.public_id, sam)
    assert own is not None
    assert own["name"] == "Sam"


def test_the_public_never_sees_words_that_wait(profile: SpecialistProfile, sam: User) -> None:
    services.update(profile.pk, by=sam, fields={"bio": "Waiting.", "name": "Sam Waiting"})
    for viewer in (NOBODY, sam):
        detail = selectors.detail(profile.public_id, viewer)
        assert detail is not None
        assert (detail["bio"], detail["name"]) == ("Twenty years of kitchens.", "Sam Fitter")


def test_search_is_told_everything_it_asks_for(profile: SpecialistProfile) -> None:
    kitchen = kitchens()
    kitchen.synonyms_en = "cookroom\ngalley"
    kitchen.save()
    [values] = documents([profile.pk])
    found = document("specialist", values)
    assert (found.title, found.subtitle, found.city) == ("Sam Fitter", "Kitchens that work", "almaty")
    assert found.keywords == "Kitchens Кухни cookroom galley Kitchen fitting Монтаж кухни"
    assert found.body == "Twenty years of kitchens.\nMove a sink\nFit a kitchen"
    assert (found.category_path, found.languages) == (("kitchens",), ("en",))
    assert (found.lat, found.lon, found.radius_km) == (43.24, 76.89, 25.0)
    assert (found.price_from, found.currency, found.rating, found.rating_count) == (20_000_00, "KZT", 4.75, 8)


def test_a_specialist_is_found_where_they_are_rather_than_in_the_middle_of_the_city(
    profile: SpecialistProfile, sam: User
) -> None:
    services.update(profile.pk, by=sam, fields={"latitude": 43.30412345, "longitude": 76.99812345})
    [values] = documents([profile.pk])
    assert (values["lat"], values["lon"]) == (43.3, 77.0)


def test_others_learn_where_they_are_to_a_kilometre(profile: SpecialistProfile, sam: User, clara: User) -> None:
    services.update(profile.pk, by=sam, fields={"latitude": 43.30412345, "longitude": 76.99812345})
    detail = selectors.detail(profile.public_id, clara)
    assert detail is not None
    assert (detail["latitude"], detail["longitude"]) == (43.3, 77.0)


def test_search_is_not_told_of_private_profiles(sam: User, clara: User) -> None:
    ids = [profile_of(sam, state="draft").pk, profile_of(clara, state="suspended").pk]
    assert list(documents(ids)) == []


@pytest.mark.parametrize("number", [1, 12])
def test_documents_need_four_statements_for_any_number(
    number: int, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = [User.objects.create_user(f"p{n}@example.com") for n in range(number)]
    profiles = [profile_of(person) for person in people]
    for one in profiles:
        one.categories.set([kitchens()])
        one.save()
        offering_of(one)
    with django_assert_num_queries(4):
        assert len(list(documents([one.pk for one in profiles]))) == number


def test_statistics_have_a_day_for_each_day(profile: SpecialistProfile) -> None:
    assert [len(selectors.statistics(profile, days).days) for days in (7, 30)] == [7, 30]
    with pytest.raises(Invalid):
        selectors.statistics(profile, 8)


def test_a_moderators_list_is_in_order_of_waiting(sam: User, clara: User) -> None:
    late, early = profile_of(sam, state="in_review"), profile_of(clara, state="in_review")
    for profile, day in ((late, 2), (early, 1)):
        stand = standing(profile)
        stand.submitted_at = datetime(2026, 11, day, tzinfo=UTC)
        stand.save()
    assert list(selectors.waiting()) == [again(early), again(late)]
