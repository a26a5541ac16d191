"""A real server on the test's own database, and people who sign in at its door."""

from collections.abc import Iterator

import pytest

from tests.api.server import Server, running
from tests.api.world import World, build


@pytest.fixture(scope="session")
def gunicorn(django_db_setup: None) -> Iterator[Server]:
    """gunicorn on a free port of this machine, for all tests of the session."""
    with running() as server:
        yield server


@pytest.fixture
def server(transactional_db: None, gunicorn: Server) -> Server:
    """The server; what a test writes is committed, so that it is seen there."""
    return gunicorn


@pytest.fixture
def world(server: Server) -> World:
    """Clara, Sam and Eve, committed."""
    return build()
