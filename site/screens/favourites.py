"""What a person has saved, and the hearts that save it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from marketplace.accounts.http import SignedInRequest, own_path, signed_in_to_send
from marketplace.core.errors import NotFound
from marketplace.core.keyset import BadCursor
from marketplace.projects import portfolios
from marketplace.projects import saving as saved_projects
from marketplace.projects import selectors as projects
from marketplace.specialists import saving as saved_specialists
from marketplace.specialists import selectors as specialists
from screens.addresses import pager

# Saved things of each kind on a page.
SHOWN = 24


@require_safe
@login_required
def favourites(request: SignedInRequest) -> HttpResponse:
    """Saved projects and saved specialists, the latest first, each with pages of their own."""
    try:
        saved = {
            "projects": projects.saved_by(request.user, cursor=request.GET.get("projects", ""), size=SHOWN),
            "specialists": specialists.saved_by(request.user, cursor=request.GET.get("specialists", ""), size=SHOWN),
        }
    except BadCursor:
        return redirect("favourites")
    if any(request.GET.get(name) and not window.rows for name, window in saved.items()):
        return redirect("favourites")
    context = {
        "projects": projects.cards(saved["projects"].rows, request.user),
        "specialists": portfolios.cards(saved["specialists"].rows, request.user),
        "pagers": {name: pager(request, name, window) for name, window in saved.items()},
    }
    return render(request, "screens/favourites.html", context)


@require_POST
@signed_in_to_send
def project_favourite(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Save the project (`on` is 1) or forget it."""
    desired = request.POST.get("on") == "1"
    try:
        count = saved_projects.favourite(public_id, user=request.user, desired=desired)
    except NotFound:
        return _answer(request, 404, {})
    return _answer(request, 200, {"is_favorite": desired, "favorites_count": count})


@require_POST
@signed_in_to_send
def specialist_favourite(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Save the specialist (`on` is 1) or forget them."""
    desired = request.POST.get("on") == "1"
    try:
        count = saved_specialists.favourite(public_id, user=request.user, desired=desired)
    except NotFound:
        return _answer(request, 404, {})
    return _answer(request, 200, {"is_favorite": desired, "favorites_count": count})


def _answer(request: HttpRequest, status: int, body: dict[str, object]) -> HttpResponse:
    """JSON for the script behind the hearts, the page they came from for everybody else."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(body, status=status)
    return redirect(own_path(request.POST.get("next", "")) or "favourites")
