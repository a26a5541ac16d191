"""Favourites without an account: they are the session's, and everybody else's pages know nothing of them."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from design.fragments import pieces
from marketplace.accounts import guests
from marketplace.accounts.models import User
from marketplace.analytics.models import DailyCount
from marketplace.projects.models import Project, ProjectFavourite, ProjectStanding
from marketplace.specialists.models import SpecialistFavourite, SpecialistProfile
from pages import tree
from search import indexing
from tests.cast import at_once, profile_of, project_of

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
FULL, EMPTY = ' value="0" aria-pressed="true"', ' value="1" aria-pressed="false"'


def kitchens_of(owner: User, number: int) -> list[Project]:
    profile = profile_of(owner)
    made = [project_of(profile, title=f"Kitchen {index}") for index in range(number)]
    list(indexing.rebuild("project"))
    list(indexing.rebuild("specialist"))
    return made


def press(client: Client, thing: Project | SpecialistProfile, on: str = "1", **said: Any) -> Any:
    kind = "projects" if isinstance(thing, Project) else "specialists"
    return client.post(f"/favourites/{kind}/{thing.public_id}/", {"on": on}, **said)


def heart(page: Any, thing: Project | SpecialistProfile) -> str:
    """What the first heart of the thing on the page sends and says."""
    kind = "projects" if isinstance(thing, Project) else "specialists"
    found = re.search(
        rf'formaction="/favourites/{kind}/{thing.public_id}/" name="on"([^>]*?) aria-label', page.content.decode()
    )
    assert found
    return found[1]


def saved(client: Client) -> dict[str, list[str]]:
    found: dict[str, list[str]] = client.session.get(guests.KEY, {})
    return found


class TestAHeart:
    def test_is_full_wherever_the_thing_is_shown(self, client: Client, sam: User) -> None:
        one, other = kitchens_of(sam, 2)
        profile = one.specialist
        pages = ["/", "/projects/", one.get_absolute_url(), profile.get_absolute_url(), other.get_absolute_url()]
        tree.home()
        assert {heart(client.get(path), one) for path in pages[1:]} == {EMPTY}
        press(client, one)
        press(client, profile)
        assert {heart(client.get(path), one) for path in pages[1:]} == {FULL}
        assert {heart(client.get(path), other) for path in pages[1:]} == {EMPTY}
        assert {heart(client.get(path), profile) for path in ("/specialists/", profile.get_absolute_url())} == {FULL}
        assert {heart(Client().get(path), one) for path in pages[1:]} == {EMPTY}

    def test_works_without_scripts_and_leads_back(self, client: Client, sam: User) -> None:
        [project] = kitchens_of(sam, 1)
        visitor = Client(enforce_csrf_checks=True)
        form = visitor.get("/projects/?q=kitchen").content.decode().split('id="favourites-form"')[1]
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        assert fields["next"] == "/projects/?q=kitchen"
        answer = visitor.post(f"/favourites/projects/{project.public_id}/", {**fields, "on": "1"})
        assert (answer.status_code, answer["Location"]) == (302, "/projects/?q=kitchen")
        assert saved(visitor) == {"project": [project.public_id]}
        stranger = Client(enforce_csrf_checks=True)
        assert press(stranger, project).status_code == 403
        assert settings.SESSION_COOKIE_NAME not in stranger.cookies

    def test_tells_a_script_how_many_members_have_saved_it(self, client: Client, sam: User) -> None:
        [project] = kitchens_of(sam, 1)
        for on, is_full in (("1", True), ("1", True), ("0", False), ("0", False)):
            answer = press(client, project, on, headers=JSON)
            assert answer.json() == {"is_favorite": is_full, "favorites_count": 0}
        assert (ProjectFavourite.objects.count(), DailyCount.objects.count()) == (0, 0)
        project.tally.refresh_from_db()
        assert project.tally.favourites == 0

    @pytest.mark.parametrize("state", ["draft", "in_review", "archived", "hidden"])
    def test_saves_nothing_that_is_out_of_sight(self, client: Client, sam: User, state: str) -> None:
        project = project_of(profile_of(sam), state=state)
        assert press(client, project, headers=JSON).status_code == 404
        assert (press(client, project)["Location"], Session.objects.count()) == ("/favourites/", 0)

    def test_of_the_api_stays_a_member_s(self, client: Client, sam: User) -> None:
        [project] = kitchens_of(sam, 1)
        press(client, project)
        assert client.put(f"/api/v1/projects/{project.public_id}/favourite/").status_code == 401
        assert client.get(f"/api/v1/projects/{project.public_id}/").json()["is_favorite"] is False


class TestTheSession:
    @pytest.mark.parametrize("path", ["/", "/projects/", "/specialists/", "/favourites/", "/blog/"])
    def test_begins_with_the_first_heart(self, client: Client, sam: User, path: str) -> None:
        [project] = kitchens_of(sam, 1)
        tree.blog()
        with CaptureQueriesContext(connections["default"]) as asked:
            answer = client.get(path)
        assert (answer.status_code, settings.SESSION_COOKIE_NAME in client.cookies) == (200, False)
        assert [query for query in asked if "django_session" in query["sql"]] == []
        press(client, project, on="0")
        assert Session.objects.count() == 0
        press(client, project)
        assert Session.objects.count() == 1

    @pytest.mark.parametrize("path", ["/projects/", "/specialists/"])
    def test_makes_a_page_one_statement_dearer_and_no_more(self, client: Client, sam: User, path: str) -> None:
        projects = kitchens_of(sam, 3)
        client.get(path)
        with CaptureQueriesContext(connections["default"]) as before:
            client.get(path)
        for project in projects:
            press(client, project)
        with CaptureQueriesContext(connections["default"]) as after:
            answer = client.get(path)
        assert len(after) == len(before) + 1
        assert "Cookie" in answer["Vary"]
        assert "public" not in answer.get("Cache-Control", "")

    def test_adds_nothing_to_what_is_remembered(self, client: Client, sam: User) -> None:
        [project] = kitchens_of(sam, 1)
        client.get("/projects/")
        pieces.clear()
        client.get("/projects/")
        size = pieces.size
        press(client, project)
        assert heart(client.get("/projects/"), project) == FULL
        assert heart(Client().get("/projects/"), project) == EMPTY
        assert pieces.size == size

    def test_keeps_a_hundred_of_each_and_says_so(self, client: Client, sam: User, monkeypatch: Any) -> None:
        monkeypatch.setattr(guests, "MOST", 2)
        one, two, three = kitchens_of(sam, 3)
        for project in (one, two):
            press(client, project)
        refused = press(client, three, headers=JSON)
        assert (refused.status_code, refused.json()) == (409, {"code": "limit_reached"})
        answer = press(client, three)
        assert [str(message) for message in get_messages(answer.wsgi_request)] == [
            "This browser keeps 2 and no more. Log in to save as many as you like."
        ]
        assert saved(client) == {"project": [two.public_id, one.public_id]}
        press(client, one.specialist)
        ProjectStanding.objects.filter(project=one).update(state="hidden")
        press(client, three)
        assert saved(client) == {
            "project": [three.public_id, two.public_id],
            "specialist": [one.specialist.public_id],
        }

    def test_is_not_made_for_anybody_without_end(self, sam: User, monkeypatch: Any) -> None:
        monkeypatch.setattr(guests, "A_MINUTE", 2)
        [project] = kitchens_of(sam, 1)
        answers = [press(Client(), project, headers=JSON) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert 0 < int(answers[2]["Retry-After"]) <= 60
        assert press(Client(REMOTE_ADDR="10.1.2.3"), project, headers=JSON).status_code == 200
        assert Session.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_hearts_pressed_at_once_each_is_kept(sam: User) -> None:
    first, *others = kitchens_of(sam, 6)
    guest = Client()
    press(guest, first)

    def pressing(project: Project) -> int:
        again = Client()
        again.cookies[settings.SESSION_COOKIE_NAME] = guest.cookies[settings.SESSION_COOKIE_NAME].value
        return int(press(again, project, headers=JSON).status_code)

    assert at_once(*(lambda project=project: pressing(project) for project in others)) == [200] * 5
    assert sorted(saved(guest)["project"]) == sorted(project.public_id for project in (first, *others))


class TestThePage:
    def test_opens_for_guests_and_says_what_it_is(self, client: Client) -> None:
        page = client.get("/favourites/").content.decode()
        assert "Nothing saved yet" in page
        assert 'href="/accounts/login/?next=%2Ffavourites%2F">Log in</a>' in page

    def test_shows_what_was_saved_the_latest_first_and_how_to_keep_it(self, client: Client, sam: User) -> None:
        projects = kitchens_of(sam, 3)
        for thing in (projects[1], projects[0], projects[0].specialist):
            press(client, thing)
        answer = client.get("/favourites/")
        assert [card["title"] for card in answer.context["projects"]] == ["Kitchen 0", "Kitchen 1"]
        assert [card["name"] for card in answer.context["specialists"]] == ["Sam"]
        page = answer.content.decode()
        assert "Until you join, this browser keeps them, for 14 days after the last heart." in page
        assert '<a href="/accounts/login/?next=%2Ffavourites%2F">Log in</a> or <a href="/accounts/signup/?next=' in page
        assert heart(answer, projects[0]) == FULL
        assert '<meta name="robots" content="noindex">' in page

    def test_has_no_note_for_members(self, client: Client, clara: User) -> None:
        client.force_login(clara)
        assert "this browser keeps" not in client.get("/favourites/").content.decode()

    def test_leaves_out_what_is_out_of_sight(self, client: Client, sam: User) -> None:
        one, two = kitchens_of(sam, 2)
        for project in (one, two):
            press(client, project)
        ProjectStanding.objects.filter(project=two).update(state="hidden")
        answer = client.get("/favourites/")
        assert [card["public_id"] for card in answer.context["projects"]] == [one.public_id]

    def test_has_pages(self, client: Client, sam: User, monkeypatch: Any) -> None:
        monkeypatch.setattr("screens.favourites.SHOWN", 2)
        for project in kitchens_of(sam, 5):
            press(client, project)
        seen, path = [], "/favourites/"
        for _ in range(3):
            answer = client.get(path)
            seen.append([card["title"] for card in answer.context["projects"]])
            path = "/favourites/" + answer.context["pagers"]["projects"]["next_url"]
        assert seen == [["Kitchen 4", "Kitchen 3"], ["Kitchen 2", "Kitchen 1"], ["Kitchen 0"]]
        assert answer.context["pagers"]["projects"]["next_url"] == ""
        back = client.get("/favourites/" + answer.context["pagers"]["projects"]["previous_url"])
        assert [card["title"] for card in back.context["projects"]] == ["Kitchen 2", "Kitchen 1"]

    def test_of_a_broken_cursor_is_the_first(self, client: Client, sam: User, clara: User) -> None:
        press(client, kitchens_of(sam, 1)[0])
        answer = client.get("/favourites/?projects=broken")
        assert (answer.status_code, answer["Location"]) == (302, "/favourites/")

    @pytest.mark.parametrize("number", [1, 3])
    def test_costs_the_same_for_any_number(
        self, client: Client, sam: User, number: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for project in kitchens_of(sam, number):
            press(client, project)
        client.get("/favourites/")
        with django_assert_num_queries(5):
            client.get("/favourites/")
        assert SpecialistFavourite.objects.count() == 0
