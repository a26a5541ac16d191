"""Requests whose person is known, for the type checker, and what is asked of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from rest_framework.request import Request

from marketplace.accounts import copies
from marketplace.accounts.models import User

View = Callable[..., HttpResponse]


class SignedInRequest(HttpRequest):
    """A page request that passed login_required."""

    user: User


class SignedInApiRequest(Request):
    """An API request that passed IsAuthenticated."""

    user: User


def signed_in_to_send(view: View) -> View:
    """login_required for a view that only takes forms: who has to sign in comes back to the page with the form."""

    @wraps(login_required(view))
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return redirect_to_login(page_behind(request) or "/")

    return asked


def own_path(said: str) -> str:
    """The path of this site to go on to; empty for another site, and for what is no path but a name or part of one."""
    return said if said.startswith("/") and url_has_allowed_host_and_scheme(said, allowed_hosts=None) else ""


def page_behind(request: HttpRequest) -> str:
    """The page of this site that the request came from, as path and query; empty when that is not known."""
    said = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(said, {request.get_host()}, require_https=request.is_secure()):
        return ""
    return own_path(urlsplit(said)._replace(scheme="", netloc="", fragment="").geturl())


def download(person: User) -> FileResponse:
    """The person's copy as a file that no cache keeps. Raises NotFound when there is none."""
    copy, file = copies.fetch(person)
    response = FileResponse(file, as_attachment=True, filename=f"lintel-{copy.created_at:%Y-%m-%d}.zip")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
