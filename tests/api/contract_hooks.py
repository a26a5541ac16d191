"""What Schemathesis is told about the world it plays in: which entries there are, and who plays. No Django here."""

import json
import os
from pathlib import Path
from typing import Any

import requests
import schemathesis

FACTS: dict[str, Any] = json.loads(Path(os.environ["LINTEL_CONTRACT_FACTS"]).read_text())
CHOICES: dict[str, list[str]] = FACTS["choices"]


@schemathesis.hook
def before_load_schema(context: schemathesis.HookContext, raw_schema: dict[str, Any]) -> None:
    """The catalogue's entries and the ids there are, as enumerations: the document itself cannot know them."""
    for name, schema in raw_schema["components"]["schemas"].items():
        if name.endswith("Request"):
            _choose(schema.get("properties", {}))
    for path, operations in raw_schema["paths"].items():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "path":
                    parameter["schema"]["enum"] = CHOICES[path.split("/{")[0].rsplit("/", 1)[1]]


def _choose(properties: dict[str, Any]) -> None:
    for name, schema in properties.items():
        if name in CHOICES:
            target = schema["items"] if schema.get("type") == "array" else schema
            target["enum"] = [*CHOICES[name], *([None] if "null" in target.get("type", ()) else [])]


if FACTS["email"]:

    @schemathesis.auth(refresh_interval=200)
    class Token:
        """Signs in where apps do."""

        def get(self, case: schemathesis.Case, context: schemathesis.AuthContext) -> str:
            sent = {"email": FACTS["email"], "password": FACTS["password"]}
            answer = requests.post(f"{FACTS['url']}/_allauth/app/v1/auth/login", json=sent, timeout=30)
            return str(answer.json()["meta"]["access_token"])

        def set(self, case: schemathesis.Case, data: str, context: schemathesis.AuthContext) -> None:
            case.headers["Authorization"] = f"Bearer {data}"
