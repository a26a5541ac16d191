"""Who may do what to which: every operation of the API, four people, own, others' and missing things.

`access.txt` is the table: one row for each operation and thing, one status for each person.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.test.client import MULTIPART_CONTENT

from config.reference import METHODS, document
from marketplace.analytics.models import Tally
from marketplace.media.models import MediaAsset
from marketplace.projects.models import Project, ProjectDocument
from marketplace.specialists.models import SpecialistProfile
from tests.api.world import World, build
from tests.media.corpus import PDF, jpeg

TABLE = Path(__file__).with_name("access.txt")
PEOPLE = ("anonymous", "client", "owner", "stranger")
MISSING = "z" * 12
PROJECT = {"title": "A new sage kitchen", "category": "kitchens", "city": "almaty"}
BODIES: dict[str, dict[str, Any]] = {
    "PATCH /api/v1/me/": {"display_name": "Somebody"},
    "POST /api/v1/me/offerings/": {"service": "island", "title": "Another", "price_type": "quote"},
    "PATCH /api/v1/me/offerings/{public_id}/": {"title": "Another"},
    "PUT /api/v1/me/phone/": {"phone": "+7 701 234 5678"},
    "POST /api/v1/me/phone/verification/code/": {"code": "123456"},
    "POST /api/v1/me/profile/": {"name": "Somebody"},
    "PATCH /api/v1/me/profile/": {"bio": "Twenty-one years."},
    "POST /api/v1/projects/": PROJECT,
    "PATCH /api/v1/projects/{public_id}/": {"title": "Another title"},
    "POST /api/v1/projects/{public_id}/favourite/toggle/": {"desired": True},
    "POST /api/v1/reports/": {"kind": "article", "id": "oak-and-light", "reason": "spam"},
    "POST /api/v1/specialists/{public_id}/favourite/toggle/": {"desired": True},
}
FILES = {
    "POST /api/v1/uploads/": ("a.jpg", jpeg()),
    "PUT /api/v1/me/picture/": ("a.jpg", jpeg()),
    "PUT /api/v1/me/profile/avatar/": ("a.jpg", jpeg()),
    "POST /api/v1/me/verifications/": ("a.jpg", jpeg()),
    "POST /api/v1/me/verifications/{public_id}/answer/": ("a.jpg", jpeg()),
    "POST /api/v1/projects/{public_id}/documents/": ("a.pdf", PDF),
}


def operations() -> list[str]:
    """Every operation: method and address."""
    paths = document()["paths"]
    return [f"{method.upper()} {path}" for path in paths for method in METHODS if method in paths[path]]


def things(operation: str, world: World) -> dict[str, str]:
    """What the operation can be done to, by the name of its row."""
    if "/projects/{public_id}/" in operation:
        return {**{state: project.public_id for state, project in world.projects.items()}, "missing": MISSING}
    if "/specialists/{public_id}/" in operation:
        return {"published": world.profile.public_id, "draft": world.strangers.public_id, "missing": MISSING}
    if "/offerings/{public_id}/" in operation:
        return {"owner's": world.offering.public_id, "missing": MISSING}
    if "/verifications/{public_id}/" in operation:
        return {"owner's": world.verification.public_id, "missing": MISSING}
    if "{slug}" in operation:
        slug = {
            "articles": "oak-and-light",
            "categories": "kitchens",
            "cities": "almaty",
            "rooms": "kitchen",
            "services": "island",
            "styles": "loft",
        }
        return {"listed": slug[operation.split("/")[-3]], "missing": "missing"}
    return {"": ""}


def callers(world: World) -> Iterator[tuple[str, Client]]:
    """The four people, in the order of the table."""
    for person, user in zip(PEOPLE, (None, world.clara, world.sam, world.eve), strict=True):
        client = Client()
        if user:
            client.force_login(user)
        yield person, client


def document_of(project: str) -> str:
    """The id of the project's document."""
    documents = ProjectDocument.objects.filter(project__public_id=project)
    return documents.values_list("asset__public_id", flat=True).first() or MISSING


