from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from marketplace.accounts import faces, rules
from marketplace.accounts.models import User
from marketplace.accounts.sessions import Place
from marketplace.accounts.states import Role
from marketplace.core.api.fields import Text
from marketplace.core.api.shapes import PictureOut
from marketplace.core.errors import Invalid


class SignInOut(serializers.Serializer[Place]):
    """One browser or app that you are signed in with."""

    id = serializers.CharField(help_text="Names this sign-in to you; it opens nothing.")
    kind = serializers.ChoiceField(choices=["browser", "app"])
    user_agent = serializers.CharField(help_text="What the browser or app calls itself.")
    ip = serializers.IPAddressField(help_text="Where it signed in from.")
    signed_in_at = serializers.DateTimeField()
    is_current = serializers.BooleanField(help_text="Whether this call comes from it.")


class SignInList(serializers.Serializer[dict[str, object]]):
    """All of them, the latest first."""

    results = SignInOut(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class Me(serializers.ModelSerializer[User]):
    """The signed-in person, as seen by themselves."""

    display_name = Text(max_length=rules.NAME_LENGTH, help_text="How people call you.")
    timezone = Text(max_length=40, allow_blank=True, required=False, help_text="IANA name; empty means the site's own.")

    acting_as = serializers.ChoiceField(
        choices=Role.choices, required=False, help_text="Whose menus to show; rights do not follow it."
    )
    roles = serializers.SerializerMethodField(help_text="What the person is: everybody is a client.")
    phone = serializers.CharField(
        read_only=True, help_text="Your number (E.164), which nobody else sees; may be empty."
    )
    phone_verified = serializers.BooleanField(
        source="is_phone_verified", read_only=True, help_text="Whether a code that was sent to it has come back."
    )
    picture = serializers.SerializerMethodField(help_text="Your own picture, which only you see; null means initials.")

    class Meta:
        model = User
        fields = [
            *("public_id", "email", "display_name", "locale", "timezone", "acting_as", "roles"),
            *("phone", "phone_verified", "picture"),
        ]
        read_only_fields = ["public_id", "email"]

    def get_roles(self, user: User) -> list[str]:
        return [*Role.values] if rules.has_both_roles(user) else [Role.CLIENT.value]

    @extend_schema_field(PictureOut(allow_null=True))
    def get_picture(self, user: User) -> Any:
        found = faces.picture_of(user)
        return PictureOut(found).data if found else None

    def to_representation(self, instance: User) -> dict[str, Any]:
        return {**super().to_representation(instance), "acting_as": instance.acting_role.value}

    def validate_acting_as(self, value: str) -> str:
        if value == Role.SPECIALIST and not (self.instance and rules.has_both_roles(self.instance)):
            raise Invalid(_("Become a specialist first."), code="no_profile", field="acting_as")
        return value

    def validate_display_name(self, value: str) -> str:
        return rules.clean_name(value)

    def validate_timezone(self, value: str) -> str:
        if value and value not in available_timezones():
            raise Invalid(_("Use a name of the IANA time zone database."), field="timezone")
        return value
