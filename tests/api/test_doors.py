"""What no honest caller sends is answered before anything else looks at it."""

import pytest
from django.test import Client

from config.reference import document
from tests.api.attacker import Attacker
from tests.api.world import build


@pytest.mark.parametrize("depth", [30, 990, 5_000, 100_000])
def test_the_doors_for_apps_refuse_json_nested_too_deeply(client: Client, db: None, depth: int) -> None:
    body = '{"email": ' + "[" * depth + "]" * depth + "}"
    answer = client.post("/_allauth/app/v1/auth/login", body, content_type="application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["code"] == "parse_error"


def test_a_password_may_be_all_brackets(client: Client, db: None) -> None:
    sent = {"email": "nobody@example.com", "password": "[{" * 60}
    answer = client.post("/_allauth/app/v1/auth/login", sent, content_type="application/json")
    assert answer.json()["errors"][0]["code"] == "email_password_mismatch"


@pytest.mark.parametrize("value", ["a\x00b", '"a\\000b"'])
def test_a_cookie_with_nul_is_as_good_as_none(db: None, value: str) -> None:
    build()
    assert Attacker().send("GET", "/api/v1/projects/", HTTP_COOKIE=f"session={value}; csrf={value}") == 200


def test_the_document_is_drawn_once_and_not_sent_twice(client: Client, db: None) -> None:
    first = client.get("/api/v1/schema/", headers={"Accept-Language": "ru"})
    assert first.json()["paths"].keys() == document()["paths"].keys()
    again = client.get("/api/v1/schema/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
