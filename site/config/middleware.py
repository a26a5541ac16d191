"""What surrounds every request: an id, refusal of hostile addresses, headers, an answer when the database is away."""

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from http import HTTPStatus

import orjson
from csp.constants import HEADER as CSP
from csp.utils import build_policy
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, RawPostDataException
from django.middleware.gzip import GZipMiddleware
from django.template.loader import get_template
from django.utils.datastructures import MultiValueDictKeyError

from marketplace.core.api.parsers import is_too_deep

Next = Callable[[HttpRequest], HttpResponseBase]

TEXTS = {"application/json", "application/javascript", "application/manifest+json", "image/svg+xml"}
_request_id: ContextVar[str] = ContextVar("request_id", default="-")
log = logging.getLogger("lintel.web")


class RequestIdFilter(logging.Filter):
    """Puts the id of the request at work into each line of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        # Django writes its line about an answer of 4xx or 5xx when all middleware is left.
        meta = getattr(getattr(record, "request", None), "META", {})
        record.request_id = meta.get("REQUEST_ID") or _request_id.get()
        return True


def request_id(get_response: Next) -> Next:
    """Gives each request an id: in the answer's header, in the log, on error pages."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        value = given if re.fullmatch(r"[A-Za-z0-9-]{8,64}", given) else uuid.uuid4().hex[:16]
        token = _request_id.set(value)
        request.META["REQUEST_ID"] = value
        try:
            response = get_response(request)
            response["X-Request-ID"] = value
            return response
        finally:
            _request_id.reset(token)

    return middleware


class CompressText(GZipMiddleware):
    """A demo has no nginx in front that would make texts small; pictures are so already."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.get("Content-Type", "").partition(";")[0]
        is_text = kind.startswith("text/") or kind in TEXTS
        return super().process_response(request, response) if is_text else response


def refuse_hostile_addresses(get_response: Next) -> Next:
    """PostgreSQL cannot store a NUL byte nor half a surrogate pair, so no address may carry one."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        text = request.path + request.META.get("QUERY_STRING", "")
        if "\x00" in text or "%00" in text or not _is_encodable(request.path):
            return problem(request, 400, "bad_address", "This address contains characters that are not allowed.")
        # Such a cookie is none of ours; a browser that somebody gave it to is still let in.
        for name in [name for name, value in request.COOKIES.items() if "\x00" in value]:
            del request.COOKIES[name]
        return get_response(request)

    return middleware


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def refuse_hostile_json(get_response: Next) -> Next:
    """The doors for apps are allauth's, which reads JSON of any depth until Python's stack is full.

    What another site sent with somebody's cookies is refused for that before anybody reads it.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_view(request: HttpRequest, *_view: object) -> HttpResponseBase | None:
        if request.path.startswith("/_allauth/") and request.method != "GET" and not _is_good_json(request):
            return problem(request, 400, "parse_error", "This is not JSON as it is taken here.")
        return None

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def _is_good_json(request: HttpRequest) -> bool:
    try:
        return not request.body or not is_too_deep(orjson.loads(request.body))
    except (orjson.JSONDecodeError, RawPostDataException):
        return False


# Forms of Wagtail's that break when this is missing.
HALF_FORMS = {
    "/admin/choose-external-link/": "external-link-chooser-url",
    "/admin/redirects/import/process/": "input_format",
}


def refuse_half_forms(get_response: Next) -> Next:
    """A form that lacks a part nobody can leave out in a browser is a bad request, not a mistake of ours."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_view(request: HttpRequest, *_view: object) -> HttpResponseBase | None:
        needed = HALF_FORMS.get(request.path)
        is_half = needed and request.method == "POST" and needed not in request.POST
        # Strangers are asked to sign in first.
        return _half_form(request) if is_half and request.user.is_authenticated else None

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        if not isinstance(error, MultiValueDictKeyError):
            return None
        log.warning("a form lacks %s: %s", error, request.path)
        return _half_form(request)

    middleware.process_view = process_view  # type: ignore[attr-defined]
    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def _half_form(request: HttpRequest) -> HttpResponse:
    return problem(request, 400, "half_a_form", "Part of the form is missing. Go back and send it again.")


def away(request: HttpRequest, error: Exception) -> HttpResponse:
    """The answer while the database does not."""
    log.warning("the database did not answer: %s", error)
    response = problem(request, 503, "unavailable", "We are back in a moment. Please try again.")
    response["Retry-After"] = "5"
    return response


def answer_when_the_database_is_away(get_response: Next) -> Next:
    """A lost database is a 503 with a time to come back, never a 500; one lost in a middleware comes to handler500."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        return away(request, error) if isinstance(error, OperationalError | InterfaceError) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def problem(request: HttpRequest, status: int, code: str, text: str) -> HttpResponse:
    """A refusal without database: problem details for programs, one sentence for people, a page when we are away."""
    if request.path.startswith(("/api/", "/_allauth/")):
        body = {"type": "about:blank", "title": text, "status": status, "code": code}
        return JsonResponse(body, status=status, content_type="application/problem+json")
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return HttpResponse(get_template("503.html").render(), status=status)
    words = f"<title>{text}</title><h1>{text}</h1><p><a href=/>{settings.SITE_URL}</a></p>"
    return HttpResponse(f"<!doctype html><html lang=en>{words}</html>", status=status)


class SecureHeaders:
    """Headers that Django has no setting for, written once for a process; a view that sets one of them is right."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.policy = build_policy(config=settings.CONTENT_SECURITY_POLICY["DIRECTIVES"])
        self.policy_of_admin = build_policy(config=settings.ADMIN_CONTENT_SECURITY_POLICY)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(self), microphone=(), payment=()")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.path.startswith("/admin/"):
            # A preview went through a visitor's middleware already, and would refuse to be framed by the editor.
            headers[CSP] = self.policy_of_admin
        else:
            headers.setdefault(CSP, self.policy)
        return response
