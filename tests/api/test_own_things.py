"""What a person sees of their own on pages, an app can read as well: own projects, and what was saved."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from config.docs.navigation import addresses, asks_for_sign_in
from config.reference import METHODS, document
from marketplace.accounts.models import User
from marketplace.media.models import Rendition
from marketplace.projects import saving, services
from marketplace.projects.models import Project
from marketplace.specialists import saving as saving_specialists
from tests.api.world import World, build
from tests.cast import profile_of, project_of

PROJECTS = "/api/v1/me/projects/"
SAVED_PROJECTS = "/api/v1/me/favorites/projects/"
SAVED_SPECIALISTS = "/api/v1/me/favorites/specialists/"
# Session and person of whoever is signed in.
KNOWING_WHO = 2


@pytest.fixture
def world(db: None) -> World:
    return build()


def caller(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def titles(answer: dict[str, Any]) -> list[str]:
    return [card.get("title") or card["name"] for card in answer["results"]]


def walk(client: Client, path: str) -> list[list[str]]:
    """The titles of every page, following `next`; on the way back every page is the same."""
    answers = [client.get(path).json()]
    while answers[-1]["next"]:
        answers.append(client.get(answers[-1]["next"]).json())
    pages = [titles(answer) for answer in answers]
    back = [pages[-1]]
    answer = answers[-1]
    while answer["previous"]:
        answer = client.get(answer["previous"]).json()
        back.insert(0, titles(answer))
    assert back == pages
    assert answers[0]["previous"] is None
    return pages


def save_all(user: User, projects: list[Project]) -> None:
    for project in projects:
        saving.favourite(project.public_id, user=user, desired=True)


class TestOwnProjects:
    def test_each_tells_how_it_stands_and_what_can_be_done(self, world: World) -> None:
        client = caller(world.sam)
        cards = client.get(PROJECTS).json()["results"]
        assert [card["public_id"] for card in cards] == [one.public_id for one in reversed(world.projects.values())]
        told = {card["state"]: card["available_actions"] for card in cards}
        assert told == {
            "published": ["archive"],
            "draft": ["submit"],
            "in_review": [],
            "changes_requested": ["submit"],
            "rejected": [],
            "archived": ["restore"],
            "hidden": [],
        }

    def test_a_card_says_what_the_project_itself_says(self, world: World) -> None:
        client, public_id = caller(world.sam), world.projects["draft"].public_id
        asset = world.projects["draft"].photos.get(position=1).asset
        size: dict[str, Any] = {"width": 960, "height": 720, "file": "renditions/a.webp", "bytes": 1000}
        for name in ("card640", "full960"):
            Rendition.objects.create(asset=asset, name=name, format="webp", **size)
        [card] = client.get(f"{PROJECTS}?state=draft").json()["results"]
        whole = client.get(f"/api/v1/projects/{public_id}/draft/").json()
        assert card["cover"]["src"] == "/media/renditions/a.webp"
        assert {**card, "cover": None} == {**{name: whole[name] for name in card}, "cover": None}
        assert (card["photo_count"], card["version"]) == (2, whole["version"])

    def test_changes_that_wait_are_told(self, world: World) -> None:
        client, public = caller(world.sam), world.projects["published"]
        services.update(public.pk, by=world.sam, fields={"title": "Olive kitchen, waiting"})
        [card] = client.get(f"{PROJECTS}?state=published").json()["results"]
        assert (card["title"], card["has_pending_changes"]) == ("Sage kitchen, published", True)

    def test_others_and_clients_have_none_of_them(self, world: World) -> None:
        for person in (world.clara, world.eve):
            assert caller(person).get(PROJECTS).json() == {"results": [], "next": None, "previous": None}
        assert Client().get(PROJECTS).status_code == 401

    def test_pages_lead_on_and_back_within_one_state(self, world: World) -> None:
        for number in range(4):
            project_of(world.profile, state="draft", title=f"Blue bath {number}")
        assert walk(caller(world.sam), f"{PROJECTS}?state=draft&limit=2") == [
            ["Blue bath 3", "Blue bath 2"],
            ["Blue bath 1", "Blue bath 0"],
            ["Sage kitchen, draft"],
        ]

    @pytest.mark.parametrize("query", ["state=sold", "state=", "limit=0", "limit=101", "owner=1", "limit=many"])
    def test_what_it_does_not_know_is_refused(self, world: World, query: str) -> None:
        answer = caller(world.sam).get(f"{PROJECTS}?{query}")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, query.split("=")[0])


class TestSavedThings:
    def test_the_newest_saved_come_first_and_only_what_is_public(self, world: World) -> None:
        first, second = world.projects["published"], project_of(world.profile, title="Blue bath")
        hidden = project_of(world.profile, title="Soon hidden")
        save_all(world.clara, [second, hidden, first])
        hidden.standing.state = "hidden"
        hidden.standing.save()
        client = caller(world.clara)
        assert titles(client.get(SAVED_PROJECTS).json()) == ["Sage kitchen, published", "Blue bath"]
        assert walk(client, f"{SAVED_PROJECTS}?limit=1") == [["Sage kitchen, published"], ["Blue bath"]]
        assert titles(caller(world.sam).get(SAVED_PROJECTS).json()) == []

    def test_cards_are_those_of_the_lists(self, world: World) -> None:
        save_all(world.clara, [world.projects["published"]])
        saving_specialists.favourite(world.profile.public_id, user=world.clara, desired=True)
        client = caller(world.clara)
        for path, listed in ((SAVED_PROJECTS, "/api/v1/projects/"), (SAVED_SPECIALISTS, "/api/v1/specialists/")):
            [card] = client.get(path).json()["results"]
            assert [card] == client.get(listed).json()["results"]
            assert (card["is_favorite"], card["favorites_count"]) == (True, 1)

    def test_specialists_page_by_page(self, world: World) -> None:
        for name in ("Nora", "Olga"):
            saved = profile_of(User.objects.create_user(f"{name}@example.com", display_name=name))
            saving_specialists.favourite(saved.public_id, user=world.clara, desired=True)
        assert walk(caller(world.clara), f"{SAVED_SPECIALISTS}?limit=1") == [["Olga"], ["Nora"]]

    def test_a_cursor_of_another_list_is_refused(self, world: World) -> None:
        save_all(world.clara, [world.projects["published"], project_of(world.profile)])
        client = caller(world.clara)
        cursor = client.get(f"{SAVED_PROJECTS}?limit=1").json()["next"].split("cursor=")[1]
        for path in (f"{PROJECTS}?cursor={cursor}", f"{SAVED_SPECIALISTS}?cursor={cursor}", f"{PROJECTS}?cursor=x"):
            answer = client.get(path)
            assert (answer.status_code, answer.json()["code"]) == (422, "bad_cursor")

    def test_nothing_new_is_not_sent_again(self, world: World) -> None:
        client = caller(world.clara)
        for path in (PROJECTS, SAVED_PROJECTS, SAVED_SPECIALISTS):
            etag = client.get(path).headers["ETag"]
            assert client.get(path, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("path", [PROJECTS, SAVED_PROJECTS, SAVED_SPECIALISTS])
@pytest.mark.parametrize("number", [1, 3])
def test_three_statements_for_one_row_and_for_three(db: None, sam: User, path: str, number: int) -> None:
    profile = profile_of(sam)
    projects = [project_of(profile, title=f"Sage kitchen {count}") for count in range(number)]
    save_all(sam, projects)
    for count in range(number):
        other = profile_of(User.objects.create_user(f"other{count}@example.com", display_name="Other"))
        project_of(other)
        saving_specialists.favourite(other.public_id, user=sam, desired=True)
    client = caller(sam)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert len(client.get(path).json()["results"]) == number
    assert len(asked) - KNOWING_WHO == 3


# Every page of one's own, and what an app calls instead; allauth's own pages have allauth's own door.
INSTEAD = {
    "account/": ["GET /api/v1/me/"],
    "account/data/": ["GET /api/v1/me/data/"],
    "account/data/copy/": ["POST /api/v1/me/data/copy/"],
    "account/data/copy/file/": ["GET /api/v1/me/data/copy/file/"],
    "account/data/erase/": ["POST /api/v1/me/data/erasure/"],
    "account/data/keep/": ["DELETE /api/v1/me/data/erasure/"],
    "account/name/": ["PATCH /api/v1/me/"],
    "account/phone/": ["GET /api/v1/me/"],
    "account/phone/change/": ["PUT /api/v1/me/phone/"],
    "account/phone/code/": ["POST /api/v1/me/phone/verification/code/"],
    "account/phone/remove/": ["DELETE /api/v1/me/phone/"],
    "account/phone/send/": ["POST /api/v1/me/phone/verification/"],
    "account/picture/": ["PUT /api/v1/me/picture/"],
    "account/picture/remove/": ["DELETE /api/v1/me/picture/"],
    "account/role/": ["PATCH /api/v1/me/"],
    "account/sessions/<place_id>/": ["DELETE /api/v1/me/sessions/{sign_in}/"],
    "account/switch-off/": ["POST /api/v1/me/deactivation/"],
    "account/terms/": ["GET /api/v1/me/consents/", "POST /api/v1/me/consents/"],
    "favourites/": ["GET /api/v1/me/favorites/projects/", "GET /api/v1/me/favorites/specialists/"],
    "favourites/projects/<public_id>/": ["PUT /api/v1/projects/{public_id}/favourite/"],
    "favourites/specialists/<public_id>/": ["PUT /api/v1/specialists/{public_id}/favourite/"],
    "specialist/profile/": ["GET /api/v1/me/profile/"],
    "specialist/profile/<step>/": ["PATCH /api/v1/me/profile/"],
    "specialist/profile/do/<action>/": ["POST /api/v1/me/profile/submission/", "POST /api/v1/me/profile/pause/"],
    "specialist/profile/offerings/<public_id>/": ["PATCH /api/v1/me/offerings/{public_id}/"],
    "specialist/profile/offerings/<public_id>/remove/": ["DELETE /api/v1/me/offerings/{public_id}/"],
    "specialist/profile/offerings/new/": ["POST /api/v1/me/offerings/"],
    "specialist/profile/start/": ["POST /api/v1/me/profile/"],
    "specialist/profile/statistics/": ["GET /api/v1/me/profile/statistics/"],
    "specialist/projects/": ["GET /api/v1/me/projects/"],
    "specialist/projects/<public_id>/": [
        "GET /api/v1/projects/{public_id}/draft/",
        "PATCH /api/v1/projects/{public_id}/",
    ],
    "specialist/projects/<public_id>/<action>/": [
        "POST /api/v1/projects/{public_id}/submission/",
        "DELETE /api/v1/projects/{public_id}/",
    ],
    "specialist/projects/<public_id>/statistics/": ["GET /api/v1/projects/{public_id}/statistics/"],
    "specialist/projects/new/": ["POST /api/v1/projects/"],
    "specialist/verification/": ["GET /api/v1/me/verifications/"],
    "specialist/verification/<kind>/": [
        "POST /api/v1/me/verifications/",
        "POST /api/v1/me/verifications/{public_id}/answer/",
    ],
    "specialist/verification/<kind>/withdraw/": ["POST /api/v1/me/verifications/{public_id}/withdrawal/"],
}
# Guests have theirs in the session of their browser; an app has none.
GUESTS_TOO = {"favourites/", "favourites/projects/<public_id>/", "favourites/specialists/<public_id>/"}
# allauth has its own programs, and nobody looks with another's eyes from an app.
OF_ALLAUTH = ("accounts/", "account/sign-out-everywhere/", "account/look-away/")


def test_every_page_of_ones_own_has_its_operations() -> None:
    own = {
        address
        for address, view in addresses()
        if (asks_for_sign_in(view) or address in GUESTS_TOO)
        and not address.startswith((*OF_ALLAUTH, "api/v1/", "admin/"))
    }
    assert own == INSTEAD.keys()
    paths = document()["paths"]
    there = {f"{method.upper()} {path}" for path in paths for method in METHODS if method in paths[path]}
    assert {operation for operations in INSTEAD.values() for operation in operations} <= there


def shown(page: bytes) -> set[str]:
    """The projects and specialists that the page leads to."""
    main = page.decode().split("<main")[1].split("</main>")[0]
    found = re.findall(r'href="/(?:projects/|specialists/|specialist/projects/)(?:[^"/]*-)?([a-z0-9]{12})/', main)
    return set(found)


def test_what_a_page_of_ones_own_lists_the_api_lists(world: World) -> None:
    save_all(world.sam, [world.projects["published"]])
    saving_specialists.favourite(profile_of(world.clara).public_id, user=world.sam, desired=True)
    client = caller(world.sam)
    for page in ("/favourites/", "/specialist/projects/"):
        lists = [operation.split()[1] for operation in INSTEAD[page.strip("/") + "/"]]
        told = [card for path in lists for card in client.get(path).json()["results"]]
        known = {card["public_id"] for card in told}
        authors = {card["specialist"]["public_id"] for card in told if "specialist" in card}
        assert known <= shown(client.get(page).content) <= known | authors
        assert known
