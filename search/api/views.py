from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from marketplace.core.api import pages
from marketplace.core.api.preconditions import tagged
from marketplace.projects.api.views import ProjectViewSet
from marketplace.specialists.api.views import SpecialistViewSet
from search import facets, listings
from search.api.serializers import FacetsOut, ProjectPage, SpecialistPage, SuggestionsOut
from search.forms import MOST, SORT_LABELS, Listing
from search.models import SearchDocument
from search.queries import Query, find, suggest

SLUGS = {"type": "array", "items": {"type": "string", "pattern": "^[a-z0-9-]{1,60}$"}, "maxItems": 30}
SLUG = {"type": "string", "pattern": "^[a-z0-9-]{1,60}$"}
MONEY = {"type": "integer", "minimum": 0, "maximum": MOST}
WORDS = 200
UNCHANGED = OpenApiResponse(description="Unchanged since If-None-Match.")

SEVERAL = ("category", "style", "room", "language")


def _several(name: str, text: str) -> OpenApiParameter:
    return OpenApiParameter(name, SLUGS, description=text, explode=True)


FILTERS = [
    OpenApiParameter("q", {"type": "string", "maxLength": WORDS}, description="Words; misspelt ones are repaired."),
    _several("category", "Any of these categories, with all below them."),
    _several("style", "Any of these styles."),
    _several("room", "Any of these kinds of rooms."),
    _several("language", "Any of these languages."),
    OpenApiParameter("city", SLUG),
    OpenApiParameter(
        "near",
        {"type": "string", "pattern": r"^-?[0-8]?[0-9](\.[0-9]{1,6})?,-?(1[0-7][0-9]|[0-9]{1,2})(\.[0-9]{1,6})?$"},
    ),
    OpenApiParameter(
        "radius", {"type": "number", "minimum": 1, "maximum": 500}, description="Kilometres around `near`."
    ),
    OpenApiParameter("price_min", MONEY, description="In whole units of the site's currency."),
    OpenApiParameter("price_max", MONEY),
    OpenApiParameter("rating", {"type": "number", "minimum": 1, "maximum": 5}, description="At least."),
]
PAGING = [
    OpenApiParameter("sort", str, enum=list(SORT_LABELS)),
    OpenApiParameter(
        "cursor", {"type": "string", "minLength": 1, "maxLength": 400}, description="From `next` or `previous`."
    ),
    OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 24}),
]


def asked(request: Request, kind: str, *, with_facets: bool = False) -> Query:
    """The question in the address. Raises ValidationError for unknown names and wrong values."""
    data = QueryDict(request.META.get("QUERY_STRING", ""), mutable=False)
    form = Listing(data)
    wrong = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
    wrong |= {name: [_("There is no such filter.")] for name in form.unknown()}
    wrong |= {name: [_("Say it once.")] for name, said in data.lists() if len(said) > 1 and name not in SEVERAL}
    wrong |= {name: [_("Leave it out or say something.")] for name, said in data.lists() if "" in said and name != "q"}
    if len(data.get("q", "")) > WORDS:
        wrong["q"] = [_("These are too many words.")]
    if wrong:
        raise ValidationError(wrong)
    return form.query(kind, facets=with_facets)


def page_of(request: Request, kind: str) -> HttpResponse:
    """One page of a list: three statements for any number of cards."""
    page = listings.page(asked(request, kind), request.user)
    found = page.found
    body: dict[str, Any] = {
        "results": [pages.public(card) for card in page.cards],
        "next": pages.address(request, found.next),
        "previous": pages.address(request, found.previous),
        "total": found.total,
        "total_is_capped": found.total_capped,
        "correction": {"typed": found.correction.typed, "used": found.correction.used} if found.correction else None,
    }
    return tagged(request, body)


def facets_of(request: Request, kind: str) -> Response:
    found = find(asked(request, kind, with_facets=True))
    return Response({"groups": facets.groups(found.facets)})


class DiscoverableProjects(ProjectViewSet):
    """Portfolio projects, found by words and filters."""

    @extend_schema(parameters=[*FILTERS, *PAGING], responses={200: ProjectPage, 304: UNCHANGED})
    def list(self, request: Request) -> HttpResponse:
        """Public projects, 24 a page."""
        return page_of(request, "project")

    @extend_schema(parameters=FILTERS, responses={200: FacetsOut})
    @action(detail=False, permission_classes=[AllowAny])
    def facets(self, request: Request) -> Response:
        """What the filters of the list would find."""
        return facets_of(request, "project")


class DiscoverableSpecialists(SpecialistViewSet):
    """Specialists, found by words and filters."""

    @extend_schema(parameters=[*FILTERS, *PAGING], responses={200: SpecialistPage, 304: UNCHANGED})
    def list(self, request: Request) -> HttpResponse:
        """Public specialists, 24 a page."""
        return page_of(request, "specialist")

    @extend_schema(parameters=FILTERS, responses={200: FacetsOut})
    @action(detail=False, permission_classes=[AllowAny])
    def facets(self, request: Request) -> Response:
        """What the filters of the list would find."""
        return facets_of(request, "specialist")


class SuggestionViewSet(GenericViewSet[SearchDocument]):
    """Autocomplete."""

    permission_classes = (AllowAny,)
    serializer_class = SuggestionsOut
    queryset = SearchDocument.objects.none()

    @extend_schema(
        parameters=[OpenApiParameter("q", {"type": "string", "maxLength": WORDS}, required=True)],
        responses={200: SuggestionsOut},
    )
    def list(self, request: Request) -> Response:
        """What the unfinished text may become: words, entries of the catalogue, listings whose title begins so."""
        said = request.query_params.getlist("q")
        if len(said) != 1 or len(said[0]) > WORDS:
            raise ValidationError({"q": [_("Say one text of at most %(most)s characters.") % {"most": WORDS}]})
        found = suggest(said[0])
        return Response(
            {
                "words": list(found.words),
                "entries": [{"kind": one.kind, "slug": one.slug, "name": one.name} for one in found.entries],
                "listings": [{"kind": s.kind, "public_id": s.public_id, "title": s.title} for s in found.listings],
            }
        )
