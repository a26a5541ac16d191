"""What home and landing pages are made of: each section looked at before it is used, remembered afterwards."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blog.blocks import ArticleBody
from blog.models import ArticlePage, BlogIndexPage
from design.fragments import pieces
from marketplace.accounts.models import User
from marketplace.catalog.models import Category
from marketplace.projects import saving
from marketplace.projects.models import Project
from marketplace.specialists.models import SpecialistProfile
from pages.blocks import Section, Sections
from pages.models import CategoryPage, HomePage, LandingPage
from tests.accounts.conftest import sign_in  # noqa: F401 - a fixture
from tests.blog.press import article, picture
from tests.cast import kitchens, profile_of, project_of
from tests.pages.test_admin import editor  # noqa: F401 - a fixture
from tests.pages.test_home import SECTIONS, people

MORE = [
    ("cities", {"title": "Near you", "text": "", "number": 10}),
    ("text", {"title": "How it works", "text": "", "body": "<p>Slowly.</p>"}),
    (
        "questions",
        {
            "title": "Good to know",
            "text": "",
            "questions": [
                {"question": "How long?", "answer": "<p>Ten weeks.</p>", "language": "en"},
                {"question": "Сколько ждать?", "answer": "<p>Десять недель.</p>", "language": "ru"},
            ],
        },
    ),
]
EVERY = [*SECTIONS, *MORE]
OURS = re.compile(r'FROM "(?:projects|specialists|catalog|blog|media|analytics|pages)_(?!homepage)')


@pytest.fixture
def full_home(home: HomePage, journal: BlogIndexPage) -> HomePage:
    """A home page with every kind of section, and something in each."""
    people(3)
    article(journal, "Tiles", tags=["all"], hero=picture("Tiles"))
    home.hero_image = picture("Evening")
    home.body = EVERY
    home.save_revision().publish()
    return home


def test_every_kind_of_section_is_on_this_page(full_home: HomePage) -> None:
    assert {kind for kind, _value in EVERY} == set(Sections().child_blocks)


def test_a_home_page_with_every_section_costs_at_most_thirty_statements_and_nine_once_it_was_seen(
    client: Client, full_home: HomePage
) -> None:
    cache.clear()
    pieces.clear()
    with CaptureQueriesContext(connection) as cold:
        assert client.get("/").status_code == 200
    with CaptureQueriesContext(connection) as warm:
        assert client.get("/").status_code == 200
    assert len(cold) <= 30, [query["sql"][:120] for query in cold]
    assert len(warm) <= 9, [query["sql"][:120] for query in warm]
    assert len([query for query in warm if OURS.search(query["sql"])]) <= 2


def test_it_is_the_same_page_the_second_time_icons_and_all(client: Client, full_home: HomePage) -> None:
    pieces.clear()
    first, again = (without_token(client.get("/").content.decode()) for _ in range(2))
    assert again == first
    used = set(re.findall(r'<use href="#i-([\w-]+)"', again))
    assert used <= set(re.findall(r'<symbol id="i-([\w-]+)"', again))


def without_token(html: str) -> str:
    """The page without what protects its forms: that is another one each time."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=")\w+', r"\1", html)


def test_what_is_remembered_leads_back_to_the_page_it_is_on(
    client: Client, full_home: HomePage, home: HomePage
) -> None:
    landing = home.add_child(instance=LandingPage(title="Rooms", slug="rooms", body=[SECTIONS[1]]))
    client.get("/")
    assert "next=/rooms/%3Fa%3Db" in client.get("/rooms/?a=b").content.decode()
    assert "next=/rooms/%3Fa%3Db" not in client.get(landing.url).content.decode()


def test_a_person_sees_their_own_hearts_at_once(client: Client, full_home: HomePage, clara: User) -> None:
    client.get("/")
    client.force_login(clara)
    assert 'aria-pressed="true"' not in client.get("/").content.decode()
    saving.favourite(Project.objects.get(title="Bright kitchen 1").public_id, user=clara, desired=True)
    assert 'aria-pressed="true" aria-label="Save Bright kitchen 1' in client.get("/").content.decode()


def test_an_editors_preview_is_never_remembered(
    editor: Client,  # noqa: F811
    client: Client,
    full_home: HomePage,
) -> None:
    pieces.clear()
    full_home.body = [("text", {"title": "A draft", "text": "", "body": "<p>Not yet.</p>"})]
    full_home.save_revision()
    draft = editor.get(reverse("wagtailadmin_pages:view_draft", args=[full_home.pk])).content.decode()
    assert "Not yet." in draft
    assert "Not yet." not in client.get("/").content.decode()


