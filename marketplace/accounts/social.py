"""Where allauth asks the house about people that Google or Facebook vouch for."""

import logging
from collections.abc import Callable
from typing import Any

from allauth.account.internal.userkit import filter_users_by_email
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import is_headless_request
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.forms import BaseForm
from django.http.request import HttpRequest  # noqa: TID251 - allauth hands it over
from django.shortcuts import redirect  # noqa: TID251 - allauth wants an answer
from django.utils import translation
from django.utils.translation import gettext_lazy

from marketplace.accounts import rules, waiting
from marketplace.accounts.adapters import as_if_new
from marketplace.accounts.entrance import UNREADABLE
from marketplace.accounts.models import User
from marketplace.accounts.states import AccountState
from marketplace.audit.services import record
from marketplace.core.errors import Invalid

log = logging.getLogger("lintel.accounts")

# All that is kept of what they tell of a person.
KEPT = ("email", "name")
REMEMBERED = ("email", "display_name", "locale", "state", "password")

Verify = Callable[[HttpRequest, dict[str, Any]], SocialLogin]


class SocialAdapter(DefaultSocialAccountAdapter):
    """Our answers to allauth's questions. Keys come from the environment only, never from a table."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "email_taken": gettext_lazy(
            "There is an account with this e-mail address already. Log in to it (a code by e-mail will do), "
            "then link %s on your account page."
        ),
        "no_password": gettext_lazy("Choose a password first: without this link you could not log in any more."),
        "no_verified_email": gettext_lazy(
            "Confirm your e-mail address first: without it you could not log in any more."
        ),
        "connected_other": gettext_lazy("It is linked with another account here. Unlink it there first."),
    }

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """The provider, which takes apart whatever an app of somebody's sends as a token without stumbling."""
        found = super().get_provider(request, provider, client_id=client_id)
        found.verify_token = self._carefully(found.verify_token)
        return found

    def _carefully(self, verify: Verify) -> Verify:
        def verified(request: HttpRequest, token: dict[str, Any]) -> SocialLogin:
            try:
                return verify(request, token)
            except UNREADABLE as error:
                raise self.validation_error("invalid_token") from error

        return verified

    def serialize_instance(self, instance: Model) -> dict[str, Any]:
        """What a session remembers of somebody who has not finished: of people what they told, or who they are."""
        if isinstance(instance, User):
            return {name: getattr(instance, name) for name in (REMEMBERED if instance._state.adding else ("pk",))}
        found: dict[str, Any] = super().serialize_instance(instance)
        return found

    def deserialize_instance(self, model: type[Model], data: dict[str, Any]) -> Any:
        """The same again. Somebody with an account is read anew. Raises ValueError for somebody who has gone."""
        if model is not User:
            return super().deserialize_instance(model, data)
        if "pk" not in data:
            return User(**data)
        person = User.objects.filter(pk=data["pk"]).first()
        if person is None:
            raise ValueError("this account is not there any more")
        return person

    def new_user(self, request: HttpRequest, sociallogin: SocialLogin) -> User:
        return User(state=AccountState.UNCONFIRMED, locale=translation.get_language() or "en")

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Address and name as they are told. A name that we would refuse is asked for after sign-up."""
        user: User = super().populate_user(request, sociallogin, data)
        user.display_name = _name(data)
        told = sociallogin.account.extra_data
        sociallogin.account.extra_data = {key: told[key] for key in KEPT if isinstance(told.get(key), str)}
        return user

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, str]:
        return {"email": sociallogin.user.email, "display_name": sociallogin.user.display_name}

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Somebody whose address is proved, and has an account here, logs in to that account and links from inside.

        They may know of the account: the address is theirs. Others are told what is told of every address.
        """
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        if not any(filter_users_by_email(one.email) for one in sociallogin.email_addresses if one.verified):
            return
        error = self.validation_error("email_taken", sociallogin.provider.name)
        if sociallogin.is_headless or is_headless_request(request):
            raise error
        messages.error(request, error.message)
        raise ImmediateHttpResponse(redirect("account_login"))

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: BaseForm | None = None) -> User:
        """Saves somebody new. Until the address is proved the link opens nothing that others could have in it."""
        user: User = sociallogin.user
        if form is not None:
            saved: User = super().save_user(request, sociallogin, form)
            return saved
        user.set_unusable_password()
        if not any(one.verified for one in sociallogin.email_addresses):
            waiting.hold(user)
        try:
            with transaction.atomic():
                sociallogin.save(request)
                record("account.created", subject=user, actor=None, provider=sociallogin.account.provider)
        except IntegrityError:
            raise ImmediateHttpResponse(as_if_new(request, user.email)) from None
        return user

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Who runs the site reads in the log that something is wrong with the keys; never what was sent."""
        log.warning("nobody came in by %s: %s %s", provider, error, type(exception).__name__ if exception else "")


def _name(told: dict[str, Any]) -> str:
    """The name to call somebody by; empty for one that is no name here."""
    parts = (told.get("first_name"), told.get("last_name"))
    name = told.get("name") or " ".join(part for part in parts if isinstance(part, str))
    try:
        return rules.clean_name(str(name))
    except Invalid:
        return ""
