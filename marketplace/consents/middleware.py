"""Whoever has to accept a changed text is asked at the next page they open."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from marketplace.consents import papers, selectors

SEEN = "texts_accepted"
PROGRAMS = ("/api/", "/_allauth/", "/admin/", "/media")
OPEN = {"consents", "account_logout", "account_reauthenticate", "account_deactivate", "set_language", "offline"}


class AskToAccept:
    """Asks once, and only who opens a page: what somebody sends is taken, so that nothing is lost.

    A session remembers what it was asked about: one statement for a session and a change, none where no text is set.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponseBase | None:
        """Leads to the page that asks, when the person has something to accept."""
        if not _is_a_page(request) or not request.user.is_authenticated:
            return None
        current = papers.current()
        key = " ".join(f"{paper.kind}:{paper.version}:{paper.is_asked_again}" for paper in current)
        if not key or request.path in {paper.url for paper in current}:
            return None
        if request.session.get(SEEN) == key:
            return None
        if selectors.missing(request.user):
            return HttpResponseRedirect(f"{reverse('consents')}?{urlencode({'next': request.get_full_path()})}")
        request.session[SEEN] = key
        return None


def _is_a_page(request: HttpRequest) -> bool:
    """Whether a person with a session opens a page, rather than a program or a page fetching a part."""
    match = request.resolver_match
    return (
        request.method == "GET"
        and settings.SESSION_COOKIE_NAME in request.COOKIES
        and not request.path.startswith(PROGRAMS)
        and "HX-Request" not in request.headers
        and "text/html" in request.headers.get("Accept", "text/html")
        and (match is None or match.url_name not in OPEN)
    )
