"""Forms of one's own account. allauth's forms inherit SignUpDetails, so this module imports none of them."""

from functools import partial
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.http.request import HttpRequest  # noqa: TID251 - allauth hands it to signup(), nothing is done with answers
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from marketplace.accounts import numbers, rules, staff
from marketplace.accounts.models import LOCALES, User
from marketplace.core.errors import Invalid

INTENT = "intent_at_signup"
_explained = lazy(
    partial(format_html, '<span class="said"><b>{}</b> <span class="small muted">{}</span></span>'), SafeString
)
_FIND = _("You look around and save what you like. You can become a specialist later.")
_OFFER = _("You make a profile and show your projects. You can look for others, too.")
INTENTS = [
    ("find", _explained(_("I am looking for someone"), _FIND)),
    ("offer", _explained(_("I offer services"), _OFFER)),
]


def _checked_name(text: str) -> str:
    try:
        return rules.clean_name(text)
    except Invalid as refusal:
        raise forms.ValidationError(str(refusal), code=refusal.code) from None


class SignUpDetails(forms.Form):
    """What we ask beside address and password. The choice only decides which page comes after sign-up."""

    field_order = ["intent", "display_name", "email", "password1", "password"]

    intent = forms.ChoiceField(
        label=_("What brings you here?"), choices=INTENTS, initial="find", widget=forms.RadioSelect
    )
    display_name = forms.CharField(
        label=_("How should people call you?"),
        max_length=rules.NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Pages always send the choice; an app that has no use for it may leave it out.
        self.fields["intent"].required = not self.is_bound or "intent" in self.data

    def clean_display_name(self) -> str:
        return _checked_name(self.cleaned_data["display_name"])

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the account is saved: remembers the choice until the address is confirmed."""
        request.session[INTENT] = self.cleaned_data["intent"] or "find"


class ProfileForm(forms.ModelForm[User]):
    """Name, language and time zone."""

    locale = forms.ChoiceField(label=_("Language of mails"), choices=LOCALES)
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=lambda: [("", _("Same as the site")), *((name, name) for name in sorted(available_timezones()))],
    )

    class Meta:
        model = User
        fields = ["display_name", "locale", "timezone"]
        labels = {"display_name": _("How should people call you?")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["display_name"].required = True

    def clean_display_name(self) -> str:
        return _checked_name(self.cleaned_data["display_name"])


class PhoneForm(forms.Form):
    """A number to keep."""

    phone = forms.CharField(
        label=_("Phone number"),
        max_length=numbers.TYPED,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        help_text=_("With + and the country's code: +7 701 234 5678."),
    )

    def clean_phone(self) -> str:
        try:
            return numbers.clean(self.cleaned_data["phone"])
        except Invalid as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from None


class PhoneCodeForm(forms.Form):
    """What the text message says."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        help_text=_("Six digits."),
    )


class InvitationForm(forms.Form):
    """Who is asked to become staff, as what."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=rules.NAME_LENGTH)
    role = forms.ChoiceField(label=_("Role"), choices=list(staff.ROLES.items()), widget=forms.RadioSelect)
    locale = forms.ChoiceField(label=_("Language of the mail"), choices=LOCALES, initial=settings.LANGUAGE_CODE)


class WelcomeForm(forms.Form):
    """What somebody new to us chooses when they accept."""

    name = forms.CharField(
        label=_("How should people call you?"),
        max_length=rules.NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters; a few unrelated words work well."),
    )
