"""Where allauth asks the house: names, mails, addresses to go to, secrets."""

import base64
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal import flows
from allauth.account.internal.stagekit import unstash_login
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import is_headless_request
from allauth.headless.base.response import AuthenticationResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http.request import HttpRequest  # noqa: TID251 - allauth hands it over
from django.http.response import HttpResponseBase  # noqa: TID251 - allauth wants one
from django.shortcuts import resolve_url  # noqa: TID251 - allauth wants an address
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from marketplace.accounts import devices, guests, looking, services, sessions, transitions, waiting
from marketplace.accounts.composing import compose
from marketplace.accounts.forms import INTENT
from marketplace.accounts.models import User
from marketplace.accounts.states import AccountState
from marketplace.audit.services import record
from marketplace.core import clock

# Mails that tell of a change of how somebody logs in.
WAYS_IN: Final = {
    *(f"account/email/{name}" for name in ("email_changed", "email_deleted")),
    *(f"account/email/{name}" for name in ("password_changed", "password_reset", "password_set")),
    *(f"mfa/email/{name}" for name in ("totp_activated", "totp_deactivated", "recovery_codes_generated")),
    *(f"mfa/email/{name}" for name in ("webauthn_added", "webauthn_removed")),
    *(f"socialaccount/email/{name}" for name in ("account_connected", "account_disconnected")),
}
# After these the session that changed it goes on under a new key.
NEW_SESSION: Final = {"account/email/password_changed", "account/email/password_set"}


class AccountAdapter(DefaultAccountAdapter):
    """Our answers to allauth's questions about accounts."""

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:  # noqa: FBT001, FBT002 - allauth's shape
        """Saves a new account, whose password waits for the proof that the address is the same person's.

        Who loses a race for the address is told what everybody is told for a taken one.
        """
        user.display_name = form.cleaned_data.get("display_name", "")
        user.locale = translation.get_language() or "en"
        user.state = AccountState.UNCONFIRMED
        super().save_user(request, user, form, commit=False)
        waiting.hold(user)
        try:
            with transaction.atomic():
                user.save()
                record("account.created", subject=user, actor=None)
        except IntegrityError:
            raise ImmediateHttpResponse(as_if_new(request, form.cleaned_data["email"])) from None
        return user

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """The code was typed in the session it was asked for in: does that session know the password too?"""
        confirmed: bool = super().confirm_email(request, email_address)
        if confirmed and _knows_the_password(request, email_address.user):
            services.keep_password(email_address.user)
        return confirmed

    def login(self, request: HttpRequest, user: User) -> None:
        """The last step of every way in. A password that still waits was chosen by somebody else.

        Whoever switched the account off comes back this way. What was saved before signing in comes along.
        """
        services.take_over(user)
        transitions.confirm(user.pk)
        if user.state == AccountState.DEACTIVATED:
            is_back = transitions.reactivate(user.pk).state == AccountState.ACTIVE
            if is_back:
                messages.success(request, _("Welcome back: your account is on again."))
        user.refresh_from_db()
        request.is_first = user.last_login is None  # type: ignore[attr-defined]  # for post_login()
        super().login(request, user)
        for words in guests.claim(request.session, user):
            messages.success(request, words)
        request.session[sessions.BEGAN] = clock.now().timestamp()

    def logout(self, request: HttpRequest) -> None:
        """Signing out ends what else the session was for."""
        if isinstance(request.user, User):
            looking.end(request.session, by=request.user, why="signed out")
        super().logout(request)

    def post_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponseBase:
        """Somebody is in. A browser or app that they never came with before is told of by mail."""
        if not (how["signup"] or request.is_first or devices.is_known(request, user)):  # type: ignore[attr-defined]
            self.send_notification_mail("account/email/new_device", user)
        request.signed_in = user  # type: ignore[attr-defined]  # for the middleware
        answer: HttpResponseBase = super().post_login(request, user, **how)
        return answer

    def send_notification_mail(self, template_prefix: str, user: User, *details: Any, **more: Any) -> None:
        """Tells of something sensitive. A change of how the person logs in ends every other sign-in as well."""
        if template_prefix in WAYS_IN:
            sessions.sign_out_elsewhere(user, current=self.request.session.session_key)
        if template_prefix in NEW_SESSION:
            self.request.signed_in = user  # for the middleware: this browser stays known
            tokens_anew(self.request)
        super().send_notification_mail(template_prefix, user, *details, **more)

    def set_password(self, user: User, password: str) -> None:
        """A new password after the mailed code: the account is taken over as well."""
        services.take_over(user)
        super().set_password(user, password)

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.account.stages.EmailVerificationStage": "marketplace.accounts.stages.CodeStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def respond_email_verification_sent(self, request: HttpRequest, user: User | None) -> HttpResponseBase:
        """What sign-up answers. For a taken address (no user) it costs a hash too, or the time would tell."""
        if user is None:
            make_password("nobody's")
        answer: HttpResponseBase = super().respond_email_verification_sent(request, user)
        return answer

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Whoever took over an account says their name first; whoever is about to be erased can still stay."""
        if isinstance(request.user, User) and request.user.state == AccountState.DEACTIVATED:
            return resolve_url("account_data")
        named = isinstance(request.user, User) and request.user.display_name
        return resolve_url(settings.LOGIN_REDIRECT_URL if named else "account_name")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Whoever offers services goes on to make a profile, whoever has no name yet to say it."""
        if isinstance(request.user, User) and not request.user.display_name:
            return resolve_url("account_name")
        offers = request.session.pop(INTENT, "") == "offer"
        return resolve_url("my_profile" if offers else settings.LOGIN_REDIRECT_URL)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("account")

    def is_safe_url(self, url: str | None) -> bool:
        """Only paths of this site: no other host, not even one of ours."""
        return bool(url) and str(url).startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def is_ajax(self, request: HttpRequest) -> bool:
        """Pages answer with pages, and programs have the headless API; only a passkey's questions are fetched."""
        match = request.resolver_match
        return match is not None and match.url_name == "mfa_login_webauthn" and request.method == "GET"

    def clean_email(self, email: str) -> str:
        """An address that fits the column. Raises ValidationError for a longer one."""
        MaxLengthValidator(User._meta.get_field("email").max_length or 0)(email)
        return email

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Renders the mail now, in the language the person chose, and leaves the sending to a worker.

        Who has no account is written to in the language of the page they used.
        """
        with translation.override(self.language_of(email)):
            mail = compose(template_prefix, {**context, "email": email})
        services.queue_mail(to=email, subject=mail.subject, text=mail.text, html=mail.html)

    def language_of(self, email: str) -> str | None:
        """That of who is signed in, else of whose address it is: one statement, whether it is anybody's or not."""
        if isinstance(self.request.user, User):
            return self.request.user.locale
        found = User.objects.filter(email__iexact=email).values_list("locale", flat=True).first()
        return found or translation.get_language()


