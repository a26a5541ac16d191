"""Accounts in the admin: what each member of staff may change of whom, whatever is posted."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from marketplace.accounts import erasure, groups, services, staff
from marketplace.accounts.models import User
from tests.accounts.conftest import PASSWORD, sign_in  # noqa: F401 - a fixture
from tests.cast import profile_of

pytestmark = pytest.mark.django_db


def member(role: str, *, superuser: bool = False) -> User:
    """A member of staff with that role."""
    groups.sync()
    secret = staff.demo_secret(role)
    person = services.make_person(f"{role}@example.com", role.title(), PASSWORD, groups=[role], totp_secret=secret)
    User.objects.filter(pk=person.pk).update(is_superuser=superuser)
    return User.objects.get(pk=person.pk)


def stored(person: User) -> dict[str, Any]:
    """Everything about the account that decides who it is and what it may do."""
    row = User.objects.values("email", "password", "is_superuser", "state", "is_staff").get(pk=person.pk)
    return {**row, "groups": set(person.groups.values_list("name", flat=True))}


def greedy(person: User, **fields: Any) -> dict[str, Any]:
    """A form that asks for everything."""
    everything = [str(pk) for pk in Group.objects.values_list("pk", flat=True)]
    wanted = {"email": "taken@example.com", "display_name": "Renamed", "is_superuser": "on"}
    return {**wanted, "groups": everything, "password1": "new secret 77 x", "password2": "new secret 77 x", **fields}


def edit(client: Client, person: User, **fields: Any) -> int:
    address = reverse("wagtailusers_users:edit", args=[person.pk])
    return client.post(address, greedy(person, **fields)).status_code


@pytest.fixture
def support(db: None, sign_in: Any) -> Client:  # noqa: F811
    client: Client = sign_in(member("support"))
    return client


def test_support_corrects_a_customers_name_and_nothing_else(support: Client, clara: User) -> None:
    before = stored(clara)
    assert edit(support, clara) == 302
    clara.refresh_from_db()
    assert (clara.display_name, stored(clara)) == ("Renamed", before)


@pytest.mark.parametrize("role", ["moderator", "admin", "support"])
def test_support_does_not_touch_staff(support: Client, role: str) -> None:
    person = User.objects.filter(email=f"{role}@example.com").first() or member(role)
    before = stored(person), person.display_name
    assert edit(support, person) in (302, 403)
    person.refresh_from_db()
    assert (stored(person), person.display_name) == before


@pytest.mark.parametrize("action", ["assign_role", "set_active_state", "delete"])
def test_support_does_not_change_many_at_once(support: Client, clara: User, action: str) -> None:
    before = stored(clara)
    address = reverse("wagtail_bulk_action", args=["accounts", "user", action])
    role = Group.objects.get(name="admin").pk
    answer = support.post(f"{address}?id={clara.pk}", {"role": role, "mark_as_active": "False"})
    assert answer.status_code in (302, 403)
    assert stored(clara) == before


class TestThePageOfAnAccount:
    def page(self, client: Client, person: User) -> str:
        answer = client.get(f"/admin/people/{person.pk}/")
        assert answer.status_code == 200
        return answer.content.decode()

    def act(self, client: Client, person: User, action: str, **fields: str) -> tuple[int, str]:
        answer = client.post(f"/admin/people/{person.pk}/", {"action": action, **fields})
        person.refresh_from_db()
        return answer.status_code, person.state

    def test_shows_state_roles_where_they_are_signed_in_and_what_happened(
        self,
        support: Client,
        sam: User,
        sign_in: Any,  # noqa: F811
    ) -> None:
        profile_of(sam)
        anna = services.make_person("anna@example.com", "Anna", PASSWORD)
        sign_in(anna)
        page = self.page(support, anna)
        assert "<b>Active</b>" in page
        assert "<td>127.0.0.1</td>" in page
        assert "Nothing yet." in page
        assert "Kitchens that work" in self.page(support, sam) or "Sam" in self.page(support, sam)

    def test_limits_suspends_and_lifts_with_a_reason(self, support: Client, clara: User) -> None:
        assert self.act(support, clara, "limit", note="Spam in messages.") == (302, "limited")
        assert self.act(support, clara, "suspend", note="And again.") == (302, "suspended")
        assert "And again." in self.page(support, clara)
        assert self.act(support, clara, "lift") == (302, "active")
        assert [words in self.page(support, clara) for words in ("Suspended", "Spam in messages.")] == [True, True]

    def test_says_beside_the_field_what_is_missing(self, support: Client, clara: User) -> None:
        answer = support.post(f"/admin/people/{clara.pk}/", {"action": "suspend", "note": " "})
        assert (answer.status_code, "Say why: the person is sent these words." in answer.content.decode()) == (
            422,
            True,
        )
        assert stored(clara)["state"] == "active"

    def test_an_unknown_action_is_not_found(self, support: Client, clara: User) -> None:
        assert self.act(support, clara, "promote") == (404, "active")

    def test_moderators_may_sanction_and_editors_do_not_even_look(self, sign_in: Any, clara: User) -> None:  # noqa: F811
        assert self.act(sign_in(member("moderator")), clara, "suspend", note="Fake.") == (302, "suspended")
        editor = sign_in(member("editor"))
        assert editor.get(f"/admin/people/{clara.pk}/").status_code == 302
        assert self.act(editor, clara, "lift") == (302, "suspended")

    def test_nobody_sanctions_themselves_or_staff_without_being_admin(self, support: Client) -> None:
        mona, me = member("moderator"), User.objects.get(email="support@example.com")
        for person in (mona, me):
            assert self.act(support, person, "suspend", note="Why not.") == (302, "active")
            assert "Suspend" not in self.page(support, person).split("What happened")[0]


def test_no_account_is_deleted(sign_in: Any, clara: User) -> None:  # noqa: F811
    client = sign_in(member("admin"))
    assert client.post(f"/admin/users/delete/{clara.pk}/").status_code == 404
    address = reverse("wagtail_bulk_action", args=["accounts", "user", "delete"])
    assert client.post(f"{address}?id={clara.pk}", follow=True).status_code == 200
    assert User.objects.filter(pk=clara.pk).exists()


def test_the_list_leads_to_each_account(sign_in: Any, clara: User) -> None:  # noqa: F811
    page = sign_in(member("admin")).get("/admin/users/").content.decode()
    assert f'href="/admin/people/{clara.pk}/"' in page
    assert "clara@example.com" in page


def test_an_admin_gives_a_role_and_makes_nobody_a_superuser(sign_in: Any, clara: User) -> None:  # noqa: F811
    client = sign_in(member("admin"))
    before = stored(clara)
    role = Group.objects.get(name="moderator").pk
    assert edit(client, clara, groups=[str(role)]) == 302
    assert stored(clara) == {**before, "groups": {"moderator"}}


def test_an_admin_does_not_touch_a_superuser(sign_in: Any) -> None:  # noqa: F811
    owner = member("finance", superuser=True)
    before = stored(owner)
    assert edit(sign_in(member("admin")), owner) in (302, 403)
    assert stored(owner) == before


@pytest.mark.parametrize("typed", ["+7 701 123 45 67", "8 (701) 123-45-67", "77011234567", "1234567"])
def test_somebody_who_telephones_is_found_by_the_number(typed: str, clara: User, eve: User, support: Client) -> None:
    User.objects.filter(pk=clara.pk).update(phone="+77011234567")
    page = support.get("/admin/users/", {"q": typed}).content.decode()
    assert ("clara@example.com" in page, "eve@example.com" in page) == (True, False)


def test_a_person_about_to_be_erased_is_shown_as_one(clara: User, support: Client) -> None:
    due = erasure.ask(clara.pk, by=clara).due_at
    assert due is not None
    assert f"to be erased on {due:%-d %B %Y}" in support.get(f"/admin/people/{clara.pk}/").content.decode()
