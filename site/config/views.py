"""Health, and answers when something is wrong."""

import sys
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.translation import get_language_from_path, override
from django.views.decorators.http import condition, require_safe
from django.views.i18n import set_language

from config import reference
from config.middleware import away, problem
from config.tasks import canary_age
from marketplace.accounts.http import View, own_path, page_behind
from marketplace.catalog import selectors as catalog

POPULAR = 8


@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers. Needs nothing."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """What the process needs, each by name. Without the database it is not ready; without the cache it is degraded.

    `canary_age_seconds`: how long ago a worker last did its smallest task; null when nobody remembers.
    """
    parts = {"database": _database(), "cache": _cache()}
    status = 200 if parts["database"] == "ok" else 503
    overall = "ok" if set(parts.values()) == {"ok"} else "degraded"
    return JsonResponse({"status": overall, **parts, "canary_age_seconds": canary_age()}, status=status)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # noqa: BLE001 - whatever is wrong, the answer is that it is away
        return "away"
    return "ok"


def _cache() -> str:
    key = f"readyz:{settings.LINTEL_ENV}"
    cache.set(key, "1", 5)
    away = getattr(cache, "is_away", None)
    return "away" if callable(away) and away() else "ok"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token was missing or old: say so, keep the person's way back."""
    if request.path.startswith(("/api/", "/_allauth/")):
        return problem(request, 403, "csrf_failed", "Send the token of the session's cookie along, or a bearer token.")
    return render(request, "403_csrf.html", {"back": page_behind(request) or request.get_full_path()}, status=403)


def choose_language(request: HttpRequest) -> HttpResponse:
    """The page the reader comes from, in another language: its address is read in the language it is written in."""
    form = request.POST.copy()
    place = own_path(request.POST.get("next", "")) or page_behind(request) or "/"
    form["next"] = place
    request.POST = form  # type: ignore[assignment]
    with override(get_language_from_path(place) or settings.LANGUAGE_CODE):
        return set_language(request)


@require_safe
@condition(etag_func=lambda request: reference.document_text()[1])
def api_schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document; drawn once, as that takes a fifth of a second."""
    return HttpResponse(reference.document_text()[0], content_type="application/vnd.oai.openapi+json")


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """The API for people: every operation with its parameters, read off the same document that programs read."""
    return render(request, "config/api_docs.html", {"sections": reference.sections()})


def with_own_way_back(view: View) -> View:
    """Wagtail's forms for private pages and files go to whatever they are told, a name or half an address included."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = request.POST.copy()
        form["return_url"] = own_path(form.get("return_url", "")) or "/"
        request.POST = form  # type: ignore[assignment]
        return view(request, *args, **kwargs)

    return asked


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is nothing here: problem details for programs, a page with a search for people."""
    if request.path.startswith(("/api/", "/_allauth/")):
        return problem(request, 404, "not_found", "There is no such address.")
    return render(request, "404.html", {"categories": catalog.tree()[:POPULAR]}, status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not for this person."""
    if request.path.startswith("/api/"):
        return problem(request, 403, "not_allowed", "You may not do this.")
    return render(request, "403.html", {"why": str(exception or "")}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Something that cannot be read."""
    if request.path.startswith("/api/"):
        return problem(request, 400, "bad_request", "This request cannot be read.")
    return render(request, "400.html", status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """A mistake of ours. Uses neither database nor context. A database lost in a middleware is none, and a 503."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return away(request, error)
    if request.path.startswith("/api/"):
        return problem(request, 500, "broken", "Something broke on our side. We have been told.")
    return HttpResponse(get_template("500.html").render({"request_id": request.META.get("REQUEST_ID", "")}), status=500)
