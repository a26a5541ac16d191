"""The OpenAPI document: valid, without warnings, the same as the copy kept in docs/."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from rest_framework.serializers import BaseSerializer

from config.env import ROOT
from config.reference import METHODS

COPY = ROOT / "docs" / "openapi.json"


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Made as `manage.py spectacular --validate --fail-on-warn` makes it."""
    path: Path = tmp_path_factory.mktemp("schema") / "openapi.json"
    call_command("spectacular", validate=True, fail_on_warn=True, format="openapi-json", file=str(path))
    made: dict[str, Any] = json.loads(path.read_text())
    return made


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, methods[method])
        for path, methods in document["paths"].items()
        for method in METHODS
        if method in methods
    ]


def test_the_copy_in_docs_is_the_document(document: dict[str, Any]) -> None:
    wanted = json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    assert COPY.read_text() == wanted, "say make docs"


def test_it_is_openapi_3_1_in_the_words_of_3_1(document: dict[str, Any]) -> None:
    assert re.fullmatch(r"3\.1\.\d", document["openapi"])
    assert '"nullable"' not in json.dumps(document)
    assert document["components"]["securitySchemes"]["token"] == {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
    }


def test_every_operation_names_its_problems_and_its_way_in(document: dict[str, Any]) -> None:
    problem = {"$ref": "#/components/responses/Problem"}
    for path, method, operation in operations(document):
        assert operation["responses"]["400"] == problem, (method, path)
        assert ("401" in operation["responses"]) == (operation["security"] != [{}]), (method, path)
        assert ("404" in operation["responses"]) >= ("{" in path), (method, path)
        assert "default" not in operation["responses"], (method, path)


def test_operation_ids_are_their_own(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(set(ids)) == len(ids) > 50


def test_public_ids_have_their_pattern(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "path":
                assert "pattern" in parameter["schema"], (method, path, parameter["name"])


def serializers_below(kind: type[BaseSerializer[Any]]) -> Iterator[type[BaseSerializer[Any]]]:
    for below in kind.__subclasses__():
        yield below
        yield from serializers_below(below)


def test_one_name_of_a_shape_has_one_meaning(document: dict[str, Any]) -> None:
    named: dict[str, set[str]] = {}
    for kind in serializers_below(BaseSerializer):
        if kind.__module__.split(".")[0] in ("marketplace", "search", "blog", "screens", "config"):
            name = getattr(kind, "_spectacular_annotation", {}).get("component_name", kind.__name__)
            named.setdefault(name, set()).add(kind.__module__)
    assert named["SpecialistCard"] == {"marketplace.projects.api.serializers"}
    assert [name for name, modules in named.items() if len(modules) > 1] == []


@pytest.mark.django_db
def test_it_is_served_and_so_is_the_page_to_read(client: Client, document: dict[str, Any]) -> None:
    answer = client.get("/api/v1/schema/")
    assert answer.status_code == 200
    assert json.loads(answer.content)["paths"].keys() == document["paths"].keys()
    page = client.get("/api/v1/docs/")
    assert page.status_code == 200
    text = page.content.decode()
    for _, _, operation in operations(document):
        assert f'id="{operation["operationId"]}"' in text
