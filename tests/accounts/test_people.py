"""Accounts in the admin: what each member of staff may change of whom, whatever is posted."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from marketplace.accounts import groups, services, staff
from marketplace.accounts.models import User
from marketplace.audit.models import Delivery, Event
from marketplace.audit.services import deliver
from search import indexing
from search.queries import Query, find
from tests.accounts.conftest import PASSWORD, sign_in  # noqa: F401 - a fixture
from tests.cast import profile_of, project_of

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
    row = User.objects.values("email", "password", "is_superuser", "is_active", "is_staff").get(pk=person.pk)
    return {**row, "groups": set(person.groups.values_list("name", flat=True))}


def greedy(person: User, **fields: Any) -> dict[str, Any]:
    """A form that asks for everything."""
    everything = [str(pk) for pk in Group.objects.values_list("pk", flat=True)]
    wanted = {"email": "taken@example.com", "display_name": "Renamed", "is_active": "on", "is_superuser": "on"}
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


def test_support_blocks_a_customer(support: Client, clara: User) -> None:
    assert edit(support, clara, is_active="") == 302
    assert stored(clara)["is_active"] is False


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


def switched(client: Client, person: User, **fields: Any) -> tuple[int, int]:
    """How many projects and specialists are found once the account was edited and what hears of it has heard."""
    assert edit(client, person, **fields) == 302
    for delivery in Delivery.objects.filter(state="open"):
        deliver(delivery.pk)
    return find(Query(kind="project")).total, find(Query(kind="specialist")).total


def test_who_is_switched_off_is_out_and_gone_from_discovery(
    support: Client,
    sam: User,
) -> None:
    project_of(profile_of(sam))
    for kind in ("project", "specialist"):
        list(indexing.rebuild(kind))
    sams = Client()
    sams.force_login(sam)
    assert switched(support, sam, is_active="") == (0, 0)
    assert sams.get("/account/").status_code == 302
    assert switched(support, sam) == (1, 1)
    kinds = Event.objects.filter(subject_id=sam.pk, kind__endswith="activated").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == ["account.deactivated", "account.activated"]


def test_no_account_is_deleted(sign_in: Any, clara: User) -> None:  # noqa: F811
    client = sign_in(member("admin"))
    assert client.post(f"/admin/users/delete/{clara.pk}/").status_code == 404
    address = reverse("wagtail_bulk_action", args=["accounts", "user", "delete"])
    assert client.post(f"{address}?id={clara.pk}", follow=True).status_code == 200
    assert User.objects.filter(pk=clara.pk).exists()


def test_the_list_leads_to_each_account(sign_in: Any, clara: User) -> None:  # noqa: F811
    page = sign_in(member("admin")).get("/admin/users/").content.decode()
    assert f'href="/admin/users/edit/{clara.pk}/"' in page
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


def test_a_new_member_of_staff_has_no_password_yet(sign_in: Any) -> None:  # noqa: F811
    client = sign_in(member("admin"))
    client.post(reverse("wagtailusers_users:add"), {"email": "new@example.com", "display_name": "New"})
    person = User.objects.get(email="new@example.com")
    assert (person.has_usable_password(), person.is_superuser) == (False, False)