# What only whoever signed up can show before the address is proved.
OWN = {"password", "socialaccount"}


def _knows_the_password(request: HttpRequest, user: User) -> bool:
    """Whether this session signed up with the password, or Google's or Facebook's word, or has shown it since.

    A code alone is not enough.
    """
    login = unstash_login(request, peek=True)
    if login is None or login.user is None or login.user.pk != user.pk:
        return False
    return login.signup or any(record["method"] in OWN for record in get_authentication_records(request, user))


def tokens_anew(request: HttpRequest) -> None:
    """The app that changed the password stays in: its tokens name a session that is gone, the answer has new ones."""
    if is_headless_request(request):
        request.allauth.headless._pre_user = AnonymousUser()  # type: ignore[attr-defined]


def as_if_new(request: HttpRequest, email: str) -> Any:
    """What sign-up answers for an address that is taken: the same as for any other."""
    response = flows.signup.prevent_enumeration(request, email=email)
    return AuthenticationResponse.from_response(request, response) if is_headless_request(request) else response


class SecondFactorAdapter(DefaultMFAAdapter):
    """TOTP secrets and the seed of recovery codes are unreadable in a copy of the database.

    Fernet encrypts and authenticates; its key is derived (HKDF) from SECRET_KEY for this purpose alone, so neither the
    key of sessions nor a leaked table gives the secrets away. Old keys in SECRET_KEY_FALLBACKS still decrypt.
    """

    def encrypt(self, text: str) -> str:
        return _safe().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _safe().decrypt(encrypted_text.encode()).decode()


def _safe() -> MultiFernet:
    return MultiFernet([Fernet(_key(str(secret))) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"lintel second factor").derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
