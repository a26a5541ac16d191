"""Addresses of the form `<slug>-<public id>`: an old slug is a 301, a removed listing a 410."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from marketplace.core.ids import is_public_id
from marketplace.core.windows import Window


def public_id_of(address: str) -> str:
    """The public id at the end of an address. Raises Http404 when there is none."""
    public_id = address.rpartition("-")[2]
    if not is_public_id(public_id):
        raise Http404
    return public_id


def moved(request: HttpRequest, canonical: str) -> HttpResponse | None:
    """A redirect that keeps the query when the address is not the canonical one, None when it is."""
    if request.path == canonical:
        return None
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{canonical}{'?' + query if query else ''}")


def gone(request: HttpRequest) -> HttpResponse:
    """The page of something that was public once."""
    return render(request, "screens/gone.html", status=410)


def pager(request: HttpRequest, name: str, window: Window[Any]) -> dict[str, str]:
    """Where the pager of one of a page's lists leads: its cursor is the parameter `name`, its place `#name`."""
    return {
        "previous_url": _turned(request, name, window.previous),
        "next_url": _turned(request, name, window.next),
    }


def _turned(request: HttpRequest, name: str, cursor: str) -> str:
    """The present address with another cursor; empty without one."""
    said = request.GET.copy()
    said[name] = cursor
    return f"?{said.urlencode()}#{name}" if cursor else ""
