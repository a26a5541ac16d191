"""What people say about a page that should not be as it is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.reports.models import TEXT_LONGEST
from marketplace.reports.states import Reason


class ReportForm(forms.Form):
    """A reason and words; an address to answer to for whoever is not signed in. People never see `website`."""

    reason = forms.ChoiceField(label=_("What is wrong?"), choices=Reason.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=TEXT_LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What a moderator should look at: which photo, which sentence, where the original is."),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Only if you would like an answer. Nobody but our moderators sees it."),
    )
    website = forms.CharField(required=False)

    def __init__(self, *args: Any, is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_known:
            del self.fields["email"]

    @property
    def is_from_a_program(self) -> bool:
        """Whether the field was filled in that people do not see."""
        return bool(self.data.get("website"))
