"""What no honest caller sends is answered before anything else looks at it."""

import os
import subprocess
import sys

import pytest
from django.test import Client

from config.env import ROOT
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


def test_first_readers_of_the_document_at_once_get_the_same() -> None:
    script = (
        "import sys, django; django.setup(); sys.setswitchinterval(1e-4)\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from config.reference import document_text\n"
        "with ThreadPoolExecutor(4) as pool: texts = set(pool.map(lambda _: document_text(), range(4)))\n"
        "assert len(texts) == 1\n"
    )
    path = f"{ROOT / 'site'}{os.pathsep}{ROOT}"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": path}
    subprocess.run([sys.executable, "-c", script], env=environment, check=True)


@pytest.mark.parametrize("kind", ["app", "browser"])
def test_there_are_no_telephones(client: Client, db: None, kind: str) -> None:
    client.force_login(build().sam)
    answer = client.get(f"/_allauth/{kind}/v1/account/phone")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_change_by_cookie_without_its_token_is_a_problem_and_no_page(db: None) -> None:
    world = build()
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.clara)
    for kind in ("application/json", "text/plain"):
        answer = client.put(f"/api/v1/projects/{world.projects['published'].public_id}/favourite/", "{}", kind)
        assert (answer.status_code, answer.headers["Content-Type"]) == (403, "application/problem+json")
