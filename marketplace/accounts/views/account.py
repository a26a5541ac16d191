"""One's own account; and the mails of a demo."""

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts import looking, selectors, services, sessions, transitions
from marketplace.accounts.forms import ProfileForm
from marketplace.accounts.http import SignedInRequest, signed_in_to_send
from marketplace.accounts.states import Role
from marketplace.core.errors import Refusal


@require_safe
@login_required
@never_cache
def account(request: SignedInRequest) -> HttpResponse:
    """Links to everything one can change about one's account."""
    return render(request, "account/overview.html", {"has_second_factor": selectors.has_second_factor(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def name(request: SignedInRequest) -> HttpResponse:
    """Name, language and time zone."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        services.update_person(request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("account")
    return render(request, "account/name.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@signed_in_to_send
def sign_out_everywhere(request: SignedInRequest) -> HttpResponse:
    """Ends every session and every token of the person, this one too."""
    sessions.sign_out_everywhere(request.user)
    logout(request)
    messages.success(request, _("You are signed out on every device."))
    return redirect("account_login")


@require_POST
@signed_in_to_send
def role(request: SignedInRequest) -> HttpResponse:
    """Switches to the menus of another role."""
    wanted = request.POST.get("role", "")
    try:
        services.act_as(request.user, Role(wanted))
    except (Refusal, ValueError):
        messages.error(request, _("You do not have this role."))
    return redirect("account")


@require_POST
@signed_in_to_send
def look_away(request: SignedInRequest) -> HttpResponse:
    """A member of staff sees the site with their own eyes again, and is back where it began."""
    person = looking.end(request.session, by=request.user, why="button")
    return redirect("person", person) if person else redirect("account")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required
@never_cache
def deactivate(request: SignedInRequest) -> HttpResponse:
    """What switching the account off means, and the button that does it."""
    if request.method != "POST":
        return render(request, "account/deactivate.html")
    try:
        transitions.deactivate(request.user.pk, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("account")
    logout(request)
    messages.success(request, _("Your account is switched off. Log in whenever you want it back."))
    return redirect("/")


@require_safe
@never_cache
def demo_mails(request: HttpRequest) -> HttpResponse:
    """The latest mails and text messages of a demo. Anywhere else there is no such page."""
    if not settings.IS_LOCAL:
        raise Http404
    sent = {"mails": selectors.latest_mails(), "texts": selectors.latest_texts()}
    return render(request, "emails/demo_list.html", sent)


@require_safe
@never_cache
def demo_mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    """One mail of a demo."""
    if not settings.IS_LOCAL:
        raise Http404
    return render(request, "emails/demo_detail.html", {"mail": get_object_or_404(selectors.mails(), pk=mail_id)})
