"""The lists of projects and of specialists."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject as Later
from django.views.decorators.http import require_safe

from marketplace.catalog import selectors as catalog
from search import facets, listings, looser, pins
from search.filters import applied
from search.forms import Listing
from search.queries import BadCursor, Query, find


@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    """Every public project: filters, chips, sort, pages."""
    return _list(request, "project")


@require_safe
def specialist_list(request: HttpRequest) -> HttpResponse:
    """Every public specialist, found the same way."""
    return _list(request, "specialist")


def _list(request: HttpRequest, kind: str) -> HttpResponse:
    query = Listing(request.GET).query(kind, facets=True)
    try:
        page = listings.page(query, request.user)
    except BadCursor:
        return redirect(request.path + _address(request.GET, cursor=""))
    return render(request, f"search/{kind}_list.html", _context(request, query, page))


def _context(request: HttpRequest, query: Query, page: listings.Page) -> dict[str, Any]:
    found = page.found
    nearest = [] if page.cards else _nearest(request, query)
    groups: Any = Later(partial(facets.groups, found.facets))
    return {
        "kind": query.kind,
        "cards": page.cards,
        "found": found,
        "query": query,
        "total": found.total,
        # Read, as what follows, only when the piece of the page that shows them was not drawn before.
        "groups": groups,
        "kept": Later(lambda: facets.kept(request.GET, query, groups)),
        "applied": Later(partial(applied, query)),
        "price": Later(partial(facets.price, query, found.facets.prices if found.facets else None)),
        "sorts": Later(partial(facets.sorts, query)),
        "catalogue": catalog.version(),
        "clear_url": request.path,
        "next_url": _address(request.GET, cursor=found.next) if found.next else None,
        "previous_url": _address(request.GET, cursor=found.previous) if found.previous else None,
        "is_filtered": query.is_narrowed,
        "pins": partial(pins.pins, query.kind, page.cards or nearest),
        "tiles": {"url": settings.TILE_URL, "attribution": settings.TILE_ATTRIBUTION},
        "looser": [] if page.cards else looser.ways(query),
        "nearest": nearest,
    }


def _nearest(request: HttpRequest, query: Query) -> list[dict[str, Any]]:
    """Something to look at when nothing was found: the same words without filters, or simply the best."""
    relaxed = Query(kind=query.kind, words=query.words, limit=6)
    hits = find(relaxed) if query.words else None
    if hits is None or not hits.hits:
        hits = find(Query(kind=query.kind, categories=query.categories, limit=6))
    return listings.CARDS[query.kind](hits.ids, request.user)


def _address(said: QueryDict, **changes: str) -> str:
    parameters = said.copy()
    for name, value in changes.items():
        parameters[name] = value
        if not value:
            del parameters[name]
    return f"?{parameters.urlencode()}"
