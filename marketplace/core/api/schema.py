"""The OpenAPI document: ours only, with the problems that each operation may answer."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from drf_spectacular.openapi import AutoSchema

from marketplace.core.ids import PATTERN

METHODS = ("get", "post", "put", "patch", "delete")
PUBLIC_ID = f"^{PATTERN}$"
# The whole tag, or its number alone, as If-Match takes it.
ETAG = r'^(\*|(W/)?"[0-9]{1,9}(-[^"]*)?")$'
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "What is wrong, for people."},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "What is wrong, for programs; stable."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "detail"],
                "properties": {name: {"type": "string"} for name in ("field", "code", "detail")},
            },
        },
    },
}
ANSWER = {
    "description": "A problem (RFC 9457): the status says what kind, the code says which.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


class Schema(AutoSchema):
    """Operation ids and tags from the address: `projects_list`, tag `projects`."""

    def _is_list_view(self, serializer: Any = None) -> bool:
        """What a list answers is written down whole, with `results` and `next`: nothing is wrapped in an array."""
        return False if serializer is not None else super()._is_list_view()


def only_ours(endpoints: list[tuple[str, str, str, Any]]) -> list[tuple[str, str, str, Any]]:
    """The endpoints under /api/v1/, without Wagtail's own."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]


def document_problems(result: dict[str, Any], generator: object, request: object, public: bool) -> dict[str, Any]:  # noqa: FBT001 - the hook's shape is drf-spectacular's
    """Adds to each operation the problems it may answer, and to every public id its pattern."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components.setdefault("responses", {})["Problem"] = ANSWER
    for path, operations in result.get("paths", {}).items():
        for method in METHODS:
            if method in operations:
                operation = operations[method]
                for status in sorted(_problems(path, method, operation)):
                    operation["responses"].setdefault(str(status), {"$ref": "#/components/responses/Problem"})
                _give_patterns(operation.get("parameters", []))
    for schema in components["schemas"].values():
        found = schema.get("properties", {}).get("public_id")
        if found:
            found["pattern"] = PUBLIC_ID
    return result


def part_null(result: dict[str, Any], generator: object, request: object, public: bool) -> dict[str, Any]:  # noqa: FBT001 - the hook's shape is drf-spectacular's
    """Says null apart from the text it stands in for, whose format counts; and not at all in forms, which have none."""
    schemas = result["components"]["schemas"]
    for media in _forms(result):
        name = media["schema"].get("$ref", "").rsplit("/", 1)[-1]
        if any(_may_be_null(schema) for schema in schemas.get(name, {}).get("properties", {}).values()):
            schemas[f"{name}Form"] = _without_null(schemas[name])
            media["schema"] = {"$ref": f"#/components/schemas/{name}Form"}
    for schema in schemas.values():
        for name, found in schema.get("properties", {}).items():
            if "format" in found and "string" in found["type"] and _may_be_null(found):
                schema["properties"][name] = _either_or_null(found)
    return result


def _forms(result: dict[str, Any]) -> list[dict[str, Any]]:
    bodies = [operation.get("requestBody", {}) for path in result["paths"].values() for operation in path.values()]
    found = [body.get("content", {}).get("multipart/form-data") for body in bodies]
    return [media for media in found if media]


def _may_be_null(schema: dict[str, Any]) -> bool:
    return isinstance(schema.get("type"), list) and "null" in schema["type"]


def _without_null(component: dict[str, Any]) -> dict[str, Any]:
    form = deepcopy(component)
    for schema in form["properties"].values():
        if _may_be_null(schema):
            schema["type"] = next(kind for kind in schema["type"] if kind != "null")
    return form


def _either_or_null(schema: dict[str, Any]) -> dict[str, Any]:
    outside: dict[str, Any] = {key: schema[key] for key in ("description", "readOnly", "title") if key in schema}
    inside = {key: value for key, value in schema.items() if key not in outside}
    return {**outside, "anyOf": [{**inside, "type": "string"}, {"type": "null"}]}


def _problems(path: str, method: str, operation: dict[str, Any]) -> Iterator[int]:
    parameters = {parameter["name"] for parameter in operation.get("parameters", ())}
    body = operation.get("requestBody", {}).get("content", {})
    yield from (400, 429, 503)
    if operation.get("security", [{}]) != [{}]:
        yield from (401, 403)
    if "{" in path or "/me/" in path or body:
        yield 404
    if method != "get":
        yield from (409, 422)
    if parameters & {"window", "cursor"}:
        yield 422
    if "If-Match" in parameters:
        yield 412
    if body:
        yield from (413, 415)
    if "multipart/form-data" in body:
        yield 507


def _give_patterns(parameters: list[dict[str, Any]]) -> None:
    for parameter in parameters:
        if parameter["name"] == "public_id":
            parameter["schema"] = {"type": "string", "pattern": PUBLIC_ID}
        elif parameter["name"] == "If-Match":
            parameter["schema"] = {"type": "string", "pattern": ETAG}
