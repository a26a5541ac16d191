"""The admin's search: each member of staff is offered the lists that they may read, and no other."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from tests.accounts.conftest import sign_in  # noqa: F401 - a fixture
from tests.accounts.test_people import member
from tests.cast import profile_of, project_of

pytestmark = pytest.mark.django_db

READ = {
    "moderator": ("projects", "specialists", "complaints", "wagtailusers_users"),
    "support": ("projects", "specialists", "contact_messages", "wagtailusers_users"),
    "finance": (),
    "admin": ("projects", "specialists", "complaints", "contact_messages", "wagtailusers_users"),
}
LISTS = READ["admin"]


@pytest.fixture(params=READ)
def role(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def client(sign_in: Any, role: str) -> Client:  # noqa: F811
    """The browser of somebody in the role."""
    browser: Client = sign_in(member(role))
    return browser


def test_what_is_offered_can_be_opened(client: Client, role: str) -> None:
    opened = {name: client.get(reverse(f"{name}:index"), {"q": "sage"}, follow=False).status_code for name in LISTS}
    assert opened == {name: 200 if name in READ[role] else 302 for name in LISTS}


@pytest.mark.parametrize("role", ["moderator", "support", "admin"], indirect=True)
def test_every_list_leads_to_the_others(client: Client, role: str) -> None:
    for name in READ[role]:
        html = client.get(reverse(f"{name}:index_results"), {"q": "sage"}).content.decode()
        assert "Other searches" in html
        offered = {other for other in LISTS if f'href="{reverse(f"{other}:index")}?q=sage' in html}
        assert offered == set(READ[role])


def test_the_first_page_searches_the_first_list_one_may_read(client: Client, role: str, sam: User) -> None:
    project = project_of(profile_of(sam), title="Sage kitchen")
    html = client.get("/admin/").content.decode()
    form = html.partition('<form class="w-mb-12"')[2].partition("</form>")[0]
    if role == "finance":
        assert form == ""
    elif role == "admin":
        assert f'action="{reverse("wagtailadmin_pages:search")}"' in form
        assert "Search “Pages”…" in form
    else:
        assert f'action="{reverse("projects:index")}"' in form
        assert "Search “Projects”…" in form
        assert project.title in client.get(reverse("projects:index"), {"q": "sage"}).content.decode()


@pytest.mark.parametrize("role", ["support"], indirect=True)
def test_an_account_is_found_by_its_identifier(client: Client, clara: User, sam: User) -> None:
    html = client.get(reverse("wagtailusers_users:index_results"), {"q": clara.public_id}).content.decode()
    assert clara.email in html
    assert sam.email not in html
