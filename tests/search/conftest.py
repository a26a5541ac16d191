"""Every engine answers the same questions: add yours to ENGINES."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from marketplace.text import services as text
from search import queries
from search.documents import Document
from search.engines.base import Engine
from search.engines.postgres import PostgresEngine
from search.queries import Found, Query

ENGINES = [PostgresEngine]
DAY = datetime(2026, 1, 1, tzinfo=UTC)

Write = Callable[..., None]
Ask = Callable[..., Found]


def listing(number: int, **told: Any) -> Document:
    """A project unless told otherwise, published on the number's day of 2026."""
    usual = {
        "kind": "project",
        "object_id": number,
        "public_id": f"listing{number:05d}",
        "title": f"Listing {number}",
        "published_at": DAY + timedelta(days=number),
        "version": 1,
    }
    return Document(**{**usual, **told})


@pytest.fixture(params=ENGINES, ids=lambda engine: engine.__name__)
def engine(request: pytest.FixtureRequest, db: None, monkeypatch: pytest.MonkeyPatch) -> Engine:
    made: Engine = request.param()
    monkeypatch.setattr(queries, "engine", lambda: made)
    return made


@pytest.fixture
def write(engine: Engine) -> Write:
    def write(*documents: Document) -> None:
        engine.index(documents)
        text.learn([document.words() for document in documents])

    return write


@pytest.fixture
def ask(engine: Engine) -> Ask:
    def ask(words: str = "", **said: Any) -> Found:
        return queries.find(Query(**{"kind": "project", "words": words, **said}))

    return ask
