"""`python -m config.local.bench.world`: the scratch database's world, made once, and what the bench asks of it.

Runs in a process of its own, because the settings are read once and making a world needs others than serving it.
"""

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection
from django.test import Client

from config.local.bench.servers import HEADERS

django.setup()

from config.local.prepare import static_fingerprint  # noqa: E402 - models come after the set-up
from marketplace.projects.models import Project, ProjectFavourite  # noqa: E402
from pages import tree  # noqa: E402
from search.models import SearchDocument  # noqa: E402
from search.queries import Query, find  # noqa: E402

DEEP = 400
PAGES = 250
SPREAD = 50


def make(number: int) -> None:
    """The tables and so many projects, unless they are there."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("sync_groups", stdout=io.StringIO())
    have = SearchDocument.objects.filter(kind="project").count()
    if have not in (0, number):
        raise SystemExit(f"lintel: the scratch database holds {have} projects: remove .local/bench and start over.")
    if not have:
        tree.blog()
        call_command("seed_load", projects=number)


def collect() -> None:
    """The static files as production serves them, unless none of them has changed."""
    stamp, wanted = Path(settings.STATIC_ROOT).with_suffix(".hash"), static_fingerprint()
    if not stamp.exists() or stamp.read_text() != wanted:
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(wanted)


def questions() -> dict[str, Any]:
    """What the rows of the table ask for: addresses, cursors, words, and the cookie of somebody."""
    projects = list(Project.objects.order_by("pk")[: SPREAD * 40 : 40])
    return {
        "details": [f"/api/v1/projects/{project.public_id}/" for project in projects],
        "pages": [project.get_absolute_url() for project in projects],
        "deep": _cursor_of(DEEP),
        "cursors": list(_cursors("newest", PAGES)),
        "words": list(_words(PAGES)),
        "cookie": _cookie(),
    }


def _cursor_of(page: int) -> str:
    """The cursor of that page of the first list, 24 on each."""
    cursor, left = "", (page - 1) * 24
    while left:
        step = min(left, 96)
        cursor, left = find(Query(kind="project", cursor=cursor, limit=step)).next, left - step
    return cursor


def _cursors(sort: Any, number: int) -> Iterator[str]:
    """The cursors of the pages behind the first one, in turn."""
    cursor = ""
    for _ in range(number):
        cursor = find(Query(kind="project", sort=sort, cursor=cursor)).next
        yield cursor


def _words(number: int) -> Iterator[str]:
    """Questions of one to three words from titles; a letter of every tenth is missing."""
    for place, project in enumerate(Project.objects.order_by("-pk")[: number * 3 : 3]):
        words = project.title.replace(",", "").split()[: 1 + place % 3]
        text = " ".join(words)
        yield text[:2] + text[3:] if place % 10 == 0 and len(text) > 4 else text


def _cookie() -> str:
    """The cookie of somebody who is signed in and saved a few projects."""
    favourite = ProjectFavourite.objects.select_related("user").order_by("pk").first()
    if favourite is None:
        raise SystemExit("lintel: nobody saved anything in the scratch database.")
    session = SessionStore()
    session[SESSION_KEY] = str(favourite.user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = favourite.user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def statements(asked: dict[str, tuple[str, str]]) -> dict[str, list[tuple[str, Any]]]:
    """The SQL behind a second look at each of these addresses, by name; each comes with its cookie."""
    found: dict[str, list[tuple[str, Any]]] = {}
    for name, (path, cookie) in asked.items():
        client, told = Client(headers={**HEADERS, "Cookie": cookie}), Told()
        client.get(path)
        with connection.execute_wrapper(told):
            status = client.get(path).status_code
        if status != 200:
            raise SystemExit(f"lintel: {path} answered {status}")
        found[name] = told.statements
    return found


class Told:
    """Notes each statement that is executed, with its values."""

    def __init__(self) -> None:
        self.statements: list[tuple[str, Any]] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        self.statements.append((sql, params))
        return execute(sql, params, many, context)


def main() -> None:
    """`make N`: the world. `ask`: static files and questions. `tell`: the statements of what standard input names."""
    if sys.argv[1] == "make":
        make(int(sys.argv[2]))
    elif sys.argv[1] == "ask":
        collect()
        print(json.dumps(questions()))  # noqa: T201 - read by the bench
    else:
        print(json.dumps(statements(json.load(sys.stdin)), default=str))  # noqa: T201


if __name__ == "__main__":
    main()
