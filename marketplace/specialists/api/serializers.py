"""The shape of specialists in the API. Answers are plain dicts; these classes describe them and check input."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from marketplace.catalog.models import Category, City, Service
from marketplace.core.api.fields import Degrees, MoneyField, ShortList, Slugs, Text, Whole
from marketplace.core.api.shapes import MoneyOut, PictureOut, TermOut
from marketplace.core.money import Money
from marketplace.specialists.languages import SPOKEN
from marketplace.specialists.limits import CATEGORIES_MAX, LANGUAGES_MAX
from marketplace.specialists.models import Offering, SpecialistProfile
from marketplace.specialists.states import ProfileState


class OfferingOut(serializers.Serializer[Any]):
    """One line of a price list."""

    id = serializers.CharField()
    title = serializers.CharField()
    service = TermOut()
    price_type = serializers.ChoiceField(choices=Offering.PriceType.choices)
    price = MoneyOut(allow_null=True, help_text="null when it is given on request.")
    unit = serializers.CharField()
    duration_minutes = serializers.IntegerField()


class OfferingList(serializers.Serializer[Any]):
    results = OfferingOut(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class SpecialistFacts(serializers.Serializer[Any]):
    """What every answer about a specialist tells: lists add what the projects show, one specialist the whole page."""

    public_id = serializers.CharField()
    url = serializers.CharField(help_text="The specialist's page.")
    name = serializers.CharField()
    headline = serializers.CharField()
    city = serializers.CharField()
    city_slug = serializers.CharField(help_text="Empty without a city.")
    rating = serializers.FloatField(allow_null=True, help_text="null until there are reviews.")
    rating_count = serializers.IntegerField()
    price_from = MoneyOut(allow_null=True)
    price_unit = serializers.CharField(help_text="What price_from pays for, such as m²; empty for a whole job.")
    badges = serializers.ListField(child=serializers.CharField())
    avatar = PictureOut(allow_null=True)
    is_favorite = serializers.BooleanField()
    views_count = serializers.IntegerField()
    favorites_count = serializers.IntegerField()
    to_profile_count = serializers.IntegerField()


class SpecialistDetail(SpecialistFacts):
    """A specialist with everything the profile page says."""

    kind = serializers.ChoiceField(choices=SpecialistProfile.Kind.choices)
    bio = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField())
    years_experience = serializers.IntegerField(allow_null=True)
    radius_km = serializers.IntegerField()
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)
    categories = TermOut(many=True)
    published_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()
    offerings = OfferingOut(many=True)


class OwnSpecialist(serializers.Serializer[Any]):
    """One's own profile: the newest content, how it stands and what is missing."""

    public_id = serializers.CharField()
    url = serializers.CharField()
    kind = serializers.ChoiceField(choices=SpecialistProfile.Kind.choices)
    name = serializers.CharField()
    headline = serializers.CharField()
    bio = serializers.CharField()
    city = TermOut(allow_null=True)
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)
    radius_km = serializers.IntegerField()
    categories = TermOut(many=True)
    languages = serializers.ListField(child=serializers.CharField())
    years_experience = serializers.IntegerField(allow_null=True)
    avatar = PictureOut(allow_null=True)
    offerings = OfferingOut(many=True)
    views_count = serializers.IntegerField()
    favorites_count = serializers.IntegerField()
    to_profile_count = serializers.IntegerField()
    state = serializers.ChoiceField(choices=ProfileState.choices)
    version = serializers.IntegerField(help_text="Send it back in If-Match to notice changes made elsewhere.")
    has_pending_changes = serializers.BooleanField(help_text="Changes to a public profile wait for a moderator.")
    submitted_at = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField(help_text="What a moderator wrote last.")
    missing = serializers.ListField(child=serializers.CharField(), help_text="Steps to do before it can be submitted.")
    available_actions = serializers.ListField(child=serializers.CharField())


class ProfileIn(serializers.Serializer[Any]):
    """Values to change. Of a public profile, name, kind, headline and bio wait for a moderator."""

    kind = serializers.ChoiceField(choices=SpecialistProfile.Kind.choices, required=False)
    name = Text(max_length=80, required=False)
    headline = Text(max_length=120, allow_blank=True, required=False)
    bio = Text(max_length=4000, allow_blank=True, required=False)
    city = serializers.SlugRelatedField(
        slug_field="slug", queryset=City.objects.active(), allow_null=True, required=False
    )
    latitude = Degrees(min_value=-90, max_value=90, allow_null=True, required=False)
    longitude = Degrees(min_value=-180, max_value=180, allow_null=True, required=False)
    radius_km = Whole(min_value=1, max_value=500, required=False)
    categories = Slugs(queryset=Category.objects.active(), max_length=CATEGORIES_MAX, required=False)
    languages = ShortList(
        child=serializers.ChoiceField(choices=list(SPOKEN.items())), max_length=LANGUAGES_MAX, required=False
    )
    years_experience = Whole(min_value=0, max_value=70, allow_null=True, required=False)


class OfferingIn(serializers.Serializer[Any]):
    service = serializers.SlugRelatedField(slug_field="slug", queryset=Service.objects.active())
    title = Text(max_length=120)
    price_type = serializers.ChoiceField(choices=Offering.PriceType.choices)
    price = MoneyField(allow_null=True, required=False, help_text="In the site's currency; null for “quote” only.")
    unit = Text(max_length=20, allow_blank=True, required=False)
    duration_minutes = Whole(min_value=15, max_value=1440, required=False)
    position = Whole(min_value=0, max_value=1000, required=False)

    def fields_of_model(self) -> dict[str, Any]:
        """The validated values by model field: money in minor units of the site's currency."""
        values = dict(self.validated_data)
        if "price" in values:
            price = values.pop("price")
            values["price_minor"] = None if price is None else Money.of(price, settings.CURRENCY).minor
        elif values.get("price_type") == Offering.PriceType.QUOTE:
            values["price_minor"] = None
        return values


class AvatarIn(serializers.Serializer[Any]):
    file = serializers.FileField(allow_empty_file=True, help_text="JPEG, PNG, WebP, AVIF or HEIC, up to 5 MB.")
