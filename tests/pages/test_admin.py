"""What editors do in the admin."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from blog.models import ArticlePage, Author, BlogIndexPage
from marketplace.accounts import services
from marketplace.accounts.models import User
from pages.models import Brand, HomePage
from tests.accounts.conftest import PASSWORD, sign_in  # noqa: F401 - a fixture
from tests.cast import profile_of, project_of


@pytest.fixture
def editor(db: None, sign_in: Callable[[User], Client]) -> Client:  # noqa: F811
    """A superuser in the admin, second factor shown."""
    from marketplace.accounts import groups, staff

    groups.sync()
    secret = staff.demo_secret("admin")
    user = services.make_person("edna@example.com", "Edna", PASSWORD, groups=["admin"], totp_secret=secret)
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    return sign_in(user)


def test_an_article_is_written_and_published(editor: Client, journal: BlogIndexPage, client: Client) -> None:
    author = Author.objects.create(name="Ruslan")
    address = reverse("wagtailadmin_pages:add", args=["blog", "articlepage", journal.pk])
    assert editor.get(address).status_code == 200
    answer = editor.post(address, _article(author))
    assert answer.status_code == 302, answer.content.decode()[:2000]
    page = ArticlePage.objects.get(slug="a-small-bath")
    assert [part.block_type for part in page.body] == ["heading", "paragraph"]
    assert sorted(tag.name for tag in page.tags.all()) == ["bath", "small rooms"]
    html = client.get("/blog/a-small-bath/").content.decode()
    assert "Little.</p>" in html


PARAGRAPH = {
    "key": "a",
    "text": "Little.",
    "type": "unstyled",
    "depth": 0,
    "inlineStyleRanges": [],
    "entityRanges": [],
}


def _article(author: Author) -> dict[str, Any]:
    """The form of a new article as the editor sends it."""
    return {
        "title": "A small bath",
        "slug": "a-small-bath",
        "intro": "Four square metres.",
        "date": "2026-05-21",
        "language": "en",
        "author": author.pk,
        "hero": "",
        "tags": 'bath, "small rooms"',
        "body-count": "2",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "heading",
        "body-0-id": "",
        "body-0-value": "Costs",
        "body-1-deleted": "",
        "body-1-order": "1",
        "body-1-type": "paragraph",
        "body-1-id": "",
        "body-1-value": json.dumps({"blocks": [PARAGRAPH], "entityMap": {}}),
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
        "action-publish": "action-publish",
    }


def test_the_editors_pages_open(editor: Client, home: HomePage, journal: BlogIndexPage, sam: User) -> None:
    project_of(profile_of(sam), title="Walnut hall")
    settings = reverse("wagtailsettings:edit", args=["pages", "brand", home.get_site().pk])
    for address in (
        reverse("wagtailadmin_pages:edit", args=[home.pk]),
        reverse("wagtailadmin_pages:edit", args=[journal.pk]),
        reverse("wagtailadmin_pages:add", args=["pages", "standardpage", home.pk]),
        settings,
        reverse("wagtailsnippets_blog_author:add"),
    ):
        assert editor.get(address, follow=True).status_code == 200, address
    assert Brand.objects.count() == 1


def test_a_page_that_shows_a_project_is_edited_again(
    editor: Client, home: HomePage, journal: BlogIndexPage, sam: User
) -> None:
    project = project_of(profile_of(sam), title="Walnut hall")
    shown = {"title": "", "projects": [project.pk]}
    author = Author.objects.create(name="Ruslan")
    article = ArticlePage(title="A hall", slug="a-hall", intro="Walnut.", date="2026-05-21", author=author)
    article.body = [("projects", article.body.stream_block.child_blocks["projects"].to_python(shown))]
    journal.add_child(instance=article)
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    assert reverse("moderation_review", args=["project", project.pk]) in html.replace("&quot;", '"')


def test_projects_are_chosen_among_the_public_ones_by_title(editor: Client, home: HomePage, sam: User) -> None:
    specialist = profile_of(sam)
    project_of(specialist, title="Walnut hall")
    project_of(specialist, title="Walnut kitchen", state="hidden")
    project_of(specialist, title="Green bath")
    html = editor.get(reverse("project_chooser:choose"), {"q": "walnut"}).json()["html"]
    assert "Walnut hall" in html
    assert "Walnut kitchen" not in html
    assert "Green bath" not in editor.get(reverse("project_chooser:choose_results"), {"q": "walnut"}).content.decode()


def test_a_page_is_previewed_in_the_admin(editor: Client, home: HomePage) -> None:
    answer = editor.get(reverse("wagtailadmin_pages:view_draft", args=[home.pk]))
    assert answer.status_code == 200
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
