"""What people may ask a list: the same names in the address of a page and in the API."""

import re
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from marketplace.core.money import Money
from search.queries import SORTS, Near, Query, Sort

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
    price_min = forms.IntegerField(required=False, min_value=0, max_value=MOST)
    price_max = forms.IntegerField(required=False, min_value=0, max_value=MOST)
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

    def query(self, kind: str, *, facets: bool = False) -> Query:
        """The question to discovery; what is not valid counts as not said."""
        self.is_valid()
        said = self.cleaned_data
        near = said.get("near")
        return Query(
            kind=cast("Any", kind),
            words=said.get("q", ""),
            categories=said.get("category", ()),
            styles=said.get("style", ()),
            rooms=said.get("room", ()),
            languages=said.get("language", ()),
            city=said.get("city", ""),
            near=Near(near[0], near[1], said.get("radius") or 25) if near else None,
            price_min=_minor(said.get("price_min")),
            price_max=_minor(said.get("price_max")),
            rating_min=said.get("rating"),
            sort=cast("Sort", said.get("sort") or SORTS[0]),
            cursor=said.get("cursor", ""),
            limit=said.get("limit") or 24,
            with_facets=facets,
        )


def _minor(amount: int | None) -> int | None:
    return None if amount is None else Money.of(amount, settings.CURRENCY).minor
