"""The journal in the API."""

from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.models import Author, BlogIndexPage
from marketplace.accounts.models import User
from tests.blog.press import article, picture
from tests.cast import profile_of, project_of

LIST = "/api/v1/articles/"


def titles(answer: dict[str, list[dict[str, str]]]) -> list[str]:
    return [one["title"] for one in answer["results"]]


def test_a_card_says_what_the_list_shows(client: Client, journal: BlogIndexPage) -> None:
    author = Author.objects.create(name="Ruslan")
    article(journal, "Tiles", author=author, tags=["bath"], date=date(2026, 5, 21), hero=picture("Green tiles"))
    [card] = client.get(LIST).json()["results"]
    assert card.pop("picture")["alt"] == "Green tiles"
    assert card == {
        "slug": "tiles",
        "url": "/blog/tiles/",
        "title": "Tiles",
        "intro": "About tiles.",
        "date": "2026-05-21",
        "language": "en",
        "reading_minutes": 1,
        "author": "Ruslan",
        "tags": [{"name": "bath", "slug": "bath"}],
    }


def test_pages_follow_each_other_there_and_back(client: Client, journal: BlogIndexPage) -> None:
    for number in range(5):
        article(journal, f"Number {number}", date=date(2026, 1, 1 + number // 2))
    first = client.get(LIST, {"limit": 2}).json()
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()
    assert titles(first) + titles(second) + titles(third) == [f"Number {n}" for n in (4, 3, 2, 1, 0)]
    assert (first["previous"], third["next"]) == (None, None)
    assert titles(client.get(third["previous"]).json()) == titles(second)
    back = client.get(second["previous"]).json()
    assert titles(back) == titles(first)
    assert back["previous"] is None


def test_a_list_can_be_narrowed_by_tag_and_words(client: Client, journal: BlogIndexPage) -> None:
    article(journal, "Tiles of a bath", tags=["bath"])
    article(journal, "Lamps of a bath", tags=["light"])
    article(journal, "Hidden bath", live=False, tags=["bath"])
    call_command("update_index", verbosity=0)
    assert titles(client.get(LIST, {"tag": "bath"}).json()) == ["Tiles of a bath"]
    assert titles(client.get(LIST, {"search": "lamp bath"}).json()) == ["Lamps of a bath"]
    assert titles(client.get(LIST, {"search": "tiles", "tag": "light"}).json()) == []
    assert titles(client.get(LIST, {"search": "!!! &|"}).json()) == []


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"cursor": "nonsense"}, 422, "bad_cursor"),
        ({"cursor": "WyJhZnRlciIsIngiLDFd"}, 422, "bad_cursor"),
        ({"limit": "0"}, 400, "invalid"),
        ({"limit": "x"}, 400, "invalid"),
        ({"colour": "green"}, 400, "invalid"),
        ({"search": "x" * 121}, 400, "invalid"),
    ],
)
def test_a_question_that_cannot_be_read_is_refused(
    client: Client, journal: BlogIndexPage, asked: dict[str, str], status: int, code: str
) -> None:
    answer = client.get(LIST, asked)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_one_article_comes_as_html_and_as_parts(client: Client, journal: BlogIndexPage, sam: User) -> None:
    project = project_of(profile_of(sam))
    page = article(journal, "Tiles", author=Author.objects.create(name="Ruslan", bio="Builds."))
    page.body = [
        ("heading", "Costs"),
        ("quote", {"text": "Any tile <will> last.", "by": "Elena"}),
        ("projects", {"title": "Real rooms", "projects": [project]}),
    ]
    page.save_revision().publish()
    answer = client.get(f"{LIST}tiles/")
    body = answer.json()
    assert body["parts"] == [
        {"type": "heading", "text": "Costs", "anchor": "costs-1"},
        {"type": "quote", "text": "Any tile <will> last.", "by": "Elena"},
        {
            "type": "projects",
            "title": "Real rooms",
            "projects": [{"public_id": project.public_id, "url": project.get_absolute_url(), "title": project.title}],
        },
    ]
    assert body["html"].startswith('<h2 id="costs-1">Costs</h2>')
    assert "Any tile &lt;will&gt; last." in body["html"]
    assert body["author"] == {"name": "Ruslan", "bio": "Builds.", "picture": None}
    assert answer["Last-Modified"]


def test_what_has_not_changed_is_not_sent_again(client: Client, journal: BlogIndexPage) -> None:
    page = article(journal, "Tiles")
    page.save_revision().publish()
    etag = client.get(f"{LIST}tiles/")["ETag"]
    same = client.get(f"{LIST}tiles/", headers={"If-None-Match": etag})
    assert (same.status_code, same.content) == (304, b"")
    page.intro = "Another one."
    page.save_revision().publish()
    assert client.get(f"{LIST}tiles/", headers={"If-None-Match": etag}).status_code == 200


def test_a_draft_does_not_exist(client: Client, journal: BlogIndexPage) -> None:
    article(journal, "Unfinished", live=False)
    answer = client.get(f"{LIST}unfinished/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert client.get(LIST).json()["results"] == []


@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_list_costs_the_same_for_any_number(
    client: Client, journal: BlogIndexPage, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(number):
        article(journal, f"Article {n}", tags=["all", f"tag {n}"], hero=picture(f"Picture {n}"))
    with django_assert_num_queries(2 if number == 0 else 3):
        client.get(LIST)
