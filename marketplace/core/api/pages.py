"""What lists of the API share: how a page is asked for, and what is told of the next."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from marketplace.core.windows import Window

# What cards carry for the caller: database ids, and how a thing stands, stay inside.
INSIDE = frozenset({"id", "tally_id", "owner_id", "standing"})
CURSOR = OpenApiParameter("cursor", {"type": "string", "maxLength": 400}, description="From `next` or `previous`.")
LIMIT = OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 24})


class PageIn(serializers.Serializer[Any]):
    """Which page of a list is asked for."""

    cursor = serializers.CharField(max_length=400, required=False, default="", allow_blank=True)
    limit = serializers.IntegerField(min_value=1, max_value=100, required=False, default=24)


def asked(request: Request, kind: type[PageIn] = PageIn) -> dict[str, Any]:
    """The question in the address. Raises ValidationError for unknown names and wrong values."""
    form = kind(data=request.query_params.dict())
    unknown = {name: [_("There is no such filter.")] for name in request.query_params if name not in form.fields}
    if unknown:
        raise ValidationError(unknown)
    form.is_valid(raise_exception=True)
    said: dict[str, Any] = form.validated_data
    return said


def address(request: Request, cursor: str) -> str | None:
    """The address of the page that a cursor leads to; None for an empty one."""
    if not cursor:
        return None
    parameters = request.query_params.copy()
    parameters["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")


def public(card: Mapping[str, Any]) -> dict[str, Any]:
    """The card without what is for the caller alone."""
    return {name: value for name, value in card.items() if name not in INSIDE}


def page(request: Request, cards: Iterable[Mapping[str, Any]], window: Window[Any]) -> dict[str, Any]:
    """The answer of a list without a total: its cards, and the ways on and back."""
    return {
        "results": [public(card) for card in cards],
        "next": address(request, window.next),
        "previous": address(request, window.previous),
    }
