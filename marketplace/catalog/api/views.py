from datetime import datetime
from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition
from django.views.decorators.vary import vary_on_headers
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from marketplace.catalog import selectors
from marketplace.catalog.api import serializers as shapes
from marketplace.catalog.api.language import asked_for

LANGUAGE = OpenApiParameter(
    "Accept-Language", str, OpenApiParameter.HEADER, description="The first of them that we speak; English otherwise."
)
SLUG = OpenApiParameter("slug", str, "path", pattern="^[a-z0-9]+(-[a-z0-9]+)*$")


def etag(request: HttpRequest, *args: Any, **kwargs: Any) -> str:
    """The catalogue's version and the language say it all."""
    return f'W/"{selectors.version()}-{asked_for(request)}"'


def last_modified(request: HttpRequest, *args: Any, **kwargs: Any) -> datetime:
    return selectors.changed_at()


def documented(name: str, one: Any, row: Any = None) -> Any:
    """The list and the single entry in the OpenAPI document."""
    whole = shapes.listed(row or one, f"{name.title()}List")
    return extend_schema_view(
        list=extend_schema(operation_id=f"{name}_list", summary=f"All {name}", parameters=[LANGUAGE], responses=whole),
        retrieve=extend_schema(operation_id=f"{name}_retrieve", parameters=[SLUG, LANGUAGE], responses=one),
    )


@method_decorator(
    [
        cache_control(public=True, max_age=300),
        vary_on_headers("Accept-Language"),
        condition(etag_func=etag, last_modified_func=last_modified),
    ],
    name="dispatch",
)
class CatalogueViewSet(ViewSet):
    """One list of the catalogue in the language of Accept-Language: public, the same for everybody, kept by caches."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    lookup_field = "slug"
    lookup_value_regex = "[a-z0-9-]{1,60}"
    kind: ClassVar[str]
    shape: ClassVar[type[shapes.TermSerializer]]

    def language(self) -> str:
        return asked_for(self.request)

    def answer(self, data: Any) -> Response:
        return Response(data, headers={"Content-Language": self.language()})

    def list(self, request: Request) -> Response:
        context = {"language": self.language()}
        rows = [self.shape(term, context=context).data for term in selectors.terms(self.kind)]
        return self.answer({"results": rows, "next": None, "previous": None})

    def retrieve(self, request: Request, slug: str) -> Response:
        return self.answer(self.shape(selectors.term(self.kind, slug), context={"language": self.language()}).data)


@documented("categories", shapes.CategoryDetailSerializer, shapes.RootSerializer)
class CategoryViewSet(CatalogueViewSet):
    """The tree of categories, whole; one category with the questions it asks."""

    kind = "category"
    shape = shapes.CategorySerializer

    def list(self, request: Request) -> Response:
        roots = shapes.RootSerializer(selectors.tree(self.language()), many=True)
        return self.answer({"results": roots.data, "next": None, "previous": None})

    def retrieve(self, request: Request, slug: str) -> Response:
        term = selectors.term("category", slug)
        context = {"language": self.language(), "attributes": selectors.attributes(selectors.category_by_slug(slug))}
        return self.answer(shapes.CategoryDetailSerializer(term, context=context).data)


@documented("services", shapes.ServiceSerializer)
class ServiceViewSet(CatalogueViewSet):
    """Pieces of work, with what is usual."""

    kind = "service"
    shape = shapes.ServiceSerializer


@documented("styles", shapes.TermSerializer)
class StyleViewSet(CatalogueViewSet):
    """How rooms look."""

    kind = "style"
    shape = shapes.TermSerializer


@documented("rooms", shapes.TermSerializer)
class RoomTypeViewSet(CatalogueViewSet):
    """What rooms are for."""

    kind = "room"
    shape = shapes.TermSerializer


@documented("cities", shapes.CitySerializer)
class CityViewSet(CatalogueViewSet):
    """Where work is done."""

    kind = "city"
    shape = shapes.CitySerializer
