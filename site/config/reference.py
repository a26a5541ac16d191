"""The OpenAPI document cut into what a page shows."""

from functools import lru_cache
from hashlib import sha256
from threading import Lock
from typing import Any

import orjson
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator

METHODS = ("get", "post", "put", "patch", "delete")


# What draws the document finds its extensions the first time, and breaks when two threads do so at once.
DRAWING = Lock()


def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document of /api/v1/, made once per process."""
    with DRAWING:
        return _drawn()


@lru_cache(maxsize=1)
def _drawn() -> dict[str, Any]:
    with translation.override("en"):
        schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return schema


@lru_cache(maxsize=1)
def document_text() -> tuple[bytes, str]:
    """The document as JSON, and its ETag."""
    text = orjson.dumps(document(), default=str)
    return text, f'"{sha256(text).hexdigest()[:16]}"'


def sections() -> list[dict[str, Any]]:
    """One section for each tag, with its operations in the order of the addresses."""
    found: dict[str, list[dict[str, Any]]] = {}
    for address, operations in document()["paths"].items():
        for method in METHODS:
            if method in operations:
                operation = operations[method]
                found.setdefault(operation["tags"][0], []).append(_operation(address, method, operation))
    return [{"title": tag, "operations": operations} for tag, operations in found.items()]


def _operation(address: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "address": address,
        "text": operation.get("description", "") or operation.get("summary", ""),
        "parameters": [_parameter(one) for one in operation.get("parameters", ())],
        "takes": sorted(operation.get("requestBody", {}).get("content", ())),
        "answers": [code for code in operation["responses"] if code != "default"],
        "is_public": {} in operation.get("security", [{}]),
    }


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    schema = parameter.get("schema", {})
    return {
        "name": parameter["name"],
        "where": parameter["in"],
        "kind": schema.get("type", ""),
        "choices": schema.get("enum", ()),
        "is_required": parameter.get("required", False),
        "text": parameter.get("description", ""),
    }
