"""The page that asks for what has changed, and says what one has accepted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.accounts.http import SignedInRequest, own_path
from marketplace.consents import selectors, services
from marketplace.core.errors import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def consents(request: SignedInRequest) -> HttpResponse:
    """The texts to accept with one button, or what was accepted when; then back to where the person was going."""
    if request.method == "POST":
        try:
            services.accept(request.user, _said(request.POST.getlist("accept")))
            messages.success(request, _("Thank you."))
            return redirect(_next(request) or "account")
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return _page(request, int(refusal.status))
    return _page(request)


def _page(request: SignedInRequest, status: int = 200) -> HttpResponse:
    context = {
        "papers": selectors.missing(request.user),
        "given": selectors.of(request.user),
        "next": _next(request),
    }
    return render(request, "consents/consents.html", context, status=status)


def _said(values: list[str]) -> list[tuple[str, int]]:
    """What was ticked, `kind:version` each; what is no such thing is no text of ours."""
    pieces = [value.partition(":") for value in values[:10]]
    return [
        (kind, int(version) if version.isdecimal() and len(version) < 19 else 0) for kind, _colon, version in pieces
    ]


def _next(request: SignedInRequest) -> str:
    """A path of this site to go on to; empty for anything else."""
    return own_path(request.POST.get("next", "") or request.GET.get("next", ""))
