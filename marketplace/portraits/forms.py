"""The form of one's own picture. Without scripts the three numbers stay empty, and the square comes from the middle."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.media.crops import Crop


class Part(forms.FloatField):
    """A number from 0 to 1 that a script writes; whatever else is there counts as nothing."""

    def __init__(self) -> None:
        super().__init__(min_value=0, max_value=1, required=False, widget=forms.HiddenInput)

    def clean(self, value: object) -> float | None:
        try:
            found: float | None = super().clean(value)
        except forms.ValidationError:
            return None
        return found


class PortraitForm(forms.Form):
    file = forms.FileField(
        label=_("Picture"),
        allow_empty_file=True,
        error_messages={"required": _("Choose a picture.")},
        help_text=_("JPEG, PNG, WebP, AVIF or HEIC, up to 5 MB. We keep a square of it."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif,image/heic,.heic,.heif"}),
    )
    x = Part()
    y = Part()
    size = Part()

    def crop(self) -> Crop | None:
        """The square that was chosen; None when there is none, or only a part of one."""
        x, y, size = (self.cleaned_data.get(name) for name in ("x", "y", "size"))
        return None if x is None or y is None or size is None else Crop(x, y, size)
