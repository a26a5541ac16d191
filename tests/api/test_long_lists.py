"""A list that is too long costs next to nothing: nothing in it is looked at."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.world import World, build

DRAFT = {"title": "A new sage kitchen", "category": "kitchens", "city": "almaty"}
LISTS = [
    ("POST", "/api/v1/projects/", "rooms", "kitchen"),
    ("POST", "/api/v1/projects/", "styles", "loft"),
    ("POST", "/api/v1/projects/", "media_add", "z" * 12),
    ("POST", "/api/v1/projects/", "media_delete", {}),
    ("POST", "/api/v1/projects/", "media_order", None),
    ("PATCH", "/api/v1/me/profile/", "categories", "kitchens"),
    ("PATCH", "/api/v1/me/profile/", "languages", "ru"),
]


@pytest.fixture
def world(db: None) -> World:
    return build()


def send(world: World, method: str, path: str, **fields: object) -> tuple[int, list[dict[str, str]], int]:
    """Status, what is wrong, and how many statements it took."""
    client = Client()
    client.force_login(world.sam)
    body = {**(DRAFT if method == "POST" else {}), **fields}
    with CaptureQueriesContext(connection) as asked:
        answer = client.generic(method, path, json.dumps(body), "application/json")
    return answer.status_code, answer.json().get("errors", []), len(asked)


@pytest.mark.parametrize(("method", "path", "name", "item"), LISTS)
def test_its_length_is_refused_in_as_many_statements_as_a_short_one(
    world: World, method: str, path: str, name: str, item: object
) -> None:
    # What is read once for a while, the terms of the site for one, is read by now.
    send(world, method, path, **{name: [item]})
    status, errors, few = send(world, method, path, **{name: [item] * 50})
    assert (status, [error["field"] for error in errors]) == (400, [name])
    assert send(world, method, path, **{name: [item] * 5_000})[1:] == (errors, few)


def test_texts_for_more_photos_than_there_can_be_are_refused(world: World) -> None:
    texts = {f"{number:012}": {"alt": "x"} for number in range(13)}
    status, errors, _ = send(world, "POST", "/api/v1/projects/", media_texts=texts)
    assert (status, [error["field"] for error in errors]) == (400, ["media_texts"])


def test_terms_are_read_in_one_statement_and_an_unknown_one_is_named(world: World) -> None:
    _, errors, _ = send(world, "POST", "/api/v1/projects/", rooms=["kitchen", "attic"])
    assert errors == [{"field": "rooms", "code": "does_not_exist", "detail": "Object with slug=attic does not exist."}]


def test_an_answer_names_fifty_faults_at_most(world: World) -> None:
    texts = {f"{number:012}": {"alt": 7, "caption": 7} for number in range(12)}
    faults = send(world, "POST", "/api/v1/projects/", media_texts=texts, rooms=[[]] * 40)[1]
    assert len(faults) == 50
