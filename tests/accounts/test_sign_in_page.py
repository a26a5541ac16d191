"""The sign-in page is small and needs no script; being signed in costs a call of the API next to nothing."""

import gzip
import re
from pathlib import Path
from typing import Final

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marketplace.accounts.models import User
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_tokens import tokens
from tests.cast import profile_of, project_of

pytestmark = pytest.mark.django_db

MOST: Final = 40 * 1024
LINKED: Final = re.compile(
    r'<link[^>]*rel="(?:stylesheet|preload)"[^>]*href="/static/([^"]+)"|<script[^>]*src="/static/([^"]+)"'
)
PAGES: Final = ("/accounts/login/", "/ru/accounts/login/", "/kk/accounts/login/")


def small(content: bytes) -> int:
    """How much of it travels: nginx compresses with 5."""
    return len(gzip.compress(content, 5))


def linked(html: str) -> list[str]:
    """The sheets and scripts of a page, by their names below /static/."""
    return [sheet or script for sheet, script in LINKED.findall(html) if not (sheet or script).endswith(".woff2")]


@pytest.mark.parametrize("page", PAGES)
def test_html_sheets_and_scripts_are_forty_kilobytes_at_most(page: str, client: Client) -> None:
    html = client.get(page).content
    sizes = {page: small(html)}
    for name in linked(html.decode()):
        path = finders.find(name)
        assert isinstance(path, str), name
        sizes[name] = small(Path(path).read_bytes())
    assert {name.rpartition(".")[2] for name in sizes} >= {"css", "js"}
    assert sum(sizes.values()) <= MOST, sizes


@pytest.mark.parametrize("page", PAGES)
def test_it_needs_no_script(page: str, client: Client, anna: User) -> None:
    html = client.get(page).content.decode()
    assert not re.search(r"<script(?![^>]*(?:src=|ld\+json))|\son\w+=\"|javascript:", html)
    form = re.search(r'<form[^>]*action="([^"]*)"[^>]*>(?:(?!</form>).)*name="password"', html, re.DOTALL)
    assert form is not None
    answer = client.post(form[1] or page, {"login": anna.email, "password": PASSWORD})
    assert (answer.status_code, "_auth_user_id" in client.session) == (302, True)


def statements(client: Client, path: str, **headers: str) -> int:
    """What a second look at an address costs."""
    client.get(path, headers=headers)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path, headers=headers).status_code == 200
    return len([one for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]])


@pytest.mark.parametrize("path", ["/api/v1/catalog/styles/", "/api/v1/projects/facets/", "/api/v1/suggestions/?q=oak"])
def test_a_token_costs_the_session_and_the_account(path: str, anna: User, sam: User) -> None:
    """Two statements, so that whoever is signed out is out with the next call."""
    project_of(profile_of(sam))
    token = tokens(anna)["access_token"]
    nobody = statements(Client(), path)
    assert statements(Client(), path, authorization=f"Bearer {token}") - nobody <= 2


def test_the_caller_is_known_for_two_statements(anna: User) -> None:
    """Nothing else is asked to know who calls: the account's own page needs its own few."""
    token = tokens(anna)["access_token"]
    with CaptureQueriesContext(connection) as asked:
        Client().get("/api/v1/catalog/cities/", headers={"authorization": f"Bearer {token}"})
    about = [
        one["sql"] for one in asked.captured_queries if re.search(r'FROM "(django_session|accounts_user)"', one["sql"])
    ]
    assert len(about) <= 2
