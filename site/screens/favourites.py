"""What a person or a guest has saved, and the hearts that save it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from marketplace.accounts import guests
from marketplace.accounts.http import own_path
from marketplace.accounts.models import User
from marketplace.analytics.http import viewer_of
from marketplace.core.errors import NotFound, Refusal
from marketplace.core.keyset import BadCursor
from marketplace.core.windows import Window, in_memory
from marketplace.projects import portfolios
from marketplace.projects import saving as saved_projects
from marketplace.projects import selectors as projects
from marketplace.specialists import saving as saved_specialists
from marketplace.specialists import selectors as specialists
from screens.addresses import pager

# Saved things of each kind on a page.
SHOWN = 24
LISTS: dict[str, str] = {"projects": "project", "specialists": "specialist"}
SAVED: dict[str, Callable[..., Window[int]]] = {"projects": projects.saved_by, "specialists": specialists.saved_by}


@require_safe
def favourites(request: HttpRequest) -> HttpResponse:
    """Saved projects and saved specialists, the latest first, each with pages of their own."""
    try:
        saved = {name: _saved(request, name, request.GET.get(name, "")) for name in LISTS}
    except BadCursor:
        return redirect("favourites")
    if any(request.GET.get(name) and not window.rows for name, window in saved.items()):
        return redirect("favourites")
    come_back = urlencode({REDIRECT_FIELD_NAME: reverse("favourites")})
    context = {
        "projects": projects.cards(saved["projects"].rows, request.user),
        "specialists": portfolios.cards(saved["specialists"].rows, request.user),
        "pagers": {name: pager(request, name, window) for name, window in saved.items()},
        "login_url": f"{reverse('account_login')}?{come_back}",
        "signup_url": f"{reverse('account_signup')}?{come_back}",
        "days": settings.SESSION_COOKIE_AGE // (24 * 3600),
    }
    return render(request, "screens/favourites.html", context)


def _saved(request: HttpRequest, name: str, cursor: str) -> Window[int]:
    """The ids of one page of what the person, or the guest's session, has saved. Raises BadCursor."""
    if isinstance(request.user, User):
        return SAVED[name](request.user, cursor=cursor, size=SHOWN)
    ids = [listing.pk for listing in guests.listings(request.session, LISTS[name])]
    return in_memory(f"guest's {name}", ids, cursor=cursor, size=SHOWN)


@require_POST
def project_favourite(request: HttpRequest, public_id: str) -> HttpResponse:
    """Save the project (`on` is 1) or forget it."""
    return _pressed(request, "project", public_id, saved_projects)


@require_POST
def specialist_favourite(request: HttpRequest, public_id: str) -> HttpResponse:
    """Save the specialist (`on` is 1) or forget them."""
    return _pressed(request, "specialist", public_id, saved_specialists)


def _pressed(request: HttpRequest, kind: str, public_id: str, saving: Any) -> HttpResponse:
    """The heart's new state and how many people have saved the thing: guests are not counted."""
    desired = request.POST.get("on") == "1"
    try:
        if isinstance(request.user, User):
            count = saving.favourite(public_id, user=request.user, desired=desired)
        else:
            count = saving.savers(public_id)
            guests.save(request.session, kind, public_id, desired=desired, place=_place(request))
    except NotFound:
        return _answer(request, HTTPStatus.NOT_FOUND, {})
    except Refusal as refusal:
        return _refused(request, refusal)
    return _answer(request, HTTPStatus.OK, {"is_favorite": desired, "favorites_count": count})


def _place(request: HttpRequest) -> str:
    """The key of the network somebody comes from; nobody can be found from it."""
    return viewer_of(request).place(f"guests {settings.SECRET_KEY}".encode())


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The script behind the hearts sends the form then, and its page says why."""
    if not _is_script(request):
        messages.error(request, str(refusal))
    answer = _answer(request, refusal.status, {"code": refusal.code})
    for name, value in refusal.headers.items():
        answer[name] = value
    return answer


def _answer(request: HttpRequest, status: HTTPStatus, body: dict[str, object]) -> HttpResponse:
    """JSON for the script behind the hearts, the page they came from for everybody else."""
    if _is_script(request):
        return JsonResponse(body, status=status)
    return redirect(own_path(request.POST.get("next", "")) or "favourites")


def _is_script(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")
