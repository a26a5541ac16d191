"""The page of one's own picture."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.accounts.http import SignedInRequest, signed_in_to_send
from marketplace.core.errors import Refusal
from marketplace.portraits import services
from marketplace.portraits.forms import PortraitForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def portrait(request: SignedInRequest) -> HttpResponse:
    """The picture as it is, and a form for another one."""
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PortraitForm(*sent)
    if not form.is_valid():
        return _page(request, form, 422 if form.errors else 200)
    try:
        services.change(request.user, file=form.cleaned_data["file"], crop=form.crop())
    except Refusal as refusal:
        form.add_error("file", str(refusal))
        return _page(request, form, int(refusal.status), refusal.headers)
    messages.success(request, _("Saved."))
    return redirect("account")


@require_POST
@signed_in_to_send
def portrait_remove(request: SignedInRequest) -> HttpResponse:
    """No picture: initials again."""
    services.remove(request.user)
    messages.success(request, _("Your picture is removed."))
    return redirect("account")


def _page(
    request: SignedInRequest, form: PortraitForm, status: int, headers: dict[str, str] | None = None
) -> HttpResponse:
    response = render(request, "portraits/portrait.html", {"form": form}, status=status)
    for name, value in (headers or {}).items():
        response[name] = value
    return response
