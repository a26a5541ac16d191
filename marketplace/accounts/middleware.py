"""Staff enter the admin with a second factor only."""

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from marketplace.accounts import rules

ADMIN = "/admin/"


class StaffSecondFactor:
    """Sends staff who want an admin page to set up, or to show, their second factor first; others may not enter."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ADMIN) or not request.user.is_authenticated:
            return self.get_response(request)
        if not rules.is_staff(request.user):
            # Wagtail would send them to sign in, where they are signed in already, and so on without end.
            raise PermissionDenied
        missing = self.missing_step(request)
        if missing:
            return HttpResponseRedirect(f"{reverse(missing)}?{urlencode({'next': request.get_full_path()})}")
        return self.get_response(request)

    def missing_step(self, request: HttpRequest) -> str:
        """The name of the page that must come first, empty when nothing is missing."""
        if not is_mfa_enabled(request.user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]):
            return "mfa_activate_totp"
        records = get_authentication_records(request, request.user)
        return "" if any(record["method"] == "mfa" for record in records) else "mfa_reauthenticate"
