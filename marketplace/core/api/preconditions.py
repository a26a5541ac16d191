"""ETags: what has not changed is not sent again, and what has changed is not overwritten."""

import re
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.core.api.renderers import JSONRenderer
from marketplace.core.errors import Invalid


def tag(version: int, *parts: object) -> str:
    """A weak entity tag of a version and whatever else the answer depends on."""
    return f'W/"{"-".join(str(part) for part in (version, *parts))}"'


def tagged(request: Request | HttpRequest, body: object, version: int | None = None) -> HttpResponse:
    """The answer with a weak tag of its own content, written once; 304 when the caller has it already.

    `version` goes before it in the tag of what can be changed: it comes back in If-Match.
    """
    content = JSONRenderer().render(body)
    digest = sha256(content).hexdigest()[:16]
    etag = f'W/"{digest}"' if version is None else tag(version, digest)
    return unchanged(request, etag) or HttpResponse(content, content_type="application/json", headers={"ETag": etag})


def unchanged(request: Request | HttpRequest, etag: str) -> Response | None:
    """A 304 when the caller already has this version, None otherwise."""
    offered = request.headers.get("If-None-Match", "")
    if etag in [candidate.strip() for candidate in offered.split(",")]:
        return Response(status=304, headers={"ETag": etag})
    return None


def if_match(request: Request | HttpRequest) -> int | None:
    """The version in If-Match, None when the caller does not ask. Raises Invalid for a tag that is not ours."""
    header = request.headers.get("If-Match", "*").strip()
    if header == "*":
        return None
    match = re.fullmatch(r'(?:W/)?"(\d{1,9})(?:-[^"]*)?"', header)
    if match is None:
        raise Invalid(_("If-Match does not hold an ETag of ours."), code="bad_etag")
    return int(match[1])
