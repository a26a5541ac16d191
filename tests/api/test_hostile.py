"""Whatever is sent, wherever it can be sent to: an answer, and never one that says that we broke."""

import io
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from config.reference import METHODS, document
from marketplace.accounts.models import User
from tests.api import hostile
from tests.api.attacker import JSON, Attacker
from tests.api.server import Server
from tests.api.world import World, build

# How many requests each test makes at least; together at least twenty thousand.
LEAST = {
    "addresses": 4_500,
    "questions": 6_000,
    "headers": 3_500,
    "cookies": 700,
    "values": 3_000,
    "forms": 2_000,
    "doors": 1_500,
    "bodies": 900,
}


def test_there_are_at_least_twenty_thousand() -> None:
    assert sum(LEAST.values()) >= 20_000


@pytest.fixture
def attacker(request: pytest.FixtureRequest) -> Iterator[Attacker]:
    """Somebody whose count and whose damage are looked at in the end."""
    attacker = Attacker()
    with attacker.listening():
        yield attacker
    print(f"{request.param}: {attacker.count} requests")
    assert attacker.broken == {}
    assert attacker.count >= LEAST[request.param]


@pytest.fixture
def world(db: None) -> World:
    return build()


def filled(address: str, world: World) -> str:
    """The address with things that are there."""
    id_ = world.offering.public_id if "offerings" in address else world.projects["published"].public_id
    return address.replace("{}", world.profile.public_id if address.startswith("/specialists/") else id_)


@pytest.mark.slow
@pytest.mark.parametrize("attacker", ["addresses"], indirect=True)
def test_addresses(world: World, attacker: Attacker) -> None:
    for user in (None, world.sam):
        if user:
            attacker.client.force_login(user)
        for address in sorted(set(hostile.addresses())):
            values = hostile.TEXTS if "{}" in address or user is None else hostile.TEXTS[:4]
            for value in values:
                path = address if "{}" in address else address.rstrip("/") + "/{}"
                attacker.send("GET", path.replace("{}", hostile.encoded(value)))
        attacker.send("GET", "/" + hostile.LONG)
        attacker.send("GET", "/api/v1/projects/" + hostile.LONG + "/")


@pytest.mark.slow
@pytest.mark.parametrize("attacker", ["questions"], indirect=True)
def test_questions(world: World, attacker: Attacker) -> None:
    lists = ["/projects/", "/specialists/", "/api/v1/projects/", "/api/v1/specialists/", "/api/v1/projects/facets/"]
    lists += ["/api/v1/specialists/facets/", "/api/v1/suggestions/", "/api/v1/articles/", "/blog/feed/"]
    for path in lists:
        for key in hostile.KEYS:
            for value in hostile.TEXTS:
                attacker.send("GET", path, query=f"{hostile.encoded(key)}={hostile.encoded(value)}")
        attacker.send("GET", path, query=f"q={hostile.LONG}")
        attacker.send("GET", path, query="&".join(f"category=a{number}" for number in range(10_000)))
        for raw in ("q=\x00", "q=%ff%fe", "%", "&&&=", "q=\xed\xa0\x80", "cursor=" + "A" * 400, "q=" + "a " * 10_000):
            attacker.send("GET", path, query=raw)
    attacker.client.force_login(world.sam)
    for address in sorted(set(hostile.addresses())):
        for value in hostile.TEXTS[:12]:
            attacker.send(
                "GET", filled(address, world), query=f"next={hostile.encoded(value)}&window={hostile.encoded(value)}"
            )


@pytest.mark.slow
@pytest.mark.parametrize("attacker", ["headers"], indirect=True)
def test_headers(world: World, attacker: Attacker) -> None:
    project = world.projects["published"].public_id
    paths = ["/api/v1/projects/", f"/api/v1/projects/{project}/", "/projects/", "/accounts/login/"]
    values = [
        *hostile.TEXTS,
        "en;q=" + "9" * 400,
        ",".join(['a/b;x="y\\";z"'] * 200),
        "Bearer " + "a.b.c",
        "bytes=0-,-1",
    ]
    for path in paths:
        for name in hostile.HEADERS:
            slot = name.upper().replace("-", "_")
            slot = slot if slot in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{slot}"
            for value in values:
                said = f"Bearer {value}" if name == "Authorization" and values.index(value) % 2 else value
                attacker.send("GET", path, **{slot: hostile.header(said)})
            attacker.send("GET", path, **{slot: "x" * 8_000})
        attacker.send("GET", path, HTTP_COOKIE="; ".join(f"c{number}={'x' * 80}" for number in range(100)))


