"""allauth's forms on our pages: labels instead of placeholders, one spelling, one short hint about passwords."""

from typing import Any

from allauth.account import forms as account
from allauth.account.fields import EmailField, PasswordField
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkey
from allauth.socialaccount import forms as social
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers import registry
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class Plain(forms.Form):
    """What every one of them changes. The way to a forgotten password stands below the form, not inside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, EmailField):
                field.label = _("E-mail address")
            if isinstance(field, PasswordField):
                field.help_text = ""
            if name == "password1":
                field.help_text = _("At least 12 characters; a few unrelated words work well.")


class Login(Plain, account.LoginForm):
    """Address and password."""


class SignUp(Plain, account.SignupForm):
    """The account's beginning."""


class LoginCode(Plain, account.RequestLoginCodeForm):
    """The address a code is sent to."""


class ConfirmLogin(Plain, account.ConfirmLoginCodeForm):
    """The code that lets one in."""


class ConfirmAddress(Plain, account.ConfirmEmailVerificationCodeForm):
    """The code that proves an address."""


class ConfirmReset(Plain, account.ConfirmPasswordResetCodeForm):
    """The code that lets one choose a new password."""


class ForgottenPassword(Plain, account.ResetPasswordForm):
    """The address of somebody who forgot the password."""


class NewPassword(Plain, account.ResetPasswordKeyForm):
    """The password after the code."""


class ChangePassword(Plain, account.ChangePasswordForm):
    """The old password and the new one."""


class FirstPassword(Plain, account.SetPasswordForm):
    """A password for an account that has none."""


class NewAddress(Plain, account.AddEmailForm):
    """Another address to log in with."""


class ProveItIsYou(Plain, account.ReauthenticateForm):
    """The password once more."""


class SecondStep(Plain, second_factor.AuthenticateForm):
    """The code of the authenticator app."""


class SecondStepAgain(Plain, second_factor.ReauthenticateForm):
    """The same before something important."""


class TurnOnSecondStep(Plain, ActivateTOTPForm):
    """The first code of a new authenticator app."""


# What allauth and its FIDO library raise over an answer that no browser gives.
UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class Readable(forms.Form):
    """What a passkey answered may be anything: allauth takes apart what it was sent, and stumbles in many ways."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except UNREADABLE as error:
            raise ValidationError(_("This passkey's answer cannot be read. Try again.")) from error


class AddPasskey(Plain, passkey.AddWebAuthnForm):
    """A name for a new passkey, and what the browser made. It always logs in by itself: there is nothing to choose."""

    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean() or {}
        except UNREADABLE as error:
            raise ValidationError(_("This passkey's answer cannot be read. Try again.")) from error


class PasskeyAsSecondStep(Readable, passkey.AuthenticateWebAuthnForm):
    """A passkey instead of the authenticator's code."""


class PasskeyLogin(Readable, passkey.LoginWebAuthnForm):
    """A passkey instead of everything."""


class PasskeyAgain(Readable, passkey.ReauthenticateWebAuthnForm):
    """A passkey before something important."""


class RenamePasskey(Plain, passkey.EditWebAuthnForm):
    """What a passkey is called."""


class SocialSignUp(Plain, social.SignupForm):
    """What Google or Facebook did not say of somebody new."""


class Unlink(social.DisconnectForm):
    """Which of the linked accounts is to be linked no more."""

    def save(self) -> None:
        """Works after the site has given its keys back, too: nobody is asked."""
        account = self.cleaned_data["account"]
        app = SocialApp(provider=account.provider)
        account._provider = registry.get_class(account.provider)(self.request, app=app)
        super().save()
