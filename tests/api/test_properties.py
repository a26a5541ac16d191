"""Field by field: what the API shows to whom, and that nobody writes what is not theirs to write.

`properties.txt` is the list: operation, thing and people, then every key they are shown. A new key is named by the test
and written there by hand, once somebody has thought about who may see it.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import Field, Model
from django.test import Client
from wagtail.models import Revision

from config.reference import METHODS, document
from tests.api.test_access import BODIES, FILES, PEOPLE, answer, callers, operations, things
from tests.api.world import World, build

LIST: Final = Path(__file__).with_name("properties.txt")
OURS: Final = ("accounts", "analytics", "consents", "media", "projects", "reports", "specialists", "verification")
# Different each time that a row is made.
FRESH: Final = (datetime, date)
NOT_COMPARED: Final = {
    *(
        "id",
        "public_id",
        "latest_revision_id",
        "draft_id",
        "project_id",
        "tally_id",
        "file",
        "session_key",
        "jti",
        "sid",
    ),
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build()


def keys(value: Any, before: str = "") -> Iterator[str]:
    """Every key of an answer with its way there; the members of a list are one."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield f"{before}{name}"
            yield from keys(inner, f"{before}{name}.")
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner, before)


def shown(world: World) -> Iterator[str]:
    """The list as it is now; people who are shown the same stand together."""
    browsers = dict(callers(world))
    for operation in (one for one in operations() if one.startswith("GET ")):
        for thing, name in things(operation, world).items():
            found: dict[str, list[str]] = {}
            for person in PEOPLE:
                told = answer(browsers[person], operation, name)
                if told.status_code == 200 and "json" in told["Content-Type"] and "schema" not in operation:
                    found.setdefault(" ".join(sorted(set(keys(told.json())))), []).append(person)
            for all_keys, people in found.items():
                yield f"{operation} {thing} [{', '.join(people)}]: {all_keys}"


def test_nobody_is_shown_a_field_that_nobody_thought_of(world: World) -> None:
    assert list(shown(world)) == LIST.read_text(encoding="utf-8").splitlines()


def fields() -> dict[str, Field[Any, Any]]:
    """Every column of ours by the name it goes by, with and without `_id`."""
    models = [model for model in apps.get_models() if model._meta.app_label in OURS]
    found = {field.name: field for model in models for field in model._meta.concrete_fields}
    return found | {field.attname: field for field in found.values()}


def marked(name: str, column: Field[Any, Any] | None) -> Any:
    """A value of the column's kind that is nobody's."""
    kind = column.get_internal_type() if column else ""
    if kind == "BooleanField" or name.startswith(("is_", "has_")):
        return True
    if "Integer" in kind or "Auto" in kind or kind in {"ForeignKey", "OneToOneField", "DecimalField"}:
        return 1
    if kind == "DateTimeField":
        return "2020-01-01T00:00:00Z"
    return "marked" if kind != "JSONField" else {"marked": True}


def hidden(operation: str) -> dict[str, Any]:
    """Every name that any answer, any column or a guess has, and that this operation does not take."""
    method, path = operation.split()
    schemas = document()["components"]["schemas"]
    content = document()["paths"][path][method.lower()].get("requestBody", {}).get("content", {})
    taken: set[str] = set()
    for kind in content.values():
        name = kind["schema"].get("$ref", "").split("/")[-1]
        taken |= set(schemas[name]["properties"]) if name else set()
    columns = fields()
    names = {name for schema in schemas.values() for name in schema.get("properties", {})} | set(columns)
    names |= {"is_staff", "is_superuser", "groups", "user_permissions", "owner", "role", "pk", "__class__", "password"}
    return {name: marked(name, columns.get(name)) for name in sorted(names - taken)}


def state() -> dict[str, list[dict[str, str]]]:
    """What the database holds of ours, but for what is new with every row."""
    found = {model._meta.label: sorted(_rows(model), key=str) for model in apps.get_models() if _is_ours(model)}
    return {**found, "drafts": sorted(_drafts(), key=str)}


def _drafts() -> Iterator[dict[str, str]]:
    """What was written and is not public yet."""
    for content in Revision.objects.values_list("content", flat=True):
        yield {name: str(value) for name, value in content.items() if not name.endswith(("_at", "revision", "pk"))}


def _is_ours(model: type[Model]) -> bool:
    return model._meta.app_label in OURS


def _rows(model: type[Model]) -> Iterator[dict[str, str]]:
    for row in model._base_manager.values():
        yield {
            name: str(value.normalize() if isinstance(value, Decimal) else value)
            for name, value in row.items()
            if name not in NOT_COMPARED and not isinstance(value, FRESH)
        }


def after(client: Client, operation: str, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """What is answered, and how things stand then; it is undone."""
    with transaction.atomic():
        told = getattr(client, operation.split()[0].lower())(path, body, content_type="application/json")
        found = told.status_code, state()
        transaction.set_rollback(True)
    return found


WRITING = [
    one
    for one in operations()
    if one.split()[0].lower() in set(METHODS) - {"get"} and one not in FILES and not one.startswith("DELETE ")
]


@pytest.mark.parametrize("operation", WRITING)
def test_what_an_operation_does_not_take_makes_no_difference(world: World, operation: str) -> None:
    """The same call with and without several hundred fields that are not the caller's leaves the same behind."""
    sam, honest = Client(), BODIES.get(operation, {})
    sam.force_login(world.sam)
    found = things(operation, world)
    path = operation.split()[1].replace("{public_id}", found.get("draft") or found.get("owner's") or "z" * 12)
    plain = after(sam, operation, path, honest)
    greedy = after(sam, operation, path, {**hidden(operation), **honest})
    assert greedy[0] == plain[0]
    assert {label: rows for label, rows in greedy[1].items() if rows != plain[1][label]} == {}


def test_control_a_field_that_is_taken_makes_one(world: World) -> None:
    sam = Client()
    sam.force_login(world.sam)
    plain, other = (after(sam, "PATCH /", "/api/v1/me/", {"display_name": name}) for name in ("Sam", "Another"))
    assert plain != other
    assert len(hidden("PATCH /api/v1/me/")) > 150
