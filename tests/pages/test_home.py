"""What visitors see on the first page."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.models import BlogIndexPage
from marketplace.accounts.models import User
from marketplace.analytics.models import Tally
from marketplace.catalog.models import Category
from marketplace.specialists.models import SpecialistRating
from pages.models import HomePage, StandardPage
from tests.blog.press import article, picture
from tests.cast import kitchens, profile_of, project_of

SECTIONS = [
    ("categories", {"title": "Start here", "text": ""}),
    ("projects", {"title": "Rooms", "text": "Finished ones.", "projects": [], "number": 5}),
    ("steps", {"title": "Steps", "text": "", "steps": [{"title": "Look", "text": "At rooms."}] * 2}),
    ("specialists", {"title": "Our own words", "text": "", "number": 4}),
    (
        "call",
        {
            "title": "Join",
            "text": "",
            "kicker": "",
            "points": ["Twelve photos"],
            "link": {"label": "Go", "page": None, "path": "/accounts/signup/"},
        },
    ),
    ("articles", {"title": "Journal", "text": "", "number": 3}),
]
QUERIES = 23


@pytest.fixture
def full_home(home: HomePage) -> HomePage:
    home.suggestions = [("words", "Small kitchen & hall")]
    home.hero_image = picture("Evening")
    home.body = SECTIONS
    home.save_revision().publish()
    return home


def people(number: int) -> None:
    """That many of everything a home page lists."""
    for n in range(number):
        user = User.objects.create_user(f"maker{n}@example.com", "a long enough phrase", display_name=f"Maker {n}")
        project_of(profile_of(user), title=f"Bright kitchen {n}")


def test_the_migrated_home_page_shows_without_any_content(client: Client, home: HomePage) -> None:
    html = client.get("/").content.decode()
    assert html.count("<h1") == 1
    assert "Find the people who make good homes." in html
    assert 'action="/projects/"' in html
    assert 'class="no-picture"' in html
    assert "finished projects" not in html


def test_every_section_says_why_it_is_empty_and_what_to_do(client: Client, full_home: HomePage) -> None:
    html = client.get("/").content.decode()
    for text in (
        "The first projects are on their way",
        "Nobody has joined yet",
        "The first article is being written",
        "There are no categories yet",
    ):
        assert text in html
    assert html.count('class="empty"') == 4


def test_the_sections_show_what_there_is(
    client: Client, full_home: HomePage, journal: BlogIndexPage, sam: User
) -> None:
    project = project_of(profile_of(sam))
    below = Category.objects.create(slug="kitchen-making", name_en="Kitchen making", parent=kitchens())
    project_of(project.specialist, category=below, title="Another kitchen")
    Tally.objects.filter(pk=project.tally_id).update(favourites=1500)
    article(journal, "Tiles")
    html = client.get("/").content.decode()
    assert re.search(r'href="/projects/\?category=kitchens">.*?Kitchens<small>2 projects</small>', html)
    assert project.title in html
    assert "Another kitchen" in html
    assert f"/specialists/sam-{project.specialist.public_id}/" in html
    assert "<dd>1,500</dd>" in html
    assert 'href="/blog/tiles/"' in html
    assert 'href="/projects/?q=Small%20kitchen%20%26%20hall"' in html
    assert '<option value="almaty">Almaty</option>' in html
    assert 'class="empty"' not in html


def test_chosen_projects_come_in_their_order_and_hidden_ones_are_left_out(
    client: Client, home: HomePage, sam: User
) -> None:
    specialist = profile_of(sam)
    first, second = project_of(specialist, title="Walnut hall"), project_of(specialist, title="Green bath")
    hidden = project_of(specialist, title="Secret room", state="hidden")
    home.body = [("projects", {"title": "Rooms", "text": "", "projects": [second, hidden, first], "number": 5})]
    home.save_revision().publish()
    html = client.get("/").content.decode()
    assert html.index("Green bath") < html.index("Walnut hall")
    assert "Secret room" not in html


def test_the_best_rated_come_first_and_who_has_nothing_to_show_is_left_out(
    client: Client, home: HomePage, sam: User, eve: User, clara: User, mona: User
) -> None:
    empty, hidden, good, best = (profile_of(user) for user in (clara, mona, sam, eve))
    for profile, rating in ((empty, "5.00"), (hidden, "4.95"), (good, "4.10"), (best, "4.90")):
        SpecialistRating.objects.create(specialist=profile, average=Decimal(rating), count=3)
    project_of(hidden, state="hidden")
    for profile in (good, best):
        project_of(profile)
    home.body = [("specialists", {"title": "People", "text": "", "number": 4})]
    home.save_revision().publish()
    shown = re.findall(r'href="/specialists/(\w+)-', client.get("/").content.decode())
    assert list(dict.fromkeys(shown)) == ["eve", "sam"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_things(
    client: Client,
    full_home: HomePage,
    journal: BlogIndexPage,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    people(number)
    for n in range(number):
        article(journal, f"Article {n}", tags=["all"], hero=picture(f"Picture {n}"))
    with django_assert_num_queries(QUERIES):
        client.get("/")


def test_a_page_without_anything_costs_no_more(
    client: Client, full_home: HomePage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(QUERIES):
        client.get("/")


def test_nothing_is_inline(client: Client, full_home: HomePage, journal: BlogIndexPage) -> None:
    people(2)
    article(journal, "Tiles", hero=picture("Tiles"))
    for address in ("/", "/blog/", "/blog/tiles/"):
        html = client.get(address).content.decode()
        assert " style=" not in html
        assert "<style" not in html
        assert not re.search(r"<[^>]+\son[a-z]+=", html)
        scripts = re.findall(r"<script[^>]*>", html)
        assert all("src=" in script or script == '<script type="application/ld+json">' for script in scripts)


def test_a_visitor_never_makes_a_size_of_a_picture(client: Client, home: HomePage, journal: BlogIndexPage) -> None:
    image = picture("Fresh", sizes=False)
    home.hero_image = image
    home.save_revision().publish()
    article(journal, "Tiles", hero=image)
    for address in ("/", "/blog/", "/blog/tiles/"):
        html = client.get(address).content.decode()
        assert 'class="no-picture"' in html
    assert image.renditions.count() == 0


def test_other_languages_have_the_page_too(client: Client, full_home: HomePage) -> None:
    html = client.get("/ru/").content.decode()
    assert '<html lang="ru"' in html
    assert 'action="/ru/projects/"' in html


def test_the_texts_it_came_with_are_in_the_readers_language_and_others_as_written(
    client: Client, home: HomePage, journal: BlogIndexPage
) -> None:
    home.hero_lead = "We are new in town."
    home.suggestions = [("words", "Small kitchen")]
    home.body = [("categories", {"title": "Start with a room or a trade", "text": ""}), SECTIONS[3]]
    home.save_revision().publish()
    html = client.get("/ru/").content.decode()
    assert "<h1>Найдите тех, кто делает хорошие дома.</h1>" in html
    assert '?q=Small%20kitchen">Маленькая кухня</a>' in html
    assert "<h2>Начните с комнаты или ремесла</h2>" in html
    assert "We are new in town." in html
    assert "<h2>Our own words</h2>" in html
    assert "<h1>Find the people who make good homes.</h1>" in client.get("/").content.decode()
    journal.intro = "What we learnt from finished homes."
    journal.save_revision().publish()
    assert "Чему нас научили готовые дома." in client.get("/ru/blog/").content.decode()


def test_a_text_page_shows_its_text(client: Client, home: HomePage) -> None:
    about = StandardPage(title="About", slug="about", intro="Who we are.", body="<h2>People</h2><p>Five.</p>")
    home.add_child(instance=about)
    html = client.get("/about/").content.decode()
    assert "Who we are." in html
    assert "<h2>People</h2>" in html
    home.add_child(instance=StandardPage(title="Plans", slug="plans", live=False))
    assert client.get("/plans/").status_code == 404
