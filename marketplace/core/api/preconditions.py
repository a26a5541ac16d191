"""ETags: what has not changed is not sent again, and what has changed is not overwritten."""

import re
from hashlib import sha256

from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.core.api.renderers import JSONRenderer
from marketplace.core.errors import Invalid


def tag(version: int, *parts: object) -> str:
    """A weak entity tag of a version and whatever else the answer depends on."""
    return f'W/"{"-".join(str(part) for part in (version, *parts))}"'


def tag_of(body: object, version: int | None = None) -> str:
    """A weak entity tag of the answer itself, behind the version to come back with in If-Match where it has one."""
    content = sha256(JSONRenderer().render(body)).hexdigest()[:16]
    return f'W/"{content}"' if version is None else tag(version, content)


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
