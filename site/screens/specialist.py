"""The page of one specialist."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.analytics import services as analytics
from marketplace.analytics.http import viewer_of
from marketplace.analytics.states import Metric
from marketplace.core.ids import is_public_id
from marketplace.core.keyset import BadCursor
from marketplace.core.windows import Window
from marketplace.media.selectors import pictures
from marketplace.moderation.rules import is_moderator
from marketplace.projects import selectors as projects
from marketplace.projects.models import ProjectPhoto
from marketplace.specialists import selectors
from marketplace.specialists.states import ProfileState
from screens import structured
from screens.addresses import gone, moved, pager, public_id_of

# Projects on a page.
SHOWN = 48


@require_safe
def specialist_page(request: HttpRequest, address: str) -> HttpResponse:
    """A public specialist with services, prices and projects; in any state for the owner and for moderators."""
    public_id = public_id_of(address)
    shown = selectors.detail(public_id, request.user)
    if shown is None:
        return _unseen(request, public_id)
    elsewhere = moved(request, shown["url"])
    if elsewhere is not None:
        return elsewhere
    if not request.GET.get("projects"):
        _count(request, shown)
    return _page(request, shown, is_public=shown["standing"] == ProfileState.PUBLISHED)


def _unseen(request: HttpRequest, public_id: str) -> HttpResponse:
    shown = selectors.known(public_id, request.user) if is_moderator(request.user) else None
    if shown is not None:
        return _page(request, shown, is_public=False)
    if selectors.was_public(public_id):
        return gone(request)
    raise Http404


def _page(request: HttpRequest, shown: dict[str, Any], *, is_public: bool) -> HttpResponse:
    try:
        found = projects.of_specialist(shown["id"], cursor=request.GET.get("projects", ""), size=SHOWN)
    except BadCursor:
        return redirect(shown["url"])
    state = "" if is_public else ProfileState(shown["standing"]).label
    return render(request, "screens/specialist.html", {**_context(request, shown, found), "state": state})


def _count(request: HttpRequest, shown: dict[str, Any]) -> None:
    """One view; and a visit to the profile when the way led here from one of the specialist's projects."""
    tally, owner, viewer = shown["tally_id"], shown["owner_id"], viewer_of(request)
    analytics.seen(Metric.VIEW, tally, viewer, owner_id=owner)
    origin = request.GET.get("from", "")
    project = projects.public(origin, request.user) if is_public_id(origin) else None
    if project is not None and project.specialist_id == shown["id"]:
        for visited in (project.tally_id, tally):
            analytics.seen(Metric.TO_PROFILE, visited, viewer, owner_id=owner, after=project.tally_id)


def _trail(name: str) -> list[dict[str, Any]]:
    return [{"label": _("Specialists"), "url": reverse("specialist_list")}, {"label": name, "url": None}]


def _covers(project_ids: list[int], most: int = 4) -> list[Any]:
    """The first pictures of the newest projects, then their second ones: two statements."""
    photos = ProjectPhoto.objects.filter(project__in=project_ids).order_by("position", "-project")
    assets = list(photos.values_list("asset_id", flat=True)[:most])
    found = pictures(assets, "card")
    return [found[asset] for asset in assets if asset in found]


def _context(request: HttpRequest, shown: dict[str, Any], found: Window[int]) -> dict[str, Any]:
    cards = projects.cards(found.rows, request.user)
    ids = [card["id"] for card in cards]
    covers = _covers(ids)
    return {
        "specialist": {**shown, "project_count": len(cards) if found.is_all else projects.number_of(shown["id"])},
        "cards": cards,
        "pager": pager(request, "projects", found),
        "covers": covers,
        "shared": projects.shared_picture(ids),
        "structured": structured.specialist(shown, covers),
        "trail": _trail(shown["name"]),
        "is_owner": request.user.pk == shown["owner_id"],
    }
