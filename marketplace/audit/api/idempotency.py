"""`Idempotency-Key`: a POST that an app repeats because it lost the answer is done once."""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import partial, wraps
from typing import Any

import orjson
from django.core.files.base import File
from django.utils.translation import gettext as _
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
Prepare = Callable[[Any, Any], AbstractContextManager[Any]]


def repeatable(view: View) -> View:
    """The method of a viewset, done once for each Idempotency-Key of a person; without a key as often as called.

    With a key it runs in one transaction. What reads or writes files belongs into `repeatable_with`.
    """

    @wraps(view)
    def unprepared(self: Any, request: Request, _nothing: None, *args: Any, **kwargs: Any) -> Response:
        return view(self, request, *args, **kwargs)

    return repeatable_with(lambda _self, _request: nullcontext())(unprepared)


def repeatable_with(prepare: Prepare) -> Callable[[View], View]:
    """The same for a method that needs something made ready before any transaction, and told whether it was of use.

    The method gets what `prepare(self, request)` gives as its argument after the request.
    """

    def repeatable_view(view: View) -> View:
        @wraps(view)
        def once_for_each_key(self: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
            def work(prepared: Any) -> Response:
                return view(self, request, prepared, *args, **kwargs)

            ready, key = partial(prepare, self, request), request.headers.get("Idempotency-Key")
            if key is None:
                with ready() as prepared:
                    return work(prepared)
            return _told(once(_call(request, key), ready, lambda prepared: _kept(work(prepared))))

        return once_for_each_key

    return repeatable_view


def _call(request: Request, key: str) -> Call:
    if not re.fullmatch(PATTERN, key):
        raise Invalid(_("An Idempotency-Key has 1 to 100 visible ASCII characters."), code="bad_idempotency_key")
    return Call(f"user {request.user.pk}", f"{request.method} {request.path}"[:200], key, digest(request.data))


def _told(answer: Answer) -> Response:
    said = {"Idempotency-Replayed": "true"} if answer.is_repeated else {}
    return Response(orjson.loads(answer.body), status=answer.status, headers={**answer.headers, **said})


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
