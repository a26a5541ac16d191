"""What visitors see of the journal."""

from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.models import ArticlePage, Author, BlogIndexPage
from marketplace.accounts.models import User
from marketplace.audit.models import Event
from tests.blog.press import article, picture
from tests.cast import profile_of, project_of


def test_an_article_shows_all_its_parts(client: Client, journal: BlogIndexPage, sam: User) -> None:
    project = project_of(profile_of(sam))
    author = Author.objects.create(name="Ruslan", bio="Builds baths.")
    page = article(journal, "A small bath", author=author, tags=["bath"])
    page.body = [
        *(("heading", f"Part {number}") for number in (1, 2, 3)),
        ("quote", {"text": "Any tile will last.", "by": "Elena"}),
        ("tip", "Measure twice."),
        ("image", {"image": picture("Tiles"), "caption": "Small tiles"}),
        ("projects", {"title": "In real rooms", "projects": [project]}),
    ]
    page.save_revision().publish()
    html = client.get("/blog/a-small-bath/").content.decode()
    assert html.count("<h1") == 1
    for number in (1, 2, 3):
        assert f'<a href="#part-{number}-{number}">Part {number}</a>' in html
        assert f'<h2 id="part-{number}-{number}">Part {number}</h2>' in html
    for text in ("Any tile will last.", "Elena", "Measure twice.", "Small tiles", "In real rooms", project.title):
        assert text in html
    assert "Builds baths." in html
    assert '<a class="chip" href="/blog/tags/bath/">bath</a>' in html
    assert '<link rel="canonical" href="http://localhost:8000/blog/a-small-bath/">' in html


def test_a_short_article_has_no_contents(client: Client, journal: BlogIndexPage) -> None:
    article(journal, "Short")
    assert "In this article" not in client.get("/blog/short/").content.decode()


def test_an_article_in_another_language_says_so(client: Client, journal: BlogIndexPage) -> None:
    article(journal, "Прихожая", slug="hall", language="ru")
    html = client.get("/blog/hall/").content.decode()
    assert '<html lang="en"' in html
    assert '<article class="wrap article" lang="ru">' in html
    assert "/ru/blog/hall/" in html
    assert client.get("/ru/blog/hall/").status_code == 200


def test_a_draft_does_not_exist(client: Client, journal: BlogIndexPage) -> None:
    draft = article(journal, "Unfinished", live=False)
    assert client.get("/blog/unfinished/").status_code == 404
    assert "Unfinished" not in client.get("/blog/").content.decode()
    assert "Unfinished" not in client.get("/").content.decode()
    assert "Unfinished" not in client.get("/blog/feed/").content.decode()
    draft.save_revision().publish()
    assert client.get("/blog/unfinished/").status_code == 200


def test_a_project_that_is_not_public_any_more_is_left_out(client: Client, journal: BlogIndexPage, sam: User) -> None:
    project = project_of(profile_of(sam), state="hidden")
    page = article(journal, "Rooms")
    page.body = [("projects", {"title": "In real rooms", "projects": [project]})]
    page.save_revision().publish()
    html = client.get("/blog/rooms/").content.decode()
    assert project.title not in html
    assert "In real rooms" not in html


def test_the_text_of_editors_cannot_break_out_of_the_structured_data(client: Client, journal: BlogIndexPage) -> None:
    article(journal, "Nails </script><script>alert(1)</script>", slug="nails")
    html = client.get("/blog/nails/").content.decode()
    assert "<script>alert" not in html
    assert '"headline": "Nails \\u003c/script\\u003e\\u003cscript\\u003ealert(1)\\u003c/script\\u003e"' in html


def test_the_list_has_twelve_articles_a_page_newest_first(client: Client, journal: BlogIndexPage) -> None:
    for number in range(14):
        article(journal, f"Number {number}", date=date(2026, 1, 1) + timedelta(days=number))
    first = client.get("/blog/").content.decode()
    assert [n for n in range(14) if f">Number {n}<" in first] == list(range(2, 14))
    assert first.index(">Number 13<") < first.index(">Number 2<")
    assert 'rel="next" href="?page=2"' in first
    second = client.get("/blog/?page=2").content.decode()
    assert [n for n in range(14) if f">Number {n}<" in second] == [0, 1]
    assert 'rel="next"' not in second


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", "²", "1e3"])
def test_a_page_number_that_is_none_shows_the_first_page(client: Client, journal: BlogIndexPage, page: str) -> None:
    article(journal, "Only one")
    assert "Only one" in client.get("/blog/", {"page": page}).content.decode()


def test_a_tag_has_a_page_of_its_own(client: Client, journal: BlogIndexPage) -> None:
    article(journal, "Tiles", tags=["bath"])
    article(journal, "Lamps", tags=["свет"])
    html = client.get("/blog/tags/свет/").content.decode()
    assert "<h1>свет</h1>" in html
    assert "Lamps" in html
    assert "Tiles" not in html
    assert "noindex" not in html
    assert 'href="/blog/tags/%D1%81%D0%B2%D0%B5%D1%82/" aria-current="true"' in html
    assert client.get("/blog/tags/gardens/").status_code == 404
    assert "/ru/blog/tags/" in client.get("/ru/blog/").content.decode()


def test_a_tag_without_public_articles_has_no_page(client: Client, journal: BlogIndexPage) -> None:
    article(journal, "Unfinished", tags=["bath"], live=False)
    assert client.get("/blog/tags/bath/").status_code == 404


