"""Who is client and specialist in one sees the menus of one of them at a time; rights do not follow."""

import pytest
from django.test import Client
from rest_framework.test import APIClient

from marketplace.accounts.models import User
from marketplace.specialists import services as specialists
from tests.cast import almaty, kitchens, profile_of, project_of

pytestmark = pytest.mark.django_db


def acting(person: User) -> str:
    return User.objects.get(pk=person.pk).acting_role


@pytest.fixture
def sams(sam: User, client: Client) -> Client:
    project_of(profile_of(sam))
    client.force_login(sam)
    return client


def test_the_header_names_the_role_and_the_menu_follows(sams: Client, sam: User) -> None:
    page = sams.get("/projects/").content.decode()
    assert "Acting as: Specialist" in page
    assert sams.post("/account/role/", {"role": "client"}).status_code == 302
    page = sams.get("/projects/").content.decode()
    assert "Acting as: Client" in page
    assert "Act as a specialist" in page
    assert acting(sam) == "client"


def test_rights_do_not_follow(sams: Client, sam: User) -> None:
    for role in ("client", "specialist"):
        sams.post("/account/role/", {"role": role})
        assert sams.get("/account/").status_code == 200
        assert [sams.get(path).status_code for path in ("/favourites/", "/specialist/profile/")] == [200, 200]


@pytest.mark.parametrize("role", ["specialist", "moderator", "", "клиент"])
def test_nobody_acts_in_a_role_they_lack(client: Client, clara: User, role: str) -> None:
    client.force_login(clara)
    answer = client.post("/account/role/", {"role": role}, follow=True)
    assert "You do not have this role." in answer.content.decode()
    assert acting(clara) == "client"


def test_a_client_is_not_asked_which_role(client: Client, clara: User) -> None:
    client.force_login(clara)
    page = client.get("/account/").content.decode()
    assert ("Acting as" in page, "Become a specialist" in page) == (False, True)


def test_who_makes_a_profile_acts_as_a_specialist_from_then_on(clara: User) -> None:
    specialists.create(by=clara)
    assert acting(clara) == "specialist"


class TestInTheApi:
    def test_both_roles_are_told_and_one_is_chosen(self, sam: User) -> None:
        profile_of(sam)
        api = APIClient()
        api.force_authenticate(User.objects.get(pk=sam.pk))
        me = api.get("/api/v1/me/").json()
        assert (me["acting_as"], me["roles"]) == ("specialist", ["client", "specialist"])
        assert api.patch("/api/v1/me/", {"acting_as": "client"}, format="json").json()["acting_as"] == "client"

    def test_a_client_cannot_choose_the_other(self, clara: User) -> None:
        api = APIClient()
        api.force_authenticate(clara)
        answer = api.patch("/api/v1/me/", {"acting_as": "specialist"}, format="json")
        assert (answer.status_code, answer.json()["code"]) == (422, "no_profile")
        assert acting(clara) == "client"

    def test_a_clients_project_is_refused_with_the_reason(self, clara: User) -> None:
        api = APIClient()
        api.force_authenticate(clara)
        answer = api.post(
            "/api/v1/projects/", {"title": "A kitchen", "category": kitchens().slug, "city": almaty().slug}
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "no_profile")


def test_the_admin_says_why_it_stays_shut(client: Client, clara: User) -> None:
    client.force_login(clara)
    answer = client.get("/admin/")
    assert (answer.status_code, "Only staff may enter here" in answer.content.decode()) == (403, True)
