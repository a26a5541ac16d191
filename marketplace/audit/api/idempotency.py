"""`Idempotency-Key`: a POST that an app repeats because it lost the answer is done once."""

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import orjson
from django.core.files.base import File
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.audit.idempotency import Answer, Call, once
from marketplace.core.api.renderers import JSONRenderer
from marketplace.core.errors import Invalid

PATTERN = "[!-~]{1,100}"
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": f"^{PATTERN}$"},
    OpenApiParameter.HEADER,
    description="Any word of the caller's, new for each thing to be done. Repeats within a day get the first answer; "
    "another body under the same key is refused (`idempotency_key_reused`).",
)
KEPT = ("ETag", "Location")

View = Callable[..., Response]


def repeatable(view: View) -> View:
    """The method of a viewset, done once for each Idempotency-Key of a person; without a key as often as called."""

    @wraps(view)
    def once_for_each_key(self: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return view(self, request, *args, **kwargs)
        if not re.fullmatch(PATTERN, key):
            raise Invalid("An Idempotency-Key has 1 to 100 visible ASCII characters.", code="bad_idempotency_key")
        call = Call(f"user {request.user.pk}", f"{request.method} {request.path}"[:200], key, digest(request.data))
        answer = once(call, lambda: _kept(view(self, request, *args, **kwargs)))
        said = {"Idempotency-Replayed": "true"} if answer.is_repeated else {}
        return Response(orjson.loads(answer.body), status=answer.status, headers={**answer.headers, **said})

    return once_for_each_key


def digest(data: Any) -> str:
    """A fingerprint of what was sent: values and the bytes of files, whatever their order and encoding."""
    sha = hashlib.sha256()
    for piece in _pieces(data):
        sha.update(len(piece).to_bytes(8, "big") + piece)
    return sha.hexdigest()


def _pieces(value: Any) -> Iterator[bytes]:
    if isinstance(value, dict):
        yield b"{"
        for name in sorted(value):
            yield str(name).encode()
            yield from _pieces(value[name])
    elif isinstance(value, list):
        yield b"["
        for one in value:
            yield from _pieces(one)
    elif isinstance(value, File):
        yield b"file"
        yield from value.chunks()
        value.seek(0)
    else:
        yield orjson.dumps(value)


def _kept(response: Response) -> Answer:
    headers = {name: response[name] for name in KEPT if name in response}
    return Answer(response.status_code, JSONRenderer().render(response.data).decode(), headers)
