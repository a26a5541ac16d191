from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from marketplace.catalog.models import CategoryAttribute
from marketplace.catalog.names import pick
from marketplace.catalog.states import AnswerType
from marketplace.catalog.vocabulary import Term
from marketplace.core.api.shapes import MoneyOut
from marketplace.core.money import Money


class TermSerializer(serializers.Serializer[Term]):
    """An entry of the catalogue in the reader's language (`language` in the context)."""

    slug = serializers.CharField()
    name = serializers.SerializerMethodField()
    description = serializers.SerializerMethodField()

    def get_name(self, term: Term) -> str:
        return term.name(self.context["language"])

    def get_description(self, term: Term) -> str:
        return term.description(self.context["language"])


class LeafSerializer(serializers.Serializer[Any]):
    """A category of the third level."""

    slug = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    icon = serializers.CharField()
    path = serializers.CharField(help_text="Slugs from the root, each followed by a slash.")
    depth = serializers.IntegerField()


class BranchSerializer(LeafSerializer):
    """A category of the second level."""

    children = LeafSerializer(many=True)


class RootSerializer(LeafSerializer):
    """A category of the first level, with all below it."""

    children = BranchSerializer(many=True)


class OptionSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    name = serializers.CharField()


class AttributeSerializer(serializers.ModelSerializer[CategoryAttribute]):
    """A question that the category asks."""

    label = serializers.SerializerMethodField()  # type: ignore[assignment]
    type = serializers.ChoiceField(choices=AnswerType.choices)
    options = serializers.SerializerMethodField()

    class Meta:
        model = CategoryAttribute
        fields = ["key", "label", "type", "unit", "minimum", "maximum", "options", "required", "filterable"]

    @extend_schema_field(OptionSerializer(many=True))
    def get_options(self, attribute: CategoryAttribute) -> list[dict[str, str]]:
        return [{"key": option["key"], "name": pick(option, self.context["language"])} for option in attribute.options]

    def get_label(self, attribute: CategoryAttribute) -> str:
        labels = {"en": attribute.label_en, "ru": attribute.label_ru, "kk": attribute.label_kk}
        return pick(labels, self.context["language"])


class CategorySerializer(TermSerializer):
    """One category with the questions it asks."""

    icon = serializers.CharField(source="facts.icon")
    path = serializers.CharField(source="facts.path")
    parent = serializers.CharField(source="facts.parent__slug", allow_null=True)  # type: ignore[assignment]
    is_active = serializers.BooleanField(source="is_offered", help_text="Hidden categories stay on what has them.")


class CategoryDetailSerializer(CategorySerializer):
    attributes = serializers.SerializerMethodField()

    @extend_schema_field(AttributeSerializer(many=True))
    def get_attributes(self, term: Term) -> Any:
        return AttributeSerializer(self.context["attributes"], many=True, context=self.context).data


class ServiceSerializer(TermSerializer):
    """A piece of work, with what is usual."""

    category = serializers.CharField(source="facts.category__slug")
    minutes = serializers.IntegerField(source="facts.minutes", allow_null=True)
    unit = serializers.CharField(source="facts.unit")
    price_from = serializers.SerializerMethodField()
    price_to = serializers.SerializerMethodField()

    @extend_schema_field(MoneyOut(allow_null=True))
    def get_price_from(self, term: Term) -> dict[str, str] | None:
        return _money(term.facts["price_from"])

    @extend_schema_field(MoneyOut(allow_null=True))
    def get_price_to(self, term: Term) -> dict[str, str] | None:
        return _money(term.facts["price_to"])


class CitySerializer(TermSerializer):
    """A city and its centre."""

    country = serializers.CharField(source="facts.country")
    region = serializers.CharField(source="facts.region")
    latitude = serializers.FloatField(source="facts.latitude")
    longitude = serializers.FloatField(source="facts.longitude")
    zone = serializers.CharField(source="facts.zone")


def _money(minor: int | None) -> dict[str, str] | None:
    if minor is None:
        return None
    money = Money(minor, settings.CURRENCY)
    return {"amount": f"{money.amount:f}", "currency": money.currency}


def listed(of: type[serializers.Serializer[Any]], name: str) -> type[serializers.Serializer[Any]]:
    """The shape of a whole list: the catalogue is never cut into pages."""
    fields = {
        "results": of(many=True),
        "next": serializers.CharField(allow_null=True),
        "previous": serializers.CharField(allow_null=True),
    }
    shape = type(name, (serializers.Serializer,), fields)
    extend_schema_serializer(many=False)(shape)
    return shape
