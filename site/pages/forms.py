"""What visitors fill in on editors' pages."""

from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from pages.models import ContactMessage


class ContactForm(forms.ModelForm[ContactMessage]):
    """Name, address, subject and text; and a field that only programs fill in."""

    # People never see it. A program that fills in every field gives itself away.
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    class Meta:
        model = ContactMessage
        fields = ["name", "email", "subject", "text"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "text": forms.Textarea(attrs={"rows": 7}),
        }
        labels = {"name": _("Your name"), "email": _("Your e-mail address")}
        help_texts = {"email": _("We answer there, and use it for nothing else.")}

    def __init__(self, *args: Any, viewer: User | AnonymousUser, **kwargs: Any) -> None:
        known = {"name": viewer.display_name, "email": viewer.email} if isinstance(viewer, User) else {}
        super().__init__(*args, **{**kwargs, "initial": known})

    @property
    def is_a_program(self) -> bool:
        """Whether the field that people do not see is filled in."""
        return bool(self.data.get("website"))