@pytest.mark.slow
@pytest.mark.parametrize("attacker", ["cookies"], indirect=True)
def test_cookies(world: World, attacker: Attacker) -> None:
    for path in ("/", "/projects/", "/api/v1/projects/", "/accounts/login/"):
        for name in hostile.COOKIES:
            for value in hostile.TEXTS:
                attacker.send("GET", path, HTTP_COOKIE=hostile.header(f"{name}={value}"))


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation of the API that takes a body: method, address, the shape of the body."""
    api = document()
    for path, methods in api["paths"].items():
        for method in METHODS:
            for kind, content in methods.get(method, {}).get("requestBody", {}).get("content", {}).items():
                shape = content["schema"].get("$ref", "").rsplit("/", 1)[-1]
                yield (
                    method.upper(),
                    path,
                    {"kind": kind, **api["components"]["schemas"].get(shape, {"properties": {}})},
                )


HONEST = {
    "title": "A new kitchen",
    "category": "kitchens",
    "city": "almaty",
    "service": "island",
    "price_type": "quote",
}


@pytest.mark.slow
@pytest.mark.parametrize("attacker", ["values"], indirect=True)
def test_values(world: World, attacker: Attacker) -> None:
    for method, path, shape in operations():
        address = filled(path.replace("{public_id}", "{}"), world)
        attacker.client.force_login(world.sam)
        for name in [*shape["properties"], "owner", "state", "__proto__"]:
            honest = {key: value for key, value in HONEST.items() if key in shape["properties"] and key != name}
            if shape["kind"] != JSON:
                for value in hostile.TEXTS:
                    attacker.send(method, address, *multipart({**honest, name: value}))
                continue
            start = json.dumps(honest)[:-1] + (", " if honest else "")
            for value in hostile.JSONS:
                attacker.send(method, address, f'{start}"{name}": {value}}}'.encode())
        attacker.send(method, address, json.dumps({"title": hostile.LONG, "bio": hostile.LONG}).encode())


def multipart(values: dict[str, str]) -> tuple[bytes, str]:
    """A form as browsers write it."""
    body = io.BytesIO()
    for name, value in values.items():
        head = f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        body.write(head.encode() + value.encode("utf-8", "surrogatepass") + b"\r\n")
    return body.getvalue() + b"--b--\r\n", "multipart/form-data; boundary=b"


class Fields(HTMLParser):
    """The names of a page's inputs, by the address their form goes to."""

    def __init__(self, page: str, address: str) -> None:
        super().__init__()
        self.here, self.action = address, ""
        self.forms: dict[str, set[str]] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "form":
            self.action = (told.get("action") or self.here) if (told.get("method") or "").lower() == "post" else ""
        elif tag in ("input", "select", "textarea", "button") and told.get("name") and self.action:
            self.forms.setdefault(self.action, set()).add(str(told["name"]))


def inputs(client: Client, address: str) -> dict[str, set[str]]:
    """What the forms of a page ask for, by where they go."""
    page = client.get(address)
    is_page = page.status_code == 200 and "html" in page.headers.get("Content-Type", "")
    return Fields(page.content.decode(), address).forms if is_page else {}


def asked(world: World) -> Iterator[tuple[User | None, str, str]]:
    """Every input of every form, for nobody and for a specialist: who sees it, where it goes, its name."""
    for user in (None, world.sam):
        client, found = Client(raise_request_exception=False), set[tuple[str, str]]()
        if user:
            client.force_login(user)
        for address in sorted({filled(address, world) for address in hostile.addresses()}):
            found |= {(to, name) for to, names in inputs(client, address).items() for name in names}
        for to, name in sorted(found):
            if name != "csrfmiddlewaretoken":
                yield user, to.split("?")[0], name


@pytest.mark.slow
@pytest.mark.parametrize("attacker", ["forms"], indirect=True)
def test_forms(world: World, attacker: Attacker) -> None:
    for user, address, name in asked(world):
        attacker.client.cookies.clear()
        if user:
            attacker.client.force_login(user)
        for value in hostile.TEXTS:
            body = f"{name}={hostile.encoded(value)}".encode()
            attacker.send("POST", address, body, "application/x-www-form-urlencoded")


@pytest.mark.slow
@pytest.mark.parametrize("attacker", ["doors"], indirect=True)
def test_doors(world: World, attacker: Attacker) -> None:
    names = ("email", "password", "code", "key", "new_password", "current_password", "refresh_token", "display_name")
    for address in sorted(set(hostile.addresses())):
        if not address.startswith("/_allauth/app/"):
            continue
        for name in names:
            for value in hostile.JSONS[::4]:
                attacker.send("POST", address, f'{{"{name}": {value}}}'.encode())
        for _, body in hostile.bodies():
            if len(body) < 100_000:
                attacker.send("POST", address, body)


@pytest.mark.slow
@pytest.mark.parametrize("attacker", ["bodies"], indirect=True)
def test_bodies(world: World, attacker: Attacker) -> None:
    attacker.client.force_login(world.sam)
    for method, path, _ in operations():
        address = filled(path.replace("{public_id}", "{}"), world)
        for kind, body in [*hostile.bodies(), *hostile.forms()]:
            attacker.send(method, address, body, kind)
    for length in ("-1", "abc", "", "99999999999999999999"):
        attacker.send("POST", "/api/v1/projects/", b"{}", CONTENT_LENGTH=length)
    assert attacker.send("POST", "/api/v1/projects/", hostile.huge()[1]) == 413
    assert attacker.send("POST", "/api/v1/projects/", b"[" * 100_000 + b"]" * 100_000) == 400


def test_some_hundreds_over_a_real_connection(server: Server, world: World) -> None:
    """The same values through gunicorn: what it lets through is answered, nothing is a 5xx."""
    count, broken = 0, []
    with server.client() as caller:
        for path in ("/api/v1/projects/", "/projects/", "/api/v1/suggestions/", "/api/v1/projects/{}/"):
            for key in ("q", "city", "cursor"):
                for value in hostile.TEXTS:
                    address = path.replace("{}", hostile.encoded(value) or "x")
                    answer = caller.get(f"{address}?{key}={hostile.encoded(value)}", allow_redirects=False)
                    count += 1
                    if answer.status_code >= 500:
                        broken.append((answer.status_code, answer.url[:200]))
        for kind, body in [*hostile.bodies(), *hostile.forms(), hostile.huge()]:
            answer = caller.post("/api/v1/projects/", data=body, headers={"Content-Type": kind.encode("latin-1")})
            count += 1
            if answer.status_code >= 500:
                broken.append((answer.status_code, kind))
    assert broken == []
    assert count >= 400
