"""The page of where one is signed in."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.accounts import sessions
from marketplace.accounts.http import SignedInRequest, signed_in_to_send
from marketplace.core.errors import NotFound


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def places(request: SignedInRequest) -> HttpResponse:
    """Every browser and app; sent, it ends all of them but this one."""
    if request.method == "POST":
        sessions.sign_out_elsewhere(request.user, current=request.session.session_key)
        messages.success(request, _("You are logged out everywhere else."))
        return redirect("usersessions_list")
    found = sessions.places(request.user, current=request.session.session_key)
    return render(request, "usersessions/usersession_list.html", {"places": found})


@require_POST
@signed_in_to_send
def end(request: SignedInRequest, place_id: str) -> HttpResponse:
    """Ends one of them, this one too."""
    try:
        key = sessions.sign_out_place(request.user, place_id)
    except NotFound as error:
        raise Http404 from error
    if key == request.session.session_key:
        logout(request)
        return redirect("account_login")
    messages.success(request, _("That device is logged out."))
    return redirect("usersessions_list")
