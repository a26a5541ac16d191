"""Every error of the API as problem details (RFC 9457) with a stable code."""

from http import HTTPStatus
from itertools import islice
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from marketplace.core.errors import Refusal

TYPE = "application/problem+json"
# Faults named in one answer.
MOST = 50


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """Refusals and DRF's own errors as problem details; None for anything else, which is a bug and stays one."""
    if isinstance(error, Refusal):
        set_rollback()
        errors = [{"field": error.field, "code": error.code, "detail": str(error)}] if error.field else []
        refused = answer(error.status, error.code, str(error), errors)
        for name, value in error.headers.items():
            refused[name] = value
        return refused
    known = _as_api_exception(error)
    if known is None:
        return None
    set_rollback()
    if isinstance(known, exceptions.ValidationError):
        return answer(
            400, "invalid", _("Some fields need your attention."), list(islice(_flat(known.get_full_details()), MOST))
        )
    response = answer(known.status_code, _code(known), str(known.detail))
    challenge, wait = getattr(known, "auth_header", None), getattr(known, "wait", None)
    if challenge:
        response["WWW-Authenticate"] = challenge
    if wait:
        response["Retry-After"] = str(int(wait))
    return response


def answer(status: int, code: str, title: str, errors: list[dict[str, str]] | None = None) -> Response:
    """The problem as an answer: type, title, status, code and, for inputs, one entry per field."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": int(status), "code": code}
    if errors:
        body["errors"] = errors
    return Response(body, status=int(status), content_type=TYPE)


def _as_api_exception(error: Exception) -> exceptions.APIException | None:
    if isinstance(error, exceptions.APIException):
        return error
    if isinstance(error, Http404):
        return exceptions.NotFound(_("There is no such thing here."))
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, RequestDataTooBig | TooManyFilesSent):
        too_large = exceptions.APIException(_("The request is larger than this server takes."), "too_large")
        too_large.status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return too_large
    return exceptions.ParseError(_("This request cannot be read.")) if isinstance(error, SuspiciousOperation) else None


def _code(error: exceptions.APIException) -> str:
    codes = error.get_codes()
    return codes if isinstance(codes, str) else "invalid"


def _flat(details: Any, path: str = "") -> Any:
    if isinstance(details, dict) and set(details) == {"message", "code"}:
        yield {"field": path or "non_field_errors", "code": str(details["code"]), "detail": str(details["message"])}
    elif isinstance(details, dict):
        for key, value in details.items():
            yield from _flat(value, f"{path}.{key}" if path else str(key))
    elif isinstance(details, list):
        for index, value in enumerate(details):
            nested = isinstance(value, dict) and set(value) != {"message", "code"}
            yield from _flat(value, f"{path}.{index}" if nested else path)