@pytest.mark.parametrize("name", list(Sections().child_blocks))
def test_editors_look_at_each_section_before_they_use_it(
    editor: Client,  # noqa: F811
    home: HomePage,
    name: str,
    sam: User,
) -> None:
    project_of(profile_of(sam))
    block: Any = HomePage.body.field.stream_block.child_blocks[name]
    assert isinstance(block, Section)
    assert block.is_previewable
    assert block.meta.help_text
    answer = editor.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert '<section class="section wrap">' in html
    assert block.meta.preview_value["title"] in html.replace("&#x27;", "'")
    assert " style=" not in html


def test_cities_come_with_what_was_finished_there(client: Client, full_home: HomePage) -> None:
    html = client.get("/ru/").content.decode()
    assert re.search(r'href="/ru/projects/\?city=almaty">.*?Алматы<span class="muted num">3</span>', html)


def test_each_reader_gets_the_questions_of_their_language(client: Client, full_home: HomePage) -> None:
    english, russian, kazakh = (client.get(path).content.decode() for path in ("/", "/ru/", "/kk/"))
    assert "<summary>How long?" in english
    assert "Сколько ждать?" not in english
    assert "<summary>Сколько ждать?" in russian
    assert "<summary>How long?" in kazakh
    assert '"@type": "FAQPage"' in english
    assert '"text": "\\u003cp\\u003eTen weeks.\\u003c/p\\u003e"' in english


def test_categories_lead_to_their_own_pages_where_there_are_some(client: Client, full_home: HomePage) -> None:
    other = Category.objects.create(slug="bathrooms", name_en="Bathrooms")
    Category.objects.create(slug="gardens", name_en="Gardens nobody has made")
    project_of(SpecialistProfile.objects.all()[0], category=other)
    full_home.add_child(instance=CategoryPage(title="Kitchens", slug="kitchens", category=kitchens()))
    html = client.get("/").content.decode()
    assert '<li><a href="/kitchens/">' in html
    assert f'<li><a href="/projects/?category={other.slug}">' in html
    assert "Gardens nobody has made" not in html


def test_a_landing_page_shows_its_sections_and_the_way_to_it(client: Client, home: HomePage, sam: User) -> None:
    project_of(profile_of(sam), title="Walnut hall")
    above = home.add_child(instance=LandingPage(title="Homes", slug="homes"))
    below = above.add_child(
        instance=LandingPage(
            title="Small homes", slug="small", lead="Forty metres.", body=EVERY, image=picture("Small")
        )
    )
    html = client.get(below.url).content.decode()
    assert html.count("<h1") == 1
    assert "Forty metres." in html
    assert "Walnut hall" in html
    assert '<li><a href="/homes/">Homes</a></li>' in html
    assert '<link rel="canonical" href="' in html
    assert "Small homes | Lintel</title>" in html
    empty = client.get("/homes/").content.decode()
    assert "This page is being put together" in empty


def test_a_landing_page_costs_the_same_however_much_there_is(client: Client, home: HomePage) -> None:
    home.add_child(instance=LandingPage(title="Homes", slug="homes", body=EVERY))
    counts = []
    for number in (1, 3):
        cache.clear()
        pieces.clear()
        people_named(number)
        with CaptureQueriesContext(connection) as seen:
            client.get("/homes/")
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 30


def people_named(number: int) -> None:
    for n in range(number):
        user = User.objects.create_user(f"m{number}{n}@example.com", "a long enough phrase", display_name=f"Maker {n}")
        project_of(profile_of(user), title=f"Bright kitchen {number} {n}")


@pytest.mark.parametrize("name", list(ArticleBody().child_blocks))
def test_editors_look_at_each_part_of_an_article_before_they_use_it(
    editor: Client,  # noqa: F811
    home: HomePage,
    name: str,
    sam: User,
) -> None:
    project_of(profile_of(sam), title="Walnut hall")
    picture("Tiles")
    block: Any = ArticlePage.body.field.stream_block.child_blocks[name]
    assert block.is_previewable
    assert block.meta.help_text
    html = editor.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix}).content.decode()
    shown = {
        "heading": '<h2 id="three-pictures-not-forty-1">',
        "paragraph": "<b>one sentence</b>",
        "quote": "A designer</footer>",
        "image": "<figcaption>One wall",
        "tip": '<aside class="tip">',
        "projects": "Walnut hall",
    }
    assert shown[name] in html
    assert " style=" not in html
