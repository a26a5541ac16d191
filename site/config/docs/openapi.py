"""docs/openapi.json: the API's document as a file, so that a change of the API is seen in a diff."""

import json

from config.reference import document


def page() -> str:
    """The OpenAPI document, its keys in order."""
    return json.dumps(document(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
