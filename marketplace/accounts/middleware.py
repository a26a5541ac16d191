"""Who may not come in, or only look: staff without a second factor, guesses side by side, doors without a key."""

import re
from collections.abc import Callable
from typing import Final

from allauth.account.authentication import get_authentication_records
from allauth.headless import app_settings as headless
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from marketplace.accounts import devices, looking, proofs, rules, sessions
from marketplace.accounts.models import User
from marketplace.core import clock

ADMIN = "/admin/"
SEEN = "admin_seen"
# Seconds: a second factor opens the admin for a working day, and for no longer than it is used. Noted now and then.
LONGEST, IDLE, NOTED = 24 * 3600, 8 * 3600, 300
# Where a code or a password is judged and the session counts what was wrong.
JUDGES = re.compile(
    r"^(?:/[a-z]{2})?/accounts/"
    r"(?:login/code/confirm|confirm-email|password/reset/(?:confirm|complete)|reauthenticate|2fa/\w+)/$"
    r"|^/_allauth/(?:app|browser)/v1/auth/"
    r"(?:code/(?:confirm|resend)|email/verify(?:/resend)?|password/reset|phone/verify|reauthenticate"
    r"|(?:2fa|webauthn)/(?:re)?authenticate)$"
)
SAFE: Final = {"GET", "HEAD", "OPTIONS"}
LANGUAGE = r"^(?:/[a-z]{2})?"
# The ways back: they are taken as oneself.
WAY_OUT: Final = re.compile(LANGUAGE + r"/(?:account/look-away|accounts/logout)/$")
# How the person logs in, what they may carry away, papers meant for moderators, programs and the admin are not theirs
# to show.
CLOSED: Final = re.compile(LANGUAGE + r"/(?:accounts/|account/.|_allauth/|admin/|api/|media-files/)")
APP_DOORS: Final = "/_allauth/app/"
PROGRAMS: Final = ("/api/", "/_allauth/")
# A guest's are in the session, all of them as one value.
HEARTS: Final = re.compile(LANGUAGE + r"/favourites/\w+/")


class WithoutKeys:
    """Whoever is asked to vouch for somebody, and has given this site no keys or taken them back, is not there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, SocialApp.DoesNotExist):
            raise Http404 from error
        return None


class SignInsEnd:
    """Whoever signed in thirty days ago does it again, however often they came since."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if has_session and sessions.is_over(request.session.get(sessions.BEGAN)):
            logout(request)
        return self.get_response(request)


class RememberDevice:
    """The browser that somebody has just signed in with is known from now on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        person = getattr(request, "signed_in", None)
        if person:
            devices.remember(request, response, person)
        return response


class StaffSecondFactor:
    """Sends staff who want an admin page to set up, or to show, their second factor first; others may not enter."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ADMIN) or not request.user.is_authenticated:
            return self.get_response(request)
        if not rules.is_staff(request.user):
            # Wagtail would send them to sign in, where they are signed in already, and so on without end.
            raise PermissionDenied(_("Only staff may enter here, and this account is not one of theirs."))
        missing = self.missing_step(request)
        if missing:
            return HttpResponseRedirect(f"{reverse(missing)}?{urlencode({'next': request.get_full_path()})}")
        return self.get_response(request)

    def missing_step(self, request: HttpRequest) -> str:
        """The name of the page that must come first, empty when nothing is missing."""
        if not is_mfa_enabled(request.user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]):
            return "mfa_activate_totp"
        records = get_authentication_records(request, request.user)
        shown = max((record["at"] for record in records if record["method"] == "mfa"), default=0.0)
        return "" if self.is_fresh(request, shown) else "mfa_reauthenticate"

    def is_fresh(self, request: HttpRequest, shown: float) -> bool:
        """Whether the factor was shown (seconds since 1970) within a day and the admin used within eight hours."""
        now = clock.now().timestamp()
        seen = max(shown, request.session.get(SEEN, 0.0))
        if now - shown > LONGEST or now - seen > IDLE:
            return False
        if now - seen > NOTED:
            request.session[SEEN] = now
        return True


class OneJudgementAtATime:
    """Guesses in one session wait for each other: of 200 at once, each would otherwise count as the first.

    So do hearts: of two at once the session would keep one. The session's row is the lock, so what one request wrote
    into it is what the next one reads. Apps may send a guess with GET, in a header. What was begun before the person's
    ways in were closed is no longer judged at all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = self.key_of(request) if self.waits(request) else ""
        if not key:
            return self.get_response(request)
        with transaction.atomic():
            Session.objects.select_for_update().filter(session_key=key[:40]).first()
            proofs.drop_stale(key[:40])
            return self.get_response(request)

    def key_of(self, request: HttpRequest) -> str:
        """The session that the door itself looks at: apps name theirs, and for everybody else a header says nothing."""
        if request.path.startswith(APP_DOORS):
            return headless.TOKEN_STRATEGY.get_session_token(request) or ""
        return request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")

    def waits(self, request: HttpRequest) -> bool:
        """Whether what is sent is written into the session, and must not be forgotten by the next one."""
        if request.method == "POST" and HEARTS.match(request.path):
            return True
        return JUDGES.search(request.path) is not None


class LookingOnly:
    """Swaps the person of a request while the session says so, and refuses whatever is not looking."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not looking.is_on(request.session):
            return self.get_response(request)
        staff = request.user
        if not isinstance(staff, User) or WAY_OUT.match(request.path):
            return self.get_response(request)
        person = looking.eyes(request.session, staff)
        if person is None:
            looking.end(request.session, by=staff, why="time")
            # What is sent from a page of the other person's must not be taken as one's own.
            return self.get_response(request) if request.method in SAFE else refused(request)
        return self.look(request, staff, person)

    def look(self, request: HttpRequest, staff: User, person: User) -> HttpResponse:
        """The answer the person would get, fresh, marked as looked at, and whatever it wrote undone."""
        for header in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"):
            request.META.pop(header, None)
        request.user = person
        request.looked_at_by = staff  # type: ignore[attr-defined]
        try:
            if request.method not in SAFE or CLOSED.match(request.path):
                response = refused(request)
            else:
                with transaction.atomic():
                    response = self.get_response(request)
                    transaction.set_rollback(True)
        finally:
            request.user = staff
        response["Cache-Control"] = "private, no-store"
        return response


def refused(request: HttpRequest) -> HttpResponse:
    """403 with the code `looking_only`: problem details for programs, a page with the way back for people."""
    words = _("You are looking with somebody else's eyes: nothing can be sent or changed, and some pages stay shut.")
    if request.path.startswith(PROGRAMS):
        body = {"type": "about:blank", "title": words, "status": 403, "code": "looking_only"}
        return JsonResponse(body, status=403, content_type="application/problem+json")
    return render(request, "account/looking_only.html", {"words": words}, status=403)
