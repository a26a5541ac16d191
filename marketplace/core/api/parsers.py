"""JSON in: bounded in size and depth before it reaches a serializer."""

from collections.abc import Mapping
from typing import IO, Any, ClassVar

import orjson
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser, MultiPartParser

DEPTH = 20


class BodyTooLarge(APIException):
    status_code = 413
    default_detail = gettext_lazy("The request is larger than this server takes.")
    default_code = "too_large"


class JSONParser(BaseParser):
    """UTF-8 JSON to values. Refuses other encodings, depth over 20, NUL characters and oversize bodies."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise BodyTooLarge
        if b"\\u0000" in body:
            raise ParseError(_("NUL characters are not allowed."))
        try:
            value = orjson.loads(body)
        except (orjson.JSONDecodeError, RecursionError):
            raise ParseError(_("This is not valid JSON in UTF-8.")) from None
        if is_too_deep(value):
            raise ParseError(_("This JSON is nested too deeply."))
        return value


def is_too_deep(value: object) -> bool:
    """Whether lists and objects are nested deeper than anything here needs."""
    return _depth(value) > DEPTH


def _depth(value: object, level: int = 1) -> int:
    if level > DEPTH or not isinstance(value, dict | list):
        return level
    children = value.values() if isinstance(value, dict) else value
    return max((_depth(child, level + 1) for child in children), default=level)


class FormValues(dict[str, Any]):
    """What a form said: everything is text or a file."""


class FormParser(MultiPartParser):
    """multipart/form-data to plain values: `name[]`, a repeated name and the names in `lists` become lists.

    Forms have no null: in the names in `nullable`, an empty text stands for it.
    """

    lists: ClassVar[frozenset[str]] = frozenset()
    nullable: ClassVar[frozenset[str]] = frozenset()

    def parse(  # type: ignore[override]
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> FormValues:
        parsed = super().parse(stream, media_type, parser_context)
        values: dict[str, Any] = {}
        for part in (parsed.data, parsed.files):
            for key, found in part.lists():
                _refuse_nul(found)
                name = key.removesuffix("[]")
                several = key != name or len(found) > 1 or name in self.lists
                values[name] = [*values.get(name, []), *found] if several else found[0]
        return FormValues(
            (name, None if value == "" and name in self.nullable else value) for name, value in values.items()
        )


def _refuse_nul(values: list[Any]) -> None:
    if any(isinstance(value, str) and "\x00" in value for value in values):
        raise ParseError(_("NUL characters are not allowed."))
