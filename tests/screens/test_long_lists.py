"""Lists that are longer than a page: everything in them is counted and can be reached, without a script."""

import re

import pytest
from django.test import Client

from marketplace.accounts.models import User
from marketplace.analytics import services as analytics
from marketplace.projects import saving
from marketplace.projects.models import ProjectFavourite
from marketplace.specialists import saving as saving_specialists
from tests.cast import profile_of, project_of

pytestmark = pytest.mark.django_db


def main(client: Client, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200
    return page.content.decode().split("<main")[1].split("</main>")[0]


def link(text: str, rel: str, name: str) -> str:
    """Where the pager of a list leads; empty when it does not."""
    found = re.findall(rf'rel="{rel}" href="([^"#]*{name}=[^"#]*)#{name}"', text)
    return found[0].replace("&amp;", "&") if found else ""


def numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"<h\d[^>]*>\s*<a[^>]*>\s*Kitchen (\d)", text)]


class TestASpecialist:
    @pytest.fixture
    def address(self, sam: User, monkeypatch: pytest.MonkeyPatch) -> str:
        monkeypatch.setattr("screens.specialist.SHOWN", 2)
        profile = profile_of(sam)
        for number in range(5):
            project_of(profile, title=f"Kitchen {number}")
        project_of(profile, title="Kitchen 9", state="draft")
        return profile.get_absolute_url()

    def test_counts_every_public_project(self, client: Client, address: str) -> None:
        page = client.get(address)
        assert page.context["specialist"]["project_count"] == 5
        assert '<span class="badge">5</span>' in page.content.decode()

    def test_leads_to_all_of_them_and_back(self, client: Client, address: str) -> None:
        first = main(client, address)
        second = main(client, address + link(first, "next", "projects"))
        third = main(client, address + link(second, "next", "projects"))
        assert [numbers(page) for page in (first, second, third)] == [[4, 3], [2, 1], [0]]
        assert link(third, "next", "projects") == link(first, "prev", "projects") == ""
        assert numbers(main(client, address + link(third, "prev", "projects"))) == [2, 1]

    def test_further_pages_are_not_for_search_engines_and_no_new_visit(
        self, client: Client, address: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: list[object] = []
        monkeypatch.setattr(analytics, "seen", lambda *told, **more: seen.append(told))
        first = client.get(address).content.decode()
        assert ("noindex" in first, len(seen)) == (False, 1)
        assert "noindex" in client.get(address + link(first, "next", "projects")).content.decode()
        assert len(seen) == 1

    def test_a_broken_cursor_leads_to_the_first_page(self, client: Client, address: str) -> None:
        answer = client.get(f"{address}?projects=broken")
        assert (answer.status_code, answer["Location"]) == (302, address)

    def test_a_short_list_has_no_pager(self, client: Client, clara: User) -> None:
        profile = profile_of(clara)
        project_of(profile, title="Kitchen 1")
        text = main(client, profile.get_absolute_url())
        assert (numbers(text), 'class="pager"' in text) == ([1], False)


class TestFavourites:
    @pytest.fixture
    def saver(self, client: Client, sam: User, clara: User, monkeypatch: pytest.MonkeyPatch) -> Client:
        monkeypatch.setattr("screens.favourites.SHOWN", 2)
        profile = profile_of(sam)
        for number in range(3):
            project = project_of(profile, title=f"Kitchen {number}")
            saving.favourite(project.public_id, user=clara, desired=True)
            other = profile_of(User.objects.create_user(f"s{number}@example.com"), name=f"Kitchen {number + 5}")
            saving_specialists.favourite(other.public_id, user=clara, desired=True)
        client.force_login(clara)
        return client

    def test_the_third_can_be_reached_where_two_are_shown(self, saver: Client) -> None:
        first = main(saver, "/favourites/")
        assert numbers(first) == [2, 1, 7, 6]
        projects = main(saver, "/favourites/" + link(first, "next", "projects"))
        assert numbers(projects) == [0, 7, 6]
        both = main(saver, "/favourites/" + link(projects, "next", "specialists"))
        assert numbers(both) == [0, 5]
        assert numbers(main(saver, "/favourites/" + link(both, "prev", "projects"))) == [2, 1, 5]

    def test_a_page_that_became_empty_or_is_broken_leads_to_the_first(self, saver: Client, clara: User) -> None:
        third = "/favourites/" + link(main(saver, "/favourites/"), "next", "projects")
        ProjectFavourite.objects.filter(user=clara, project__title="Kitchen 0").delete()
        for path in (third, "/favourites/?projects=broken"):
            answer = saver.get(path)
            assert (answer.status_code, answer["Location"]) == (302, "/favourites/")

    def test_what_is_not_public_any_more_takes_no_place(self, saver: Client, clara: User, sam: User) -> None:
        User.objects.filter(pk=sam.pk).update(is_active=False, state="suspended")
        text = main(saver, "/favourites/")
        assert (numbers(text), link(text, "next", "projects")) == ([7, 6], "")
