"""What an app sends to change one's picture."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from marketplace.core.errors import Invalid
from marketplace.media.crops import Crop

PARTS = ("x", "y", "size")


class PortraitIn(serializers.Serializer[Any]):
    """A picture, and the square of it to show: all three numbers, or none for a square from its middle."""

    file = serializers.FileField(allow_empty_file=True, help_text="JPEG, PNG, WebP, AVIF or HEIC, up to 5 MB.")
    x = serializers.FloatField(
        min_value=0, max_value=1, required=False, help_text="The square's left edge, as a part of the width."
    )
    y = serializers.FloatField(
        min_value=0, max_value=1, required=False, help_text="The square's top edge, as a part of the height."
    )
    size = serializers.FloatField(
        min_value=0, max_value=1, required=False, help_text="The square's side, as a part of the shorter side."
    )

    def crop(self) -> Crop | None:
        """The square that is asked for. Raises Invalid for a part of one, or for what is no number."""
        said = self.validated_data
        missing = [name for name in PARTS if name not in said]
        if missing and len(missing) < len(PARTS):
            raise Invalid(_("Send x, y and size, or none of them."), field=missing[0])
        return None if missing else Crop(said["x"], said["y"], said["size"])
