"""What people may ask of their data: a copy, and to be forgotten."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts import blockers, copies, erasure, selectors
from marketplace.accounts.http import SignedInRequest, download, signed_in_to_send
from marketplace.accounts.states import DataKind
from marketplace.core.errors import NotFound, Refusal


@require_safe
@login_required
@never_cache
def overview(request: SignedInRequest) -> HttpResponse:
    """A copy of one's data and the end of one's account: what was asked for, and what can be."""
    return render(
        request,
        "account/data.html",
        {
            "copy": selectors.open_request(request.user.pk, DataKind.EXPORT),
            "erasure": selectors.open_request(request.user.pk, DataKind.ERASURE),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required
@never_cache
def ask_for_copy(request: SignedInRequest) -> HttpResponse:
    """Has a copy made; a mail says when it is there."""
    if request.method == "POST":
        copies.ask(request.user)
        messages.success(request, _("Your copy is being made. We write to you when it is ready."))
    return redirect("account_data")


@require_safe
@login_required
@reauthentication_required
@never_cache
def fetch_copy(request: SignedInRequest) -> HttpResponseBase:
    """The copy, for nobody but its person, who has just proved to be that."""
    try:
        return download(request.user)
    except NotFound as refusal:
        raise Http404 from refusal


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required
@never_cache
def erase(request: SignedInRequest) -> HttpResponse:
    """What being erased means, with a copy offered first, and the button that asks for it."""
    if request.method != "POST":
        return render(request, "account/erase.html", {"reasons": blockers.reasons(request.user)})
    try:
        asked = erasure.ask(request.user.pk, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("account_data")
    logout(request)
    when = date_format(asked.due_at, "j E Y") if asked.due_at else ""
    words = _("Your account is off and will be erased on %(when)s. Until then, log in to keep it.")
    messages.success(request, words % {"when": when})
    return redirect("/")


@require_POST
@signed_in_to_send
def keep(request: SignedInRequest) -> HttpResponse:
    """The account stays, and is on again."""
    try:
        erasure.take_back(request.user.pk, by=request.user)
        messages.success(request, _("Your account stays, and everything is back."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("account_data")
