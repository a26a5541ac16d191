"""A real server on the test's own database, and people who sign in at its door."""

from collections.abc import Iterator

import pytest

from tests.api.server import Server, running
from tests.api.world import World, build


@pytest.fixture(scope="session")
def gunicorn(django_db_setup: None) -> Iterator[Server]:
    """gunicorn on a free port, for all tests that ask."""
    with running() as server:
        yield server


@pytest.fixture
def server(transactional_db: None, gunicorn: Server) -> Server:
    """The server as if it had just begun."""
    gunicorn.renew()
    return gunicorn


@pytest.fixture
def world(server: Server) -> World:
    """Clara, Sam and Eve, committed."""
    return build()
