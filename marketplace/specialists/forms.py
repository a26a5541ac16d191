"""The guided steps, one form each, and one line of the price list."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marketplace.catalog.forms import ColumnsOfBoxes, TreesField
from marketplace.catalog.models import Category, City, Service
from marketplace.core.money import Money
from marketplace.specialists.languages import SPOKEN
from marketplace.specialists.limits import CATEGORIES_MAX, LANGUAGES_MAX
from marketplace.specialists.models import Offering, SpecialistProfile

Values = dict[str, Any]


class StepForm(forms.Form):
    """One step: it reads its fields from the draft and gives their new values by model field."""

    def values(self) -> Values:
        """The cleaned values by model field."""
        return self.cleaned_data

    @classmethod
    def said_by(cls, draft: SpecialistProfile) -> Values:
        """What the form starts with."""
        return {name: getattr(draft, name) for name in cls.base_fields}


class HeadlineForm(StepForm):
    kind = forms.ChoiceField(
        label=_("You are"), choices=SpecialistProfile.Kind.choices, widget=forms.RadioSelect, initial="person"
    )
    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("Your own, or your company's. Clients see it everywhere.")
    )
    headline = forms.CharField(
        label=_("Headline"),
        max_length=120,
        help_text=_("What you do best, in one line: “Small kitchens that feel large”."),
    )


class BioForm(StepForm):
    bio = forms.CharField(
        label=_("About you"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("How you work, what you like to make, who you work with. No phone numbers or links, please."),
    )
    years_experience = forms.IntegerField(label=_("Years of experience"), min_value=0, max_value=70, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages you speak"),
        choices=list(SPOKEN.items()),
        required=False,
        widget=ColumnsOfBoxes,
    )

    def clean_languages(self) -> list[str]:
        """Raises ValidationError for more than fit."""
        chosen: list[str] = self.cleaned_data["languages"]
        if len(chosen) > LANGUAGES_MAX:
            raise forms.ValidationError(_now("Choose at most %(most)s.") % {"most": LANGUAGES_MAX})
        return chosen


class PlaceForm(StepForm):
    city = forms.ModelChoiceField(label=_("City"), queryset=City.objects.active(), to_field_name="slug")
    radius_km = forms.IntegerField(
        label=_("How far you travel, km"),
        min_value=1,
        max_value=500,
        help_text=_("From the middle of the city. Clients further away do not find you in a search near them."),
    )

    @classmethod
    def said_by(cls, draft: SpecialistProfile) -> Values:
        return {"city": draft.city.slug if draft.city else None, "radius_km": draft.radius_km}


class WorkForm(StepForm):
    categories = TreesField(
        label=_("What you do"),
        help_text=_("Clients who look for these find you. Choose up to ten."),
        queryset=Category.objects.active().in_tree_order(),
        to_field_name="slug",
        widget=ColumnsOfBoxes,
        required=False,
    )

    def clean_categories(self) -> list[Category]:
        """Raises ValidationError for more than fit."""
        chosen = list(self.cleaned_data["categories"])
        if len(chosen) > CATEGORIES_MAX:
            raise forms.ValidationError(_now("Choose at most %(most)s.") % {"most": CATEGORIES_MAX})
        return chosen

    @classmethod
    def said_by(cls, draft: SpecialistProfile) -> Values:
        return {"categories": [category.slug for category in draft.categories.all()]}


class AvatarForm(StepForm):
    file = forms.FileField(
        label=_("Picture"),
        required=False,
        allow_empty_file=True,
        help_text=_("A face or a logo: JPEG, PNG, WebP, AVIF or HEIC, up to 5 MB. We cut a square from its middle."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif,image/heic,.heic,.heif"}),
    )
    remove = forms.BooleanField(label=_("Remove the picture"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.initial.get("has_picture"):
            del self.fields["remove"]

    def clean(self) -> Values:
        """Raises ValidationError when there is neither a picture nor one already."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("file") and not self.initial.get("has_picture") and "file" not in self.errors:
            self.add_error("file", _now("Choose a picture."))
        return cleaned

    @classmethod
    def said_by(cls, draft: SpecialistProfile) -> Values:
        return {"has_picture": draft.avatar_id is not None}


FORMS: dict[str, type[StepForm]] = {
    "headline": HeadlineForm,
    "bio": BioForm,
    "place": PlaceForm,
    "offerings": WorkForm,
    "avatar": AvatarForm,
}


class OfferingForm(forms.Form):
    """One line of the price list. The price is in whole units of the site's currency."""

    PLAIN: ClassVar[tuple[str, ...]] = ("title", "price_type", "unit", "duration_minutes")

    service = forms.ModelChoiceField(
        label=_("Service"), queryset=Service.objects.active().select_related("category"), to_field_name="slug"
    )
    title = forms.CharField(
        label=_("Title"), max_length=120, help_text=_("How you call it: “Kitchen plan with two revisions”.")
    )
    price_type = forms.ChoiceField(label=_("Price"), choices=Offering.PriceType.choices)
    price = forms.DecimalField(
        label=_("Amount"),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        required=False,
        help_text=_("Leave it empty for “price on request”."),
    )
    unit = forms.CharField(
        label=_("Unit"), max_length=20, required=False, help_text=_("For a price per unit: m², room, visit.")
    )
    duration_minutes = forms.IntegerField(
        label=_("How long it takes, minutes"), min_value=15, max_value=1440, initial=60
    )

    def values(self) -> Values:
        """The cleaned values by model field, the price in minor units."""
        said = dict(self.cleaned_data)
        price = said.pop("price")
        return {**said, "price_minor": None if price is None else Money.of(price, settings.CURRENCY).minor}

    @classmethod
    def said_by(cls, offering: Offering) -> Values:
        """What the form starts with for a line."""
        price = offering.price_minor
        return {
            **{name: getattr(offering, name) for name in cls.PLAIN},
            "service": offering.service.slug,
            "price": Money(price, offering.currency).digits if price is not None else None,
        }
