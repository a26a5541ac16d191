"""Every error of the API is a problem with a stable code."""

import io

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.http import Http404
from rest_framework import exceptions

from marketplace.core import errors
from marketplace.core.api.parsers import BodyTooLarge, JSONParser
from marketplace.core.api.problems import TYPE, handle


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (errors.Refusal("No."), 409, "refused"),
        (errors.Invalid("No."), 422, "invalid"),
        (errors.NotAllowed("No."), 403, "not_allowed"),
        (errors.NotFound("No."), 404, "not_found"),
        (errors.IllegalTransition("No."), 409, "illegal_transition"),
        (errors.Stale("No."), 412, "stale"),
        (errors.LimitReached("No."), 409, "limit_reached"),
        (errors.TooMany("No."), 429, "too_many"),
        (errors.StorageFull("No."), 507, "storage_full"),
        (Http404(), 404, "not_found"),
        (PermissionDenied(), 403, "permission_denied"),
        (exceptions.NotAuthenticated(), 401, "not_authenticated"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (exceptions.UnsupportedMediaType("text/x"), 415, "unsupported_media_type"),
        (RequestDataTooBig(), 413, "too_large"),
        (TooManyFilesSent(), 413, "too_large"),
        (SuspiciousOperation(), 400, "parse_error"),
        (BodyTooLarge(), 413, "too_large"),
    ],
)
def test_each_error_has_its_status_and_code(error: Exception, status: int, code: str) -> None:
    response = handle(error, {})
    assert response is not None
    assert (response.status_code, response.data["code"], response.data["status"]) == (status, code, status)
    assert response.content_type == TYPE
    assert response.data["type"] == "about:blank"
    assert response.data["title"]


def test_a_bug_stays_a_bug() -> None:
    assert handle(ZeroDivisionError(), {}) is None


def test_a_refused_field_is_named() -> None:
    response = handle(errors.Invalid("Too long.", code="too_long", field="title"), {})
    assert response is not None
    assert response.data["errors"] == [{"field": "title", "code": "too_long", "detail": "Too long."}]


def test_nested_input_errors_are_flat_with_a_path() -> None:
    detail = {"title": ["Needed."], "rooms": [{}, {"area": ["Too small."]}], "non_field_errors": ["Odd."]}
    response = handle(exceptions.ValidationError(detail), {})
    assert response is not None
    assert response.status_code == 400
    assert [(error["field"], error["detail"]) for error in response.data["errors"]] == [
        ("title", "Needed."),
        ("rooms.1.area", "Too small."),
        ("non_field_errors", "Odd."),
    ]


def test_too_many_calls_say_when_to_come_back() -> None:
    response = handle(exceptions.Throttled(wait=12.3), {})
    assert response is not None
    assert response["Retry-After"] == "13"


def test_a_refusal_of_ours_says_so_too() -> None:
    response = handle(errors.TooMany("No.", seconds=40), {})
    assert response is not None
    assert response["Retry-After"] == "40"


def parsed(body: bytes) -> object:
    return JSONParser().parse(io.BytesIO(body))


def test_json_of_any_plain_shape_is_read() -> None:
    assert parsed('{"a": [1, 2.5, null, true, "ж"]}'.encode()) == {"a": [1, 2.5, None, True, "ж"]}
    assert parsed(b"[" * 19 + b"1" + b"]" * 19) is not None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"a": NaN}',
        b'{"a": 1}{"b": 2}',
        '{"a": "ж"}'.encode("utf-16"),
        b'{"a": "\xff"}',
        b'{"a": "\\u0000"}',
        b'{"a\\u0000": 1}',
        b'{"a": "\x00"}',
        b'{"a": "\\ud800"}',
        b"[" * 21 + b"]" * 21,
        b"[" * 200_000 + b"]" * 200_000,
        b'{"a":' * 200_000 + b"1" + b"}" * 200_000,
        b"'single'",
    ],
)
def test_other_bodies_are_refused_and_never_a_bug(body: bytes) -> None:
    with pytest.raises(exceptions.ParseError):
        parsed(body)


def test_a_body_over_two_megabytes_is_too_large() -> None:
    with pytest.raises(BodyTooLarge):
        parsed(b'"' + b"a" * 2 * 1024 * 1024 + b'"')
    assert parsed(b'"' + b"a" * (2 * 1024 * 1024 - 2) + b'"') == "a" * (2 * 1024 * 1024 - 2)
