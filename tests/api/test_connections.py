"""A connection to gunicorn ends when that was said, and lives on when it was not."""

import pytest

from tests.api.server import Server


@pytest.mark.parametrize(
    ("size", "ends"), [(32 * 1024, False), (32 * 1024 + 1, True), (64 * 1024, True), (1_000_000, True)]
)
def test_a_refused_body_never_breaks_the_next_request(server: Server, size: int, ends: bool) -> None:
    with server.client() as caller:
        for _ in range(3):
            answer = caller.post("/api/v1/projects/", data=b"x" * size, headers={"Content-Type": "application/json"})
            assert answer.status_code == 401
            assert (answer.headers["Connection"] == "close") == ends


def test_a_body_of_unknown_length_ends_its_connection(server: Server) -> None:
    with server.client() as caller:
        for _ in range(3):
            pieces = iter([b"x" * 1000] * 200)
            answer = caller.post("/api/v1/projects/", data=pieces, headers={"Content-Type": "application/json"})
            assert (answer.status_code, answer.headers["Connection"]) == (401, "close")
