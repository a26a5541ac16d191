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

# How many requests each test makes at least; together at least twenty thousand. What draws a page costs ten times what
# the API does, so pages get a part of the values each, and the API gets all of them.
LEAST = {
    "addresses": 3_000,
    "questions": 4_000,
    "headers": 2_700,
    "cookies": 300,
    "values": 2_200,
    "forms": 400,
    "doors": 8_000,
    "bodies": 850,
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


@pytest.mark.exhaustive
@pytest.mark.parametrize("attacker", ["addresses"], indirect=True)
def test_addresses(world: World, attacker: Attacker) -> None:
    for user in (None, world.sam):
        if user:
            attacker.client.force_login(user)
        for turn, address in enumerate(sorted(set(hostile.addresses()))):
            share = (1 if hostile.is_cheap(address) else 4) * (4 if user else 1)
            for value in hostile.some(hostile.TEXTS, share, turn):
                path = address if "{}" in address else address.rstrip("/") + "/{}"
                attacker.send("GET", path.replace("{}", hostile.encoded(value)))
        attacker.send("GET", "/" + hostile.LONG)
        attacker.send("GET", "/api/v1/projects/" + hostile.LONG + "/")


@pytest.mark.exhaustive
@pytest.mark.parametrize("attacker", ["questions"], indirect=True)
def test_questions(world: World, attacker: Attacker) -> None:
    lists = ["/projects/", "/specialists/", "/api/v1/projects/", "/api/v1/specialists/", "/api/v1/projects/facets/"]
    lists += ["/api/v1/specialists/facets/", "/api/v1/suggestions/", "/api/v1/articles/", "/blog/feed/"]
    for path in lists:
        for turn, key in enumerate(hostile.KEYS):
            for value in hostile.some(hostile.TEXTS, 1 if hostile.is_cheap(path) else 6, turn):
                attacker.send("GET", path, query=f"{hostile.encoded(key)}={hostile.encoded(value)}")
        attacker.send("GET", path, query=f"q={hostile.LONG}")
        attacker.send("GET", path, query="&".join(f"category=a{number}" for number in range(10_000)))
        for raw in ("q=\x00", "q=%ff%fe", "%", "&&&=", "q=\xed\xa0\x80", "cursor=" + "A" * 400, "q=" + "a " * 10_000):
            attacker.send("GET", path, query=raw)
    attacker.client.force_login(world.sam)
    for turn, address in enumerate(sorted(set(hostile.addresses()))):
        for value in hostile.some(hostile.TEXTS, 12, turn):
            attacker.send(
                "GET", filled(address, world), query=f"next={hostile.encoded(value)}&window={hostile.encoded(value)}"
            )


@pytest.mark.exhaustive
@pytest.mark.parametrize("attacker", ["headers"], indirect=True)
def test_headers(world: World, attacker: Attacker) -> None:
    project = world.projects["published"].public_id
    shares = {"/api/v1/projects/": 1, "/api/v1/catalog/styles/": 1, f"/api/v1/projects/{project}/": 4}
    shares |= {"/projects/": 8, "/accounts/login/": 8}
    values = [
        *hostile.TEXTS,
        "en;q=" + "9" * 400,
        ",".join(['a/b;x="y\\";z"'] * 200),
        "Bearer " + "a.b.c",
        "bytes=0-,-1",
    ]
    for path, share in shares.items():
        for turn, name in enumerate(hostile.HEADERS):
            slot = name.upper().replace("-", "_")
            slot = slot if slot in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{slot}"
            for value in hostile.some(values, share, turn):
                said = f"Bearer {value}" if name == "Authorization" and values.index(value) % 2 else value
                attacker.send("GET", path, **{slot: hostile.header(said)})
            attacker.send("GET", path, **{slot: "x" * 8_000})
        attacker.send("GET", path, HTTP_COOKIE="; ".join(f"c{number}={'x' * 80}" for number in range(100)))


@pytest.mark.exhaustive
@pytest.mark.parametrize("attacker", ["cookies"], indirect=True)
def test_cookies(world: World, attacker: Attacker) -> None:
    for path in ("/", "/projects/", "/api/v1/projects/", "/accounts/login/"):
        for turn, name in enumerate(hostile.COOKIES):
            for value in [*hostile.some(hostile.TEXTS, 1 if hostile.is_cheap(path) else 4, turn), '"a\\000b"']:
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


# Where what was taken is shown again.
WHAT_WAS_WRITTEN = (
    "/api/v1/me/",
    "/api/v1/me/profile/",
    "/api/v1/me/offerings/",
    "/api/v1/projects/{}/draft/",
    "/specialist/projects/",
)


def with_each(kind: str, honest: dict[str, str], name: str, turn: int) -> Iterator[tuple[str, bytes]]:
    """Bodies with something that is no honest value in one of their places, with their content type."""
    if kind != JSON:
        for text in hostile.some(hostile.TEXTS, 3, turn):
            body, kind = multipart({**honest, name: text})
            yield kind, body
        return
    start = json.dumps(honest)[:-1] + (", " if honest else "")
    for value in hostile.some(hostile.JSONS, 3, turn):
        yield kind, f'{start}"{name}": {value}}}'.encode()


@pytest.mark.exhaustive
@pytest.mark.parametrize("attacker", ["values"], indirect=True)
def test_values(world: World, attacker: Attacker) -> None:
    for method, path, shape in operations():
        address = filled(path.replace("{public_id}", "{}"), world)
        attacker.client.force_login(world.sam)
        for turn, name in enumerate([*shape["properties"], "owner", "state", "__proto__"]):
            honest = {key: value for key, value in HONEST.items() if key in shape["properties"] and key != name}
            with attacker.undone():
                for kind, body in with_each(shape["kind"], honest, name, turn):
                    attacker.send(method, address, body, kind)
                for page in WHAT_WAS_WRITTEN:
                    attacker.send("GET", page.replace("{}", world.projects["published"].public_id))
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


@pytest.mark.exhaustive
@pytest.mark.parametrize("attacker", ["forms"], indirect=True)
def test_forms(world: World, attacker: Attacker) -> None:
    for turn, (user, address, name) in enumerate(asked(world)):
        attacker.client.cookies.clear()
        if user:
            attacker.client.force_login(user)
        with attacker.undone():
            for value in hostile.some(hostile.TEXTS, 8, turn):
                body = f"{name}={hostile.encoded(value)}".encode()
                attacker.send("POST", address, body, "application/x-www-form-urlencoded")


@pytest.mark.exhaustive
@pytest.mark.parametrize("attacker", ["doors"], indirect=True)
def test_doors(world: World, attacker: Attacker) -> None:
    names = ("email", "password", "code", "key", "new_password", "current_password", "refresh_token", "display_name")
    for address in sorted(set(hostile.addresses())):
        if not address.startswith("/_allauth/app/"):
            continue
        for name in names:
            for value in hostile.JSONS:
                attacker.send("POST", address, f'{{"{name}": {value}}}'.encode())
        for _, body in hostile.bodies():
            if len(body) < 100_000:
                attacker.send("POST", address, body)


@pytest.mark.exhaustive
@pytest.mark.parametrize("attacker", ["bodies"], indirect=True)
def test_bodies(world: World, attacker: Attacker) -> None:
    attacker.client.force_login(world.sam)
    for method, path, _ in operations():
        address = filled(path.replace("{public_id}", "{}"), world)
        with attacker.undone():
            for kind, body in [*hostile.bodies(), *hostile.forms()]:
                attacker.send(method, address, body, kind)
    for length in ("-1", "abc", "", "99999999999999999999"):
        attacker.send("POST", "/api/v1/projects/", b"{}", CONTENT_LENGTH=length)
    assert attacker.send("POST", "/api/v1/projects/", hostile.huge()[1]) == 413
    assert attacker.send("POST", "/api/v1/projects/", b"[" * 100_000 + b"]" * 100_000) == 400


@pytest.mark.exhaustive
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
