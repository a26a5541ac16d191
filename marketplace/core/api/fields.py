"""Values as the document says them: text is text and numbers are numbers, nothing is taken for something else."""

import re
from decimal import Decimal
from typing import Any

from django.core.validators import RegexValidator
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from marketplace.core.api.parsers import FormValues

# At least a hundredth, at most twelve digits before the point and two behind it.
AMOUNT = r"^([1-9][0-9]{0,11}(\.[0-9]{1,2})?|0\.(0[1-9]|[1-9][0-9]?))$"


class Text(serializers.CharField):
    """Text, and not a number that could be read as one; with something to see in it unless it may be blank."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if not self.allow_blank:
            self.validators.append(RegexValidator(r"\S", self.error_messages["blank"], "blank"))

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


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
