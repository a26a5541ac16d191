"""The pages of one's own telephone number."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts import limits, phones
from marketplace.accounts.forms import PhoneCodeForm, PhoneForm
from marketplace.accounts.http import SignedInRequest, signed_in_to_send
from marketplace.accounts.models import User
from marketplace.core.errors import Refusal


def _is_proved(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and request.user.is_phone_verified


@require_safe
@login_required
@never_cache
def phone(request: SignedInRequest) -> HttpResponse:
    """The number, whether it is proved, and what can be done about it."""
    context = {"form": PhoneForm(), "can_prove": phones.can_prove(request.user)}
    return render(request, "account/phone.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required(enabled=_is_proved)
@never_cache
def change(request: SignedInRequest) -> HttpResponse:
    """Another number, or the first."""
    form = PhoneForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "account/phone_change.html", {"form": form}, status=422 if form.errors else 200)
    try:
        phones.change(request.user, form.cleaned_data["phone"], is_recent=_is_proved(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("account_phone")


@require_POST
@signed_in_to_send
@reauthentication_required(enabled=_is_proved)
def remove(request: SignedInRequest) -> HttpResponse:
    """No number any more."""
    try:
        phones.remove(request.user, is_recent=_is_proved(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your phone number is removed."))
    return redirect("account_phone")


@require_POST
@signed_in_to_send
def send(request: SignedInRequest) -> HttpResponse:
    """A code by text message, the first or another."""
    try:
        phones.require_provable(request.user)
        limits.take_turn(request, "send", person=request.user, key=request.user.phone)
        phones.send_code(request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("account_phone_code" if phones.is_asked(request.user) else "account_phone")
    return redirect("account_phone_code")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def code(request: SignedInRequest) -> HttpResponse:
    """What the message says; right, the number is proved."""
    if request.method != "POST" and not phones.is_asked(request.user):
        return redirect("account_phone")
    form = PhoneCodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, form, 422 if form.errors else 200)
    try:
        limits.take_turn(request, "judge", person=request.user)
        phones.prove(request.user, form.cleaned_data["code"])
    except Refusal as refusal:
        form.add_error("code", str(refusal))
        answer = _ask(request, form, int(refusal.status))
        for name, value in refusal.headers.items():
            answer[name] = value
        return answer
    messages.success(request, _("Your number is proved."))
    return redirect("account_phone")


def _ask(request: SignedInRequest, form: PhoneCodeForm, status: int) -> HttpResponse:
    return render(request, "account/phone_code.html", {"form": form}, status=status)
