"""The way to Google or Facebook and back."""

from collections.abc import Callable
from typing import Final

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.facebook import views as facebook
from allauth.socialaccount.providers.google import views as google
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

View = Callable[[HttpRequest], HttpResponse]

# The way there and the way back.
DOORS: Final[dict[str, tuple[View, View]]] = {
    "google": (google.oauth2_login, google.oauth2_callback),
    "facebook": (facebook.oauth2_login, facebook.oauth2_callback),
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def leave(request: HttpRequest, provider: str) -> HttpResponse:
    """Sends the person on. A page of ours does it: a form of this site may lead to this site only."""
    _require_keys(request, provider)
    answer = DOORS[provider][0](request)
    if not isinstance(answer, HttpResponseRedirect):
        return answer
    return render(request, "socialaccount/leave.html", {"provider": provider.title(), "address": answer.url})


@require_safe
@never_cache
def come_back(request: HttpRequest, provider: str) -> HttpResponse:
    """What they say of the person."""
    _require_keys(request, provider)
    return DOORS[provider][1](request)


def _require_keys(request: HttpRequest, provider: str) -> None:
    if not get_adapter().list_apps(request, provider=provider):
        raise Http404
