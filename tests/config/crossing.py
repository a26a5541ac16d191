"""What another site can make somebody's browser send here: forms of three kinds, with cookies, without the token."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from django.test.client import MULTIPART_CONTENT

from tests.config import doors

FORM: Final = "application/x-www-form-urlencoded"
TEXT: Final = "text/plain"
JSON: Final = "application/json"
PARTS: Final = b'--BoUnDaRyStRiNg\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--BoUnDaRyStRiNg--\r\n'
FOREIGN: Final = _get_new_csrf_string() * 2
# What the walk's own refusal says, so that a refusal for another reason is not taken for it.
MARK: Final = "X-Refused"
APPS: Final = "_allauth/app/"
WRITES: Final = ("INSERT", "UPDATE", "DELETE", "TRUNCATE")


@dataclass(frozen=True)
class Attack:
    """One request of another site's."""

    name: str
    method: str = "POST"
    kind: str = FORM
    body: bytes = b"a=1"
    headers: Mapping[str, str] = field(default_factory=dict)


# The three kinds of a form, a token of somebody else's in both places, and the ways to call a POST something else.
# Other methods cannot be sent from elsewhere without asking first; they are refused all the same.
ATTACKS: Final = (
    Attack("a form without the token"),
    Attack("a form with files", kind=MULTIPART_CONTENT, body=PARTS),
    Attack("JSON sent as text", kind=TEXT, body=json.dumps({"a": "1"}).encode()),
    Attack("JSON", kind=JSON, body=b"{}"),
    Attack("a foreign token", body=f"csrfmiddlewaretoken={FOREIGN}".encode()),
    Attack("a foreign token in the header", headers={"X-CSRFToken": FOREIGN}),
    Attack("another method in the header", headers={"X-HTTP-Method-Override": "DELETE"}),
    Attack("another method in the form", body=b"_method=DELETE"),
    Attack("PUT", method="PUT", kind=TEXT),
    Attack("PATCH", method="PATCH", kind=TEXT),
    Attack("DELETE", method="DELETE", kind=TEXT, body=b""),
)


class Writes:
    """Counts what the statements of a request write; sessions too, for a refused request has no business with them."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip(" (").upper().startswith(WRITES):
            self.found.append(sql[:60])
        return execute(sql, params, many, context)


def refuse(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW of the walk: its page is drawn elsewhere, and ten thousand of them take minutes."""
    answer = HttpResponse(status=403)
    answer[MARK] = "csrf"
    return answer


def send(browser: Client, address: str, attack: Attack) -> tuple[HttpResponse, list[str]]:
    """What is answered, and what it wrote."""
    writes = Writes()
    with connection.execute_wrapper(writes):
        answer = browser.generic(attack.method, address, attack.body, attack.kind, headers=dict(attack.headers))
    return answer, writes.found  # type: ignore[return-value]


def is_refused(answer: HttpResponse) -> bool:
    """Whether it was refused for want of the token, and for nothing else."""
    if answer.status_code != 403:
        return False
    is_problem = answer["Content-Type"] == "application/problem+json"
    return answer.get(MARK) == "csrf" or (is_problem and "CSRF" in json.loads(answer.content)["title"])


def breaches(browser: Client, routes: list[str], known: dict[str, Any], attacks: tuple[Attack, ...]) -> Iterator[str]:
    """Every attack that was not refused, or wrote something."""
    for route in routes:
        address = doors.address_of(route, known)
        for attack in attacks:
            answer, written = send(browser, address, attack)
            if written or not (is_refused(answer) or answer.status_code == doors.NO_SUCH_METHOD):
                yield f"{route}: {attack.name}: {answer.status_code} {written}"
