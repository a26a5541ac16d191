"""An installation has one name, and says it everywhere."""

from collections.abc import Iterator

import pytest
from django.template.loader import get_template
from django.test import Client
from pytest_django import Settings

from design.fragments import pieces
from marketplace.accounts.models import OutgoingMail, User
from tests.accounts.conftest import PASSWORD
from tests.cast import profile_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def name(settings: Settings) -> Iterator[None]:
    pieces.clear()
    settings.SITE_NAME = "Hearth & Co"
    yield
    pieces.clear()


def test_pages_programs_and_feeds_say_it(client: Client, sam: User) -> None:
    profile = profile_of(sam)
    for path in ("/", "/projects/", "/blog/", "/accounts/login/", "/accounts/signup/", profile.get_absolute_url()):
        html = client.get(path).text
        assert "Hearth &amp; Co</title>" in html, path
        assert "Lintel" not in html, path
    assert "Hearth &amp; Co</title>" in client.get("/nowhere/").text
    assert client.get("/manifest.webmanifest").json()["name"] == "Hearth & Co"
    assert "Hearth &amp; Co</title>" in client.get("/blog/feed/").text


@pytest.mark.parametrize("page", ["400.html", "403_csrf.html", "500.html", "503.html"])
def test_so_do_pages_that_are_shown_when_nothing_else_works(page: str) -> None:
    html = get_template(page).render()
    assert "Hearth &amp; Co</title>" in html
    assert "Lintel" not in html


def test_so_do_mails(client: Client) -> None:
    client.post("/accounts/signup/", {"email": "anna@example.com", "password1": PASSWORD, "display_name": "Anna"})
    letter = OutgoingMail.objects.get()
    assert letter.subject == "Your Hearth & Co code"
    assert letter.text.startswith("Welcome to Hearth & Co!")
    assert "Lintel" not in letter.text + letter.html
