"""Values as the document says them: text is text and numbers are numbers, nothing is taken for something else."""

import re
from collections.abc import Sized
from decimal import Decimal
from typing import Any

from django.core.validators import RegexValidator
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from marketplace.core.api.parsers import FormValues
from marketplace.core.ids import LENGTH, PATTERN

# At least a hundredth, at most twelve digits before the point and two behind it.
AMOUNT = r"^([1-9][0-9]{0,11}(\.[0-9]{1,2})?|0\.(0[1-9]|[1-9][0-9]?))$"


class Text(serializers.CharField):
    """Text, and not a number that could be read as one; with something to see in it unless it may be blank."""

    shape, fault = r"\S", "blank"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if not self.allow_blank:
            self.validators.append(RegexValidator(self.shape, self.error_messages[self.fault], self.fault))

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class PublicId(Text):
    """What the document's pattern of a public id says, to the letter."""

    shape, fault = f"^{PATTERN}$", "invalid"

    def __init__(self, **options: Any) -> None:
        super().__init__(min_length=LENGTH, max_length=LENGTH, trim_whitespace=False, **options)


class ShortList(serializers.ListField):
    """A list whose length is looked at before anything in it is."""

    def to_internal_value(self, data: Any) -> list[Any]:
        if isinstance(data, Sized):
            self.run_validators(data)
        items: list[Any] = super().to_internal_value(data)
        return items


class Slugs(ShortList):
    """Things of the catalogue by slug: any number in one statement, each once, in the order given."""

    default_error_messages = {"does_not_exist": serializers.SlugRelatedField.default_error_messages["does_not_exist"]}

    def __init__(self, *, queryset: QuerySet[Any], **options: Any) -> None:
        super().__init__(child=Text(max_length=100), **options)
        self.queryset = queryset

    def to_internal_value(self, data: Any) -> list[Any]:
        slugs = dict.fromkeys(super().to_internal_value(data))
        found = {one.slug: one for one in self.queryset.filter(slug__in=slugs)}
        for slug in slugs:
            if slug not in found:
                self.fail("does_not_exist", slug_name="slug", value=slug)
        return [found[slug] for slug in slugs]


class Whole(serializers.IntegerField):
    """A whole number; as text in forms only."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or (isinstance(data, str) and not self.is_of_a_form()):
            self.fail("invalid")
        return super().to_internal_value(data)

    def is_of_a_form(self) -> bool:
        return isinstance(getattr(self.root, "initial_data", None), FormValues)


class Degrees(serializers.FloatField):
    """A number of degrees."""

    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool | str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Truth(serializers.BooleanField):
    """True or false, and not a word for it."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


@extend_schema_field({"type": "string", "format": "decimal", "pattern": AMOUNT})
class MoneyField(serializers.Field[Decimal, Any, str, Any]):
    """An amount of the site's currency as a decimal string: a number would be rounded on its way."""

    default_error_messages = {"invalid": "Write the amount as text, like “1250.50”: digits, at most two decimals."}

    def to_internal_value(self, data: Any) -> Decimal:
        if not isinstance(data, str) or not re.fullmatch(AMOUNT, data):
            self.fail("invalid")
        return Decimal(data)

    def to_representation(self, value: Decimal) -> str:
        return f"{value:.2f}"
