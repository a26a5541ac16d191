"""The form that carries documents."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from marketplace.verification.models import TEXT_LONGEST

ACCEPTED = "application/pdf,.pdf,image/jpeg,image/png,image/webp,image/heic,.heic"


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; what is in them is looked at by who keeps them."""

    widget = SeveralFiles(attrs={"multiple": True, "accept": ACCEPTED})

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        sent = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in sent if file or self.required]


class DocumentsForm(forms.Form):
    """Documents, and what the person says about them."""

    documents = FilesField(
        label=_("Documents"),
        allow_empty_file=True,
        help_text=_(
            "1 to 5: PDF up to 20 MB, or photos (JPEG, PNG, WebP, HEIC) up to 15 MB. Only our moderators see them."
        ),
    )
    text = forms.CharField(
        label=_("Anything we should know"),
        required=False,
        max_length=TEXT_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, is_answer: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["documents"].required = not is_answer
        if is_answer:
            self.fields["text"].label = _("Your answer")


class ApprovalForm(forms.Form):
    """The day that a moderator reads off the paper."""

    valid_until = forms.DateField(required=False)
