"""JSON in: bounded in size and depth before it reaches a serializer."""

from collections.abc import Mapping
from typing import IO, Any

import orjson
from django.conf import settings
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

DEPTH = 20


class BodyTooLarge(APIException):
    status_code = 413
    default_detail = "The request is larger than this server takes."
    default_code = "too_large"


class JSONParser(BaseParser):
    """UTF-8 JSON to values. Refuses other encodings, duplicate-free depth over 20, NUL characters and oversize bodies."""

    media_type = "application/json"

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise BodyTooLarge
        if b"\\u0000" in body:
            raise ParseError("NUL characters are not allowed.")
        try:
            value = orjson.loads(body)
        except (orjson.JSONDecodeError, RecursionError):
            raise ParseError("This is not valid JSON in UTF-8.") from None
        if _depth(value) > DEPTH:
            raise ParseError("This JSON is nested too deeply.")
        return value


def _depth(value: object, level: int = 1) -> int:
    if level > DEPTH or not isinstance(value, dict | list):
        return level
    children = value.values() if isinstance(value, dict) else value
    return max((_depth(child, level + 1) for child in children), default=level)
