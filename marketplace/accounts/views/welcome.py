"""The page behind the link of an invitation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.accounts import invitations, staff
from marketplace.accounts.forms import WelcomeForm
from marketplace.accounts.models import Invitation, User
from marketplace.core.errors import NotFound, Refusal


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Looking changes nothing: programs that read mail follow links. The button accepts.

    Who has an account under the invited address accepts signed in; who has none chooses a name and a password.
    """
    try:
        found = invitations.behind(key)
    except NotFound as refusal:
        return render(request, "account/invitation_gone.html", {"why": str(refusal)}, status=404)
    known = invitations.account_for(found)
    visitor = request.user if isinstance(request.user, User) else None
    if visitor != known:
        return _someone_else(request, found, visitor)
    form = WelcomeForm(request.POST if request.method == "POST" else None, initial={"name": found.name})
    if request.method == "POST" and (known or form.is_valid()):
        answer = _accept(request, key, form, known)
        if answer:
            return answer
    return _page(request, found, form=None if known else form, status=422 if form.errors and not known else 200)


def _accept(request: HttpRequest, key: str, form: WelcomeForm, known: User | None) -> HttpResponse | None:
    """Where to go once it is accepted; None when the form says what is wrong."""
    said = {} if known else form.cleaned_data
    try:
        invitations.accept(key, by=known, **said)
    except NotFound as refusal:
        return render(request, "account/invitation_gone.html", {"why": str(refusal)}, status=404)
    except Refusal as refusal:
        if known or not refusal.field:
            return render(request, "account/invitation_gone.html", {"why": str(refusal)}, status=refusal.status)
        form.add_error("name" if refusal.field == "display_name" else refusal.field, str(refusal))
        return None
    if known:
        return redirect("wagtailadmin_home")
    messages.success(request, _("Welcome! Log in with your new password, then set up your second factor."))
    return redirect(_to_sign_in(reverse("wagtailadmin_home")))


def _someone_else(request: HttpRequest, found: Invitation, visitor: User | None) -> HttpResponse:
    """Known people sign in first; who is signed in as somebody else signs out first. Nothing is accepted here."""
    if visitor is None and request.method == "POST":
        return redirect(_to_sign_in(request.path))
    context = {"visitor": visitor, "sign_in": _to_sign_in(request.path)}
    return _page(request, found, status=403 if visitor else 200, **context)


def _page(request: HttpRequest, found: Invitation, *, status: int, **context: object) -> HttpResponse:
    about = {"invitation": found, "role": staff.ROLES[found.role]}
    answer = render(request, "account/invitation.html", {**about, **context}, status=status)
    # The address is the key.
    answer["Referrer-Policy"] = "same-origin"
    return answer


def _to_sign_in(after: str) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': after})}"
