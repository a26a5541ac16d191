"""`python -m config.local.bench.silence`: the measuring half of doors.py, in a process with production's settings."""

import logging
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import django
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.test.client import MULTIPART_CONTENT

from config.local.bench.servers import HEADERS

django.setup()

from marketplace.accounts import services  # noqa: E402 - models come after the set-up
from marketplace.accounts.models import User  # noqa: E402
from marketplace.projects.models import Project, ProjectStanding  # noqa: E402

PAIRS, WARM_UP = 100, 10
KNOWN, PHRASE = "known@lintel.invalid", "copper lantern over the harbour"
JSON = "application/json"
APP = "/_allauth/app/v1/auth"

Call = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Door:
    """Where is asked, and what is sent beside the address."""

    name: str
    path: str
    said: dict[str, str]

    def ask(self, email: str) -> None:
        """One call of a browser, or an app, that was never here before."""
        body = {"login" if self.path == "/accounts/login/" else "email": email, **self.said}
        kind = JSON if self.path.startswith(APP) else MULTIPART_CONTENT
        Client(headers=HEADERS).post(self.path, body, content_type=kind)


DOORS = [
    Door("log in, wrong password", "/accounts/login/", {"password": PHRASE}),
    Door("log in by code", "/accounts/login/code/", {}),
    Door("forgotten password", "/accounts/password/reset/", {}),
    Door("sign up", "/accounts/signup/", {"password1": PHRASE, "display_name": "A"}),
    Door("app: log in, wrong password", f"{APP}/login", {"password": PHRASE}),
    Door("app: code", f"{APP}/code/request", {}),
    Door("app: forgotten password", f"{APP}/password/request", {}),
    Door("app: sign up", f"{APP}/signup", {"password": PHRASE, "display_name": "A"}),
]


def compared(known: Call, unknown: Call) -> tuple[float, float]:
    """The medians of both kinds of calls in milliseconds, asked in pairs whose order is left to chance."""
    times: dict[Call, list[float]] = {known: [], unknown: []}
    for number in range(WARM_UP + PAIRS):
        for call in random.sample([known, unknown], 2):
            started = time.perf_counter()
            call(number)
            times[call].append((time.perf_counter() - started) * 1000)
    return statistics.median(times[known][WARM_UP:]), statistics.median(times[unknown][WARM_UP:])


def lines() -> Iterator[str]:
    """The table, line by line; everything is undone afterwards."""
    settings.ACCOUNT_RATE_LIMITS = False
    logging.disable(logging.WARNING)
    yield "| door | known, ms | unknown, ms | ratio |"
    yield "| --- | ---: | ---: | ---: |"
    with transaction.atomic():
        services.make_person(KNOWN, "Known", "another phrase of several words")
        for place, door in enumerate(DOORS):
            yield _line(door.name, *compared(partial(_known, door), partial(_unknown, door, place)))
        yield _line("API: somebody else's draft, or nothing", *compared(*_drafts(Client(headers=HEADERS))))
        transaction.set_rollback(True)


def _line(name: str, known: float, unknown: float) -> str:
    return f"| {name} | {known:.1f} | {unknown:.1f} | {known / unknown:.2f} |"


def _known(door: Door, _number: int) -> None:
    door.ask(KNOWN)


def _unknown(door: Door, place: int, number: int) -> None:
    door.ask(f"door{place}-{number}@lintel.invalid")


def _drafts(browser: Any) -> tuple[Call, Call]:
    project = Project.objects.order_by("pk")[0]
    ProjectStanding.objects.filter(project=project).update(state="draft", published_at=None)
    browser.force_login(User.objects.get(email=KNOWN))
    foreign = f"/api/v1/projects/{project.public_id}/"
    missing = f"/api/v1/projects/{project.public_id[::-1]}/"
    return lambda _number: browser.get(foreign), lambda _number: browser.get(missing)


for line in lines() if __name__ == "__main__" else ():
    print(line, flush=True)  # noqa: T201 - this is a command
