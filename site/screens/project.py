"""The page of one project."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.analytics import services as analytics
from marketplace.analytics.http import viewer_of
from marketplace.analytics.states import Metric
from marketplace.media import selectors as media
from marketplace.projects import details, rules, selectors
from marketplace.projects.models import Project
from marketplace.verification.selectors import badges_of
from screens import structured
from screens.addresses import gone, moved, public_id_of
from search import queries


@require_safe
def project_page(request: HttpRequest, address: str) -> HttpResponse:
    """A public project for everybody; in any state for its owner and for moderators."""
    public_id = public_id_of(address)
    project = selectors.public(public_id, request.user)
    if project is not None:
        redirect = moved(request, project.get_absolute_url())
        if redirect is not None:
            return redirect
        owner = project.specialist.user_id
        analytics.seen(Metric.VIEW, project.tally_id, viewer_of(request), owner_id=owner)
        return render(request, "screens/project.html", _context(request, project))
    return _unseen(request, public_id)


def _unseen(request: HttpRequest, public_id: str) -> HttpResponse:
    project = selectors.known(public_id, request.user) if request.user.is_authenticated else None
    if project is not None and rules.party(project, request.user):
        return render(request, "screens/project.html", _context(request, project))
    if selectors.was_public(public_id):
        return gone(request)
    raise Http404


def _context(request: HttpRequest, project: Project) -> dict[str, Any]:
    shown = details.detail(project)
    address = shown["specialist"]["url"]
    return {
        "project": shown,
        "author": {**shown["specialist"], "url": f"{address}?from={project.public_id}", **_about(project)},
        "photos": [_shot(photo) for photo in shown["photos"]],
        "trail": _trail(shown),
        "similar": _similar(request, shown, project),
        "standing": None if rules.is_public(project) else project.standing,
        "is_owner": rules.owns(project, request.user),
        "structured": structured.project(shown),
        "shared": selectors.shared_picture([project.pk]) or shown["cover"],
    }


def _trail(shown: dict[str, Any]) -> list[dict[str, Any]]:
    projects, category = reverse("project_list"), shown["category"]
    return [
        {"label": _("Projects"), "url": projects},
        {"label": category["name"], "url": f"{projects}?category={category['slug']}"},
        {"label": shown["title"], "url": None},
    ]


def _about(project: Project) -> dict[str, Any]:
    specialist = project.specialist
    return {
        "headline": specialist.headline,
        "city": specialist.city.name if specialist.city else "",
        "badges": badges_of(specialist.user_id),
        "avatar": media.picture(specialist.avatar, "avatar", specialist.name) if specialist.avatar_id else None,
        "project_count": None,
        "price_from": None,
    }


def _shot(photo: dict[str, Any]) -> dict[str, Any]:
    picture = photo["picture"] or {"src": "", "width": 4, "height": 3}
    return {
        "picture": photo["picture"],
        "full_url": picture["src"],
        "full_width": picture["width"],
        "full_height": picture["height"],
        "caption": photo["caption"],
    }


def _similar(request: HttpRequest, shown: dict[str, Any], project: Project, most: int = 4) -> list[dict[str, Any]]:
    """More of the same category, then of the same rooms, then whatever is best; the project itself left out."""
    rooms = tuple(room["slug"] for room in shown["rooms"])
    ids: list[int] = []
    for narrowed in ({"categories": (project.category.slug,)}, {"rooms": rooms}, {}):
        found = queries.find(queries.Query(kind="project", limit=2 * most, **narrowed))
        ids += [pk for pk in found.ids if pk != project.pk and pk not in ids]
        if len(ids) >= most:
            break
    return selectors.cards(ids[:most], request.user)
