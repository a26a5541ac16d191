"""What is said twice under one Idempotency-Key is done once."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import requests
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from marketplace.audit import tasks
from marketplace.audit.api.idempotency import digest
from marketplace.audit.models import IdempotencyKey
from marketplace.catalog.models import Category
from marketplace.core import clock
from marketplace.media.models import MediaAsset
from marketplace.projects.models import Project
from marketplace.specialists.models import Offering
from tests.api.server import Server
from tests.api.world import World
from tests.media.corpus import jpeg

COPIES = 20
PROJECT = {"title": "A new sage kitchen", "category": "kitchens", "city": "almaty"}
OFFERING = {"service": "island", "title": "Another island", "price_type": "fixed", "price": "100.00"}


def together(server: Server, email: str, **call: Any) -> list[requests.Response]:
    """The same call from twenty connections at the same moment."""
    token, barrier = server.token(email), Barrier(COPIES)

    def send(_: int) -> requests.Response:
        with server.client(Authorization=f"Bearer {token}") as caller:
            barrier.wait()
            return caller.post("/api/v1/projects/", **call)

    with ThreadPoolExecutor(COPIES) as pool:
        return list(pool.map(send, range(COPIES)))


def test_twenty_copies_make_one_project_and_get_one_answer(server: Server, world: World) -> None:
    before = Project.objects.count()
    answers = together(server, "sam@example.com", json=PROJECT, headers={"Idempotency-Key": "one"})
    assert [answer.status_code for answer in answers] == [201] * COPIES
    assert len({answer.content for answer in answers}) == 1
    assert len({answer.headers["ETag"] for answer in answers}) == 1
    assert sorted(answer.headers.get("Idempotency-Replayed", "") for answer in answers) == ["", *["true"] * 19]
    assert Project.objects.count() == before + 1


def test_control_without_a_key_each_copy_makes_a_project(server: Server, world: World) -> None:
    before = Project.objects.count()
    answers = together(server, "sam@example.com", json=PROJECT)
    made = {answer.json()["public_id"] for answer in answers if answer.status_code == 201}
    assert len(made) > 1
    assert Project.objects.count() == before + len(made)


def test_everywhere_it_is_honoured_a_repeat_changes_nothing(server: Server, world: World) -> None:
    picture = {"file": ("one.jpg", jpeg(), "image/jpeg")}
    calls: list[tuple[str, dict[str, Any]]] = [
        ("/api/v1/me/profile/", {"json": {"name": "Sam the builder"}}),
        ("/api/v1/me/offerings/", {"json": OFFERING}),
        ("/api/v1/uploads/", {"files": picture}),
    ]
    with server.signed_in("sam@example.com") as sam:
        sam.headers["Idempotency-Key"] = "two"
        for path, body in calls:
            first, second = sam.post(path, **body), sam.post(path, **body)
            assert first.ok, first.text
            assert (first.status_code, first.content) == (second.status_code, second.content)
            assert second.headers["Idempotency-Replayed"] == "true"
    assert Offering.objects.filter(title="Another island").count() == 1
    assert MediaAsset.objects.filter(original_name="one.jpg").count() == 1


def test_another_body_under_the_key_is_refused_and_another_persons_key_is_another_key(
    server: Server, world: World
) -> None:
    with server.signed_in("sam@example.com") as sam, server.signed_in("eve@example.com") as eve:
        sam.headers["Idempotency-Key"] = eve.headers["Idempotency-Key"] = "three"
        assert sam.post("/api/v1/projects/", json=PROJECT).status_code == 201
        before = Project.objects.count()
        refused = sam.post("/api/v1/projects/", json={**PROJECT, "title": "Something else"})
        assert refused.status_code == 422
        assert refused.json() == {
            "type": "about:blank",
            "title": "This Idempotency-Key was used for another call.",
            "status": 422,
            "code": "idempotency_key_reused",
        }
        assert Project.objects.count() == before
        assert eve.post("/api/v1/projects/", json=PROJECT).status_code == 201


def test_a_refusal_is_not_kept(server: Server, world: World) -> None:
    with server.signed_in("sam@example.com") as sam:
        sam.headers["Idempotency-Key"] = "four"
        assert sam.post("/api/v1/projects/", json={"title": "x"}).status_code == 400
        assert sam.post("/api/v1/projects/", json=PROJECT).status_code == 201


def cut_the_waiting_connection() -> int:
    """Ends the server's connection that waits for a lock, as an administrator would. How many there were."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees what it saw first, otherwise
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND application_name = 'lintel-web' AND wait_event_type = 'Lock'"
            )
            if ended := len(cursor.fetchall()):
                return ended
    return 0


def test_a_call_whose_connection_is_cut_at_work_leaves_nothing_and_its_repeat_makes_one_project(
    server: Server, world: World
) -> None:
    before = Project.objects.count()
    with server.signed_in("sam@example.com") as sam, ThreadPoolExecutor(1) as pool:
        sam.headers["Idempotency-Key"] = "six"
        with transaction.atomic():
            Category.objects.select_for_update().get(slug="kitchens")  # nobody can refer to it until we are through
            first = pool.submit(sam.post, "/api/v1/projects/", json=PROJECT)
            assert cut_the_waiting_connection() == 1
            assert first.result().status_code == 503
        assert (Project.objects.count(), IdempotencyKey.objects.count()) == (before, 0)
        answers = [sam.post("/api/v1/projects/", json=PROJECT) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert Project.objects.count() == before + 1


def test_a_call_still_at_work_is_a_conflict_and_a_killed_one_is_forgotten(server: Server, world: World) -> None:
    key = IdempotencyKey.objects.create(
        owner=f"user {world.sam.pk}", route="POST /api/v1/projects/", key="five", request_hash=digest(PROJECT)
    )
    with server.signed_in("sam@example.com") as sam:
        sam.headers["Idempotency-Key"] = "five"
        waiting = sam.post("/api/v1/projects/", json=PROJECT)
        assert (waiting.status_code, waiting.json()["code"]) == (409, "idempotency_in_progress")
        assert waiting.headers["Retry-After"] == "5"
        IdempotencyKey.objects.filter(pk=key.pk).update(created_at=clock.now() - timedelta(minutes=3))
        assert sam.post("/api/v1/projects/", json=PROJECT).status_code == 201


@pytest.mark.parametrize("key", ["", "a" * 101, "ключ".encode(), "a b"])
def test_a_key_that_is_none_is_refused(server: Server, world: World, key: str) -> None:
    with server.signed_in("sam@example.com") as sam:
        refused = sam.post("/api/v1/projects/", json=PROJECT, headers={"Idempotency-Key": key})
    assert (refused.status_code, refused.json()["code"]) == (422, "bad_idempotency_key")


def test_keys_live_for_a_day(db: None) -> None:
    for hours in (23, 25):
        at = clock.now() - timedelta(hours=hours)
        IdempotencyKey.objects.create(owner="user 1", route="POST /", key=str(hours), request_hash="", created_at=at)
    tasks.forget_keys()
    assert [row.key for row in IdempotencyKey.objects.all()] == ["23"]


def test_the_same_values_have_the_same_fingerprint() -> None:
    first = SimpleUploadedFile("a.jpg", b"bytes")
    assert digest({"a": 1, "b": [first]}) == digest({"b": [SimpleUploadedFile("other.jpg", b"bytes")], "a": 1})
    assert first.read() == b"bytes"
    assert digest({"a": ["b", "c"]}) != digest({"a": ["bc"]})
    assert digest({"a": 1}) != digest({"a": "1"})
