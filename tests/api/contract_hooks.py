"""What Schemathesis is told about the world it plays in, and what it is asked to remember. No Django here."""

import atexit
import json
import os
from collections import Counter, defaultdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import requests
import schemathesis
from schemathesis.core import NotSet

FACTS: dict[str, Any] = json.loads(Path(os.environ["LINTEL_CONTRACT_FACTS"]).read_text())
CHOICES: dict[str, list[str]] = FACTS["choices"]

answers: dict[str, Counter[int]] = defaultdict(Counter)
cases = sha256()


@schemathesis.hook
def before_load_schema(context: schemathesis.HookContext, raw_schema: dict[str, Any]) -> None:
    """The catalogue's entries and the ids there are, as enumerations: the document itself cannot know them."""
    for name, schema in raw_schema["components"]["schemas"].items():
        if name.endswith(("Request", "RequestForm")):
            _choose(schema.get("properties", {}))
    for path, operations in raw_schema["paths"].items():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "path":
                    parameter["schema"]["enum"] = CHOICES[_owner(path, parameter["name"])]


def _owner(path: str, parameter: str) -> str:
    """The collection an id in the path belongs to: `projects/{public_id}` is one of the projects."""
    return path.split("/{" + parameter + "}")[0].rsplit("/", 1)[1]


def _choose(properties: dict[str, Any]) -> None:
    for name, schema in properties.items():
        if name in CHOICES:
            target = schema["items"] if schema.get("type") == "array" else schema
            target["enum"] = [*CHOICES[name], *([None] if "null" in target.get("type", ()) else [])]


@schemathesis.hook
def filter_case(context: schemathesis.HookContext, case: schemathesis.Case) -> bool:
    """Without forms that are no objects: on the wire they are forms with nothing in them, and those are in order."""
    return case.media_type != "multipart/form-data" or isinstance(case.body, (dict, NotSet))


@schemathesis.hook
def after_call(context: schemathesis.HookContext, case: schemathesis.Case, response: schemathesis.Response) -> None:
    """Counts the answers of each operation, and takes the fingerprint of every case in its turn."""
    if case.method == case.operation.method.upper():  # and not one of the methods it tries to see them refused
        answers[case.operation.label][response.status_code] += 1
    body = None if isinstance(case.body, NotSet) else case.body  # whose words about itself are its place in memory
    sent = (case.method, case.formatted_path, case.query, body)
    cases.update(repr(sent).encode("utf-8", "surrogatepass"))


@atexit.register
def _tell() -> None:
    told = {"answers": answers, "cases": cases.hexdigest()}
    Path(os.environ["LINTEL_CONTRACT_FACTS"]).with_name("answers.json").write_text(json.dumps(told))


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
