"""What people may ask a list: the same names in the address of a page and in the API."""

import re
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from marketplace.core.money import Money
from search.filters import FILTERS
from search.queries import LIMIT, RADIUS_KM, SORTS, Near, Query, Sort

SORT_LABELS: dict[Sort, Any] = {
    "recommended": _("Recommended"),
    "newest": _("Newest"),
    "price_low": _("Price: low to high"),
    "price_high": _("Price: high to low"),
    "rating": _("Best rated"),
    "saved": _("Most saved"),
}


SLUG = re.compile(r"\A[a-z0-9-]{1,60}\Z")
POINT = re.compile(r"(-?[0-9]{1,2}(?:\.[0-9]{1,6})?),(-?[0-9]{1,3}(?:\.[0-9]{1,6})?)")
MOST = 10**11


class Slugs(forms.Field):
    """Any number of addresses of catalogue entries."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> tuple[str, ...]:
        slugs = tuple(value or ())
        if len(slugs) > 30 or not all(SLUG.fullmatch(slug) for slug in slugs):
            raise ValidationError(_("There is no such choice."), code="invalid")
        return slugs


class Place(forms.CharField):
    """A point as `latitude,longitude` in degrees."""

    def to_python(self, value: Any) -> tuple[float, float] | None:  # type: ignore[override]
        text = super().to_python(value)
        if not text:
            return None
        found = POINT.fullmatch(text)
        if found is None:
            raise ValidationError(_("Write a place as latitude,longitude."), code="invalid")
        latitude, longitude = float(found[1]), float(found[2])
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise ValidationError(_("There is no such place."), code="invalid")
        return latitude, longitude


class Price(forms.IntegerField):
    """Whole units of the site's currency, as minor ones."""

    def clean(self, value: Any) -> int | None:
        amount = super().clean(value)
        return None if amount is None else Money.of(amount, settings.CURRENCY).minor


class Listing(forms.Form):
    """The filters of a list. Unknown names are ignored by pages and refused by the API."""

    q = forms.CharField(required=False)
    category = Slugs(required=False)
    style = Slugs(required=False)
    room = Slugs(required=False)
    language = Slugs(required=False)
    city = forms.RegexField(SLUG, required=False, max_length=60, strip=False)
    near = Place(required=False)
    radius = forms.FloatField(required=False, min_value=1, max_value=500)
    price_min = Price(required=False, min_value=0, max_value=MOST)
    price_max = Price(required=False, min_value=0, max_value=MOST)
    rating = forms.FloatField(required=False, min_value=1, max_value=5)
    sort = forms.ChoiceField(required=False, choices=list(SORT_LABELS.items()))
    cursor = forms.CharField(required=False, max_length=400, strip=False)
    limit = forms.IntegerField(required=False, min_value=1, max_value=100)

    def __init__(self, data: "MultiValueDict[str, str]") -> None:
        # Most lists are asked with one parameter or none: what is not said need not be read.
        said = {name: field for name, field in type(self).base_fields.items() if name in data}
        self.base_fields = said  # type: ignore[misc]
        super().__init__(data)

    def unknown(self) -> list[str]:
        """Parameters that no list has."""
        return sorted(set(self.data) - set(self.fields))

    def clean(self) -> dict[str, Any]:
        """A point and how far around it are one thing."""
        said = self.cleaned_data
        place, radius = said.get("near"), said.pop("radius", None)
        if place:
            said["near"] = Near(place[0], place[1], radius or RADIUS_KM)
        return said

    def query(self, kind: str, *, facets: bool = False) -> Query:
        """The question to discovery; what is not valid counts as not said."""
        self.is_valid()
        said = self.cleaned_data
        filters: dict[str, Any] = {FILTERS[name].field: value for name, value in said.items() if name in FILTERS}
        return Query(
            kind=cast("Any", kind),
            sort=cast("Sort", said.get("sort") or SORTS[0]),
            cursor=said.get("cursor", ""),
            limit=said.get("limit") or LIMIT,
            with_facets=facets,
            **filters,
        )