@pytest.mark.parametrize("path", ["tags/", "tags/bath/more/", "authors/", "authors/nobody/", "elsewhere/bath/"])
def test_what_is_no_list_is_not_found(client: Client, journal: BlogIndexPage, path: str) -> None:
    article(journal, "Tiles", tags=["bath"])
    assert client.get(f"/blog/{path}").status_code == 404


def test_the_old_address_of_a_tag_leads_to_the_new_one(client: Client, journal: BlogIndexPage) -> None:
    article(journal, "Tiles", tags=["bath"])
    answer = client.get("/ru/blog/", {"tag": "bath"})
    assert (answer.status_code, answer["Location"]) == (301, "/ru/blog/tags/bath/")
    assert client.get("/blog/", {"tag": "gardens"}).status_code == 200


def test_whoever_writes_has_a_page_with_what_they_wrote(client: Client, journal: BlogIndexPage) -> None:
    author = Author.objects.create(name="Екатерина Ли", bio="Пишет о свете.")
    assert author.slug == "ekaterina-li"
    page = article(journal, "Lamps", author=author)
    article(journal, "Tiles", author=Author.objects.create(name="Ekaterina Li"))
    assert Author.objects.get(name="Ekaterina Li").slug == "ekaterina-li-2"
    assert '<a class="quiet" href="/blog/authors/ekaterina-li/">' in client.get(page.url).content.decode()
    html = client.get("/blog/authors/ekaterina-li/").content.decode()
    assert "<h1>Екатерина Ли</h1>" in html
    assert "Пишет о свете." in html
    assert "Lamps" in html
    assert "Tiles" not in html


def test_an_author_without_a_public_article_has_no_page(client: Client, journal: BlogIndexPage) -> None:
    article(journal, "Lamps", author=Author.objects.create(name="Ruslan"), live=False)
    assert client.get("/blog/authors/ruslan/").status_code == 404


def test_the_list_is_searched_within_what_it_shows(client: Client, journal: BlogIndexPage) -> None:
    article(journal, "Tiles for a bath", tags=["bath"])
    article(journal, "Lamps for a bath", tags=["light"])
    html = client.get("/blog/", {"q": "lamps"}).content.decode()
    assert "Lamps for a bath" in html
    assert "Tiles for a bath" not in html
    assert '<meta name="robots" content="noindex, follow">' in html
    assert "Lamps for a bath" not in client.get("/blog/tags/bath/", {"q": "lamps"}).content.decode()
    assert "No article matches" in client.get("/blog/", {"q": "zeppelin"}).content.decode()
    assert client.get("/blog/", {"q": "nul \x00 byte"}).status_code in (200, 400)


def test_an_empty_list_says_so(client: Client, journal: BlogIndexPage) -> None:
    assert "The first article is being written" in client.get("/blog/").content.decode()


@pytest.mark.parametrize("number", [1, 3, 12])
def test_a_list_costs_the_same_for_any_number(
    client: Client, journal: BlogIndexPage, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    author = Author.objects.create(name="Ruslan")
    for n in range(number):
        article(journal, f"Article {n}", author=author, tags=[f"tag {n}", "all"], hero=picture(f"Picture {n}"))
    client.get("/blog/")
    with django_assert_num_queries(LIST):
        client.get("/blog/")


LIST = 12


@pytest.mark.parametrize("number", [1, 3])
def test_an_article_costs_the_same_for_any_number_of_parts(
    client: Client, journal: BlogIndexPage, sam: User, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    specialist = profile_of(sam)
    for n in range(4):
        article(journal, f"Other {n}", tags=["all"])
    author = Author.objects.create(name="R", picture=picture("R"))
    page = article(journal, "Parts", author=author, tags=["all"], hero=picture("H"))
    projects = [project_of(specialist) for _n in range(number)]
    page.body = [
        *(("image", {"image": picture(f"Image {n}"), "caption": ""}) for n in range(number)),
        ("projects", {"title": "", "projects": projects}),
    ]
    page.save_revision().publish()
    client.get("/blog/parts/")
    with django_assert_num_queries(ARTICLE):
        client.get("/blog/parts/")


ARTICLE = 22


def test_the_feed_is_valid_and_holds_the_newest(client: Client, journal: BlogIndexPage) -> None:
    article(journal, "Tiles & taps <2>", slug="tiles", tags=["bath"], author=Author.objects.create(name="Ruslan"))
    response = client.get("/blog/feed/")
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = ElementTree.fromstring(response.content)[0]  # noqa: S314 - our own
    [item] = channel.findall("item")
    found: dict[str, Any] = {child.tag.rpartition("}")[2]: child.text for child in item}
    assert found["title"] == "Tiles & taps <2>"
    assert found["link"] == "http://localhost:8000/blog/tiles/"
    assert found["creator"] == "Ruslan"
    assert found["category"] == "bath"


def test_publishing_is_an_event_by_whoever_published(journal: BlogIndexPage, mona: User) -> None:
    page = article(journal, "Tiles", live=False)
    page.save_revision(user=mona).publish()
    event = Event.objects.get(kind="article.published")
    assert (event.subject_id, event.actor_id, event.data) == (page.pk, mona.pk, {"slug": "tiles"})


def test_the_minutes_follow_the_text(journal: BlogIndexPage) -> None:
    page = article(journal, "Long")
    page.body = [("tip", "word " * 500)]
    page.save_revision().publish()
    assert ArticlePage.objects.get(pk=page.pk).minutes == 3
