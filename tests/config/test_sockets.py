"""The socket server: a sign of life, and nobody in without a ticket."""

import asyncio
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.conf import settings

from config.asgi import application

OURS = [(b"origin", settings.SITE_URL.encode())]


async def ask(path: str) -> tuple[int, bytes]:
    scope = {"type": "http", "method": "GET", "path": path, "headers": []}
    communicator = ApplicationCommunicator(application, scope)
    await communicator.send_input({"type": "http.request"})
    start: dict[str, Any] = await communicator.receive_output()
    body: dict[str, Any] = await communicator.receive_output()
    return start["status"], body["body"]


def test_it_says_that_it_lives() -> None:
    assert asyncio.run(ask("/livez")) == (200, b"ok")


@pytest.mark.parametrize("path", ["/", "/admin/", "/projects/", "/livez/", "/ws/"])
def test_it_serves_no_pages(path: str) -> None:
    assert asyncio.run(ask(path)) == (404, b"not here")


async def knock(path: str, headers: list[tuple[bytes, bytes]]) -> tuple[bool, int | None]:
    """Whether the socket opened, and the code it was closed with."""
    scope = {"type": "websocket", "path": path, "headers": headers, "subprotocols": [], "query_string": b""}
    communicator = ApplicationCommunicator(application, scope)
    await communicator.send_input({"type": "websocket.connect"})
    answer: dict[str, Any] = await communicator.receive_output(timeout=5)
    is_open = answer["type"] == "websocket.accept"
    if is_open:
        answer = await communicator.receive_output(timeout=5)
    assert answer["type"] == "websocket.close"
    communicator.stop(exceptions=False)
    return is_open, answer.get("code")


def test_without_a_ticket_the_door_says_so_and_closes() -> None:
    assert asyncio.run(knock("/ws/", OURS)) == (True, 4401)


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/ws/", [(b"origin", b"https://elsewhere.example")]), ("/ws/", []), ("/", OURS), ("/ws/admin/", OURS)],
)
def test_other_sites_and_other_addresses_are_not_let_in(path: str, headers: list[tuple[bytes, bytes]]) -> None:
    is_open, _code = asyncio.run(knock(path, headers))
    assert not is_open