def answer(client: Client, operation: str, thing: str) -> Any:
    """What the person gets; whatever it changed is undone."""
    method, path = operation.split()
    address = path.replace("{public_id}", thing).replace("{slug}", thing).replace("{document}", document_of(thing))
    address = address.replace("{sign_in}", "0" * 32)
    address += {"statistics": "?window=7", "suggestions": "?q=oak"}.get(path.split("/")[-2], "")
    with transaction.atomic():
        if operation in FILES:
            form = client._encode_data({"file": SimpleUploadedFile(*FILES[operation])}, MULTIPART_CONTENT)
            response = client.generic(method, address, form, MULTIPART_CONTENT)
        else:
            response = getattr(client, method.lower())(
                address, BODIES.get(operation, {}) if method != "GET" else None, content_type="application/json"
            )
        transaction.set_rollback(True)
    return response


def rows(world: World) -> Iterator[str]:
    """The table as it is now."""
    people = dict(callers(world))
    for operation in operations():
        for name, thing in things(operation, world).items():
            statuses = "  ".join(str(answer(people[person], operation, thing).status_code) for person in PEOPLE)
            yield f"{operation:<62} {name:<18} {statuses}"


@pytest.fixture
def world(db: None) -> World:
    made = build()
    for project in made.projects.values():
        asset = MediaAsset.objects.create(
            uploader=made.sam, kind="document", state="ready", file="files/a.pdf", bytes=9, original_name="a.pdf"
        )
        ProjectDocument.objects.create(project=project, asset=asset, position=1)
    return made


def test_every_operation_answers_each_person_as_the_table_says(world: World) -> None:
    wanted = [line for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    assert list(rows(world)) == wanted


@pytest.mark.parametrize("operation", [one for one in operations() if "{public_id}" in one])
def test_others_private_things_answer_as_if_they_were_missing(world: World, operation: str) -> None:
    found = things(operation, world)
    private = found.get("draft") or found["owner's"]
    stranger = world.clara if "/specialists/" in operation else world.eve
    client = Client()
    client.force_login(stranger)
    theirs, missing = answer(client, operation, private), answer(client, operation, MISSING)
    assert theirs.status_code == missing.status_code == 404
    assert theirs.content == missing.content


READ_ONLY: dict[str, Any] = {
    "id": 1,
    "public_id": MISSING,
    "owner": 1,
    "user": 1,
    "specialist": 1,
    "state": "published",
    "version": 99,
    "tally": 1,
    "views_count": 999,
    "favorites_count": 999,
    "to_profile_count": 999,
    "is_favorite": True,
    "is_top": True,
    "is_pro": True,
    "badges": ["verified"],
    "rating": 5,
    "rating_count": 99,
    "published_at": "2020-01-01T00:00:00Z",
    "available_actions": ["approve"],
    "currency": "USD",
    "email": "eve@example.com",
    "is_staff": True,
    "is_superuser": True,
}


def stored(row: Any) -> dict[str, Any]:
    """Every column of the row, as the database has it."""
    return type(row)._default_manager.values().get(pk=row.pk)


def test_what_is_not_the_callers_to_write_stays(world: World) -> None:
    client = Client()
    client.force_login(world.sam)
    draft = world.projects["draft"]
    watched = [draft, draft.standing, draft.tally, world.profile, world.profile.standing, world.sam, world.offering]
    before = [stored(row) for row in watched]
    for path in (
        f"/api/v1/projects/{draft.public_id}/",
        "/api/v1/me/profile/",
        "/api/v1/me/",
        f"/api/v1/me/offerings/{world.offering.public_id}/",
    ):
        assert client.patch(path, READ_ONLY, content_type="application/json").status_code == 200, path
    changing = {"version", "updated_at", "has_pending_changes", "latest_revision_id", "has_unpublished_changes"}
    for row, values in zip(watched, before, strict=True):
        now = stored(row)
        changed = {name for name in values if values[name] != now[name]}
        assert changed <= changing, type(row).__name__


def test_what_is_not_the_callers_to_write_is_not_in_what_is_made(world: World) -> None:
    client = Client()
    client.force_login(world.sam)
    made = client.post("/api/v1/projects/", {**READ_ONLY, **PROJECT}, content_type="application/json")
    assert made.status_code == 201, made.content
    project = Project.objects.get(public_id=made.json()["public_id"])
    assert project.public_id != MISSING
    assert (project.specialist, project.currency, project.standing.state) == (world.profile, "KZT", "draft")
    tally = Tally.objects.get(pk=project.tally_id)
    assert (tally.views, tally.favourites, tally.to_profile) == (0, 0, 0)
    assert SpecialistProfile.objects.count() == 2
