"""A change of rights is written down with what was before and after, and staff read it beside the account."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.audit.models import Event
from tests.accounts.conftest import sign_in  # noqa: F401 - a fixture
from tests.accounts.test_people import edit, member
from tests.cast import profile_of, project_of

pytestmark = pytest.mark.django_db
NO = {"groups": [], "superuser": False}


@pytest.fixture
def admin(sign_in: Any) -> Client:  # noqa: F811
    client: Client = sign_in(member("admin"))
    return client


def role(name: str) -> str:
    return str(Group.objects.get(name=name).pk)


def changes(person: User) -> list[tuple[str | None, dict[str, Any]]]:
    """Who changed the account's rights, and from what to what, in order."""
    events = Event.objects.filter(kind="account.rights_changed", subject_id=person.pk).order_by("pk")
    return list(events.values_list("actor__email", "data"))


def test_an_edit_says_who_gave_what(admin: Client, clara: User) -> None:
    edit(admin, clara, groups=[role("support"), role("editor")])
    edit(admin, clara, groups=[role("editor")])
    edit(admin, clara, groups=[role("editor")], display_name="Clara the second")
    both, one = {"groups": ["editor", "support"], "superuser": False}, {"groups": ["editor"], "superuser": False}
    assert changes(clara) == [
        ("admin@example.com", {"before": NO, "after": both}),
        ("admin@example.com", {"before": both, "after": one}),
    ]
    page = admin.get(reverse("person", args=[clara.pk]))
    assert [(str(one.words), one.actor, one.said) for one in page.context["past"]] == [
        ("Signed out everywhere", "Admin", ""),
        ("Rights changed", "Admin", "Roles: editor, support → editor"),
        ("Rights changed", "Admin", "Roles: none → editor, support"),
    ]
    assert "Roles: editor, support → editor" in page.content.decode()


def test_making_a_superuser_is_written_down(sign_in: Any, clara: User) -> None:  # noqa: F811
    owner: Client = sign_in(member("finance", superuser=True))
    edit(owner, clara, groups=[])
    assert changes(clara) == [("finance@example.com", {"before": NO, "after": {"groups": [], "superuser": True}})]
    edit(owner, clara, groups=[], is_superuser="")
    page = owner.get(reverse("person", args=[clara.pk]))
    assert [one.said for one in page.context["past"]] == ["", "No superuser any more", "Made a superuser"]


def test_what_an_editor_may_not_change_is_not_told_as_changed(sign_in: Any, clara: User) -> None:  # noqa: F811
    edit(sign_in(member("support")), clara)
    assert changes(clara) == []


def test_a_role_given_to_many_is_written_down_for_each(admin: Client, clara: User, sam: User) -> None:
    sam.groups.add(Group.objects.get(name="editor"))
    address = reverse("wagtail_bulk_action", args=["accounts", "user", "assign_role"])
    for _ in range(2):
        admin.post(f"{address}?id={clara.pk}&id={sam.pk}", {"role": role("editor")})
    after = {"groups": ["editor"], "superuser": False}
    assert set(clara.groups.values_list("name", flat=True)) == {"editor"}
    assert changes(clara) == [("admin@example.com", {"before": NO, "after": after})]
    assert changes(sam) == []


class TestWhatIsTheirs:
    @pytest.fixture
    def support(self, sign_in: Any) -> Client:  # noqa: F811
        client: Client = sign_in(member("support"))
        return client

    def test_an_account_leads_to_its_listings_and_back(self, support: Client, sam: User) -> None:
        profile = profile_of(sam, name="Sam Fitter")
        project = project_of(profile, title="Sage kitchen", state="draft")
        account = reverse("person", args=[sam.pk])
        review = {
            kind: reverse("moderation_review", args=[kind, one.pk])
            for kind, one in (("specialist", profile), ("project", project))
        }
        page = support.get(account)
        found = {(str(one.label), one.title, one.state, one.url) for one in page.context["theirs"]}
        assert found == {
            ("Specialist", "Sam Fitter", "Published", review["specialist"]),
            ("Project", "Sage kitchen", "Draft", review["project"]),
        }
        assert all(f'href="{address}"' in page.content.decode() for address in review.values())
        of_project, of_profile = (support.get(review[kind]).content.decode() for kind in ("project", "specialist"))
        assert f'<a href="{review["specialist"]}">Sam Fitter</a>' in of_project
        assert f'<a href="{account}">sam@example.com</a>' in of_project
        assert f'<a href="{account}">sam@example.com</a>' in of_profile

    def test_moderators_come_from_a_listing_to_the_account(self, sign_in: Any, sam: User) -> None:  # noqa: F811
        project = project_of(profile_of(sam))
        account = reverse("person", args=[sam.pk])
        client = sign_in(member("moderator"))
        assert account in client.get(reverse("moderation_review", args=["project", project.pk])).content.decode()
        assert client.get(account).status_code == 200

    def test_who_may_not_open_an_account_is_not_sent_there(self, sign_in: Any, sam: User) -> None:  # noqa: F811
        project = project_of(profile_of(sam))
        account = reverse("person", args=[sam.pk])
        client = sign_in(member("editor"))
        shown = client.get(reverse("moderation_review", args=["project", project.pk]))
        assert "sam@example.com" in shown.content.decode()
        assert account not in shown.content.decode()
        assert client.get(account).status_code == 302

    def test_an_account_without_anything_has_no_such_list(self, support: Client, clara: User) -> None:
        page = support.get(reverse("person", args=[clara.pk]))
        assert page.context["theirs"] == []
        assert "What is theirs" not in page.content.decode()
