"""Shapes that several resources of the API share."""

from typing import Any, TypeVar

from rest_framework import serializers
from rest_framework.request import Request

from marketplace.core.api.fields import Truth
from marketplace.core.money import Money

Shape = TypeVar("Shape", bound=serializers.Serializer[Any])


def checked(kind: type[Shape], request: Request, *, partial: bool = False) -> Shape:
    """What was sent with a call, in that shape. Raises ValidationError."""
    sent = kind(data=request.data, partial=partial)
    sent.is_valid(raise_exception=True)
    return sent


class MoneyOut(serializers.Serializer[Money]):
    amount = serializers.CharField(help_text="Decimal string in major units.")
    currency = serializers.CharField(help_text="ISO 4217.")


class SourceOut(serializers.Serializer[Any]):
    type = serializers.CharField()
    srcset = serializers.CharField()


class PictureOut(serializers.Serializer[Any]):
    sources = SourceOut(many=True)
    src = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    alt = serializers.CharField()
    sizes = serializers.CharField()


class TermOut(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()


class DesiredIn(serializers.Serializer[Any]):
    desired = Truth(help_text="Whether it should be saved afterwards.")


class FavouriteOut(serializers.Serializer[Any]):
    is_favorite = serializers.BooleanField()
    favorites_count = serializers.IntegerField()


class CountsOut(serializers.Serializer[Any]):
    view = serializers.IntegerField()
    unique_view = serializers.IntegerField()
    favourite = serializers.IntegerField()
    to_profile = serializers.IntegerField()
    application = serializers.IntegerField()


class DayOut(CountsOut):
    day = serializers.DateField()


class StatisticsOut(serializers.Serializer[Any]):
    """A window of days that ends today, without gaps, its sum, and the sum of as many days before."""

    days = DayOut(many=True)
    totals = CountsOut()
    previous = CountsOut()
