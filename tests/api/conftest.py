"""A real server on the test's own database, and people who sign in at its door."""

from collections.abc import Iterator

import pytest

from tests.api.server import Server, running
from tests.api.world import World, build


@pytest.fixture
def server(transactional_db: None) -> Iterator[Server]:
    """gunicorn on a free port. New for each test: emptied tables get new content types, and a process remembers old."""
    with running() as server:
        yield server


@pytest.fixture
def world(server: Server) -> World:
    """Clara, Sam and Eve, committed."""
    return build()
