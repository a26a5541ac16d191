"""Become a specialist in guided steps, and change the same things later."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts.http import SignedInRequest, signed_in_to_send
from marketplace.analytics.charts import charts_of
from marketplace.analytics.selectors import window
from marketplace.core.errors import Invalid, Refusal, TooMany
from marketplace.media.selectors import picture
from marketplace.moderation.listing import draft_of
from marketplace.specialists import details, offerings, rules, selectors, services, transitions
from marketplace.specialists.forms import FORMS, OfferingForm, StepForm
from marketplace.specialists.models import Offering, SpecialistProfile
from marketplace.specialists.states import EDITABLE

Values = dict[str, Any]

ACTIONS = {
    "submit": (transitions.submit, gettext_lazy("Sent to our moderators. They usually answer within a day.")),
    "pause": (transitions.pause, gettext_lazy("You and your projects are out of sight. Come back at any time.")),
    "resume": (transitions.resume, gettext_lazy("Clients see you again.")),
    "close": (transitions.close, gettext_lazy("Your profile is closed.")),
}


@require_safe
@login_required
def my_profile(request: SignedInRequest) -> HttpResponse:
    """How the profile stands, what is still to do and what can be done; an invitation for those who have none."""
    specialist = selectors.own(request.user)
    if specialist is None:
        return render(request, "specialists/start.html", {"steps": list(rules.STEPS.values())})
    profile = details.own(specialist, rules.party(specialist, request.user))
    draft = specialist.standing.draft
    context = {
        "profile": profile,
        "standing": specialist.standing,
        "steps": _steps(profile["missing"]),
        "number": len(rules.STEPS) - len(profile["missing"]),
        "total": len(rules.STEPS),
        "can_edit": specialist.standing.state in EDITABLE,
        "was_returned": draft is not None and specialist.standing.submitted_at is None,
    }
    return render(request, "specialists/overview.html", context)


@require_safe
@login_required
def my_profile_statistics(request: SignedInRequest) -> HttpResponse:
    """What the profile brought in the last 7 or 30 days."""
    specialist = selectors.own(request.user)
    if specialist is None:
        return redirect("my_profile")
    try:
        days = window(request.GET.get("window", "30"))
    except Invalid as refusal:
        messages.error(request, str(refusal))
        return redirect(request.path)
    series = selectors.statistics(specialist, days)
    context = {"specialist": specialist, "series": series, "days": days, "charts": charts_of(series)}
    return render(request, "specialists/statistics.html", context)


@require_POST
@signed_in_to_send
def my_profile_start(request: SignedInRequest) -> HttpResponse:
    """The first click: a draft, and its first step."""
    services.create(by=request.user)
    return redirect("my_profile_step", next(iter(rules.STEPS)))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_profile_step(request: SignedInRequest, step: str) -> HttpResponse:
    """One step: its form, saved on its own. Then the next one that is missing, or the overview."""
    specialist = selectors.own(request.user)
    if step not in FORMS:
        raise Http404
    if specialist is None:
        return redirect("my_profile")
    draft = draft_of(specialist)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FORMS[step](data, files, initial=FORMS[step].said_by(draft))
    headers: dict[str, str] = {}
    try:
        is_saved = form.is_bound and _saved(specialist, step, form, request)
    except TooMany as refusal:
        is_saved, headers = False, refusal.headers
    if is_saved:
        messages.success(request, _("Saved."))
        return redirect(_next(rules.missing(draft_of(_own(request))), step))
    status = 429 if headers else 422 if form.errors else 200
    page = render(request, "specialists/step.html", _step_context(draft, step, form), status=status)
    for name, value in headers.items():
        page[name] = value
    return page


def _saved(specialist: SpecialistProfile, step: str, form: StepForm, request: SignedInRequest) -> bool:
    """Whether the step's form was good and is kept; otherwise the form says what is wrong. Raises TooMany, said too."""
    if not form.is_valid():
        return False
    try:
        if step == "avatar":
            _save_avatar(specialist, form.values(), request)
        else:
            services.update(specialist.pk, by=request.user, fields=form.values())
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        if isinstance(refusal, TooMany):
            raise
        return False
    return True


def _save_avatar(specialist: SpecialistProfile, said: Values, request: SignedInRequest) -> None:
    if said.get("file") is not None:
        services.upload_avatar(specialist.pk, by=request.user, file=said["file"])
    elif said.get("remove"):
        services.change_avatar(specialist.pk, by=request.user, asset=None)


def _step_context(draft: SpecialistProfile, step: str, form: StepForm) -> Values:
    names = list(rules.STEPS)
    return {
        "form": form,
        "step": step,
        "title": rules.STEPS[step],
        "steps": _steps(rules.missing(draft), current=step),
        "number": names.index(step) + 1,
        "total": len(names),
        "offerings": selectors.offerings(draft.pk) if step == "offerings" else None,
        "avatar": picture(draft.avatar, "avatar") if step == "avatar" else None,
        "draft": draft,
    }


def _steps(missing: list[str], current: str = "") -> list[Values]:
    def state(step: str) -> str:
        return "current" if step == current else "next" if step in missing else "done"

    return [
        {"name": step, "label": label, "url": reverse("my_profile_step", args=[step]), "state": state(step)}
        for step, label in rules.STEPS.items()
    ]


def _next(missing: list[str], after: str) -> str:
    """The address of the first missing step behind this one, of any missing one, or of the overview."""
    names = list(rules.STEPS)
    ahead = [step for step in missing if names.index(step) > names.index(after)]
    wanted = [*ahead, *missing]
    return reverse("my_profile_step", args=[wanted[0]]) if wanted else reverse("my_profile")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_offering_new(request: SignedInRequest) -> HttpResponse:
    """A new line of the price list."""
    if selectors.own(request.user) is None:
        return redirect("my_profile")
    return _offering(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_offering(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Change one line of the price list."""
    return _offering(request, _line(request, public_id))


def _offering(request: SignedInRequest, line: Offering | None) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = OfferingForm(sent, initial=OfferingForm.said_by(line) if line else None)
    if form.is_bound and form.is_valid():
        specialist = _own(request)
        try:
            if line is None:
                offerings.add(specialist.pk, by=request.user, fields=form.values())
            else:
                offerings.change(specialist.pk, line.public_id, by=request.user, fields=form.values())
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("my_profile_step", "offerings")
    status = 422 if form.errors else 200
    return render(request, "specialists/offering.html", {"form": form, "line": line}, status=status)


@require_POST
@signed_in_to_send
def my_offering_remove(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Take a line off the price list."""
    line = _line(request, public_id)
    try:
        offerings.remove(line.specialist_id, public_id, by=request.user)
        messages.success(request, _("“%(title)s” is off your price list.") % {"title": line.title})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("my_profile_step", "offerings")


@require_POST
@signed_in_to_send
def my_profile_action(request: SignedInRequest, action: str) -> HttpResponse:
    """Submit, pause, resume or close."""
    if action not in ACTIONS:
        raise Http404
    transition, done = ACTIONS[action]
    try:
        transition(_own(request).pk, by=request.user)
        messages.success(request, str(done))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("my_profile")


def _own(request: SignedInRequest) -> SpecialistProfile:
    specialist = selectors.own(request.user)
    if specialist is None:
        raise Http404
    return specialist


def _line(request: SignedInRequest, public_id: str) -> Offering:
    found = Offering.objects.filter(specialist__user=request.user, public_id=public_id).select_related("service")
    line = found.first()
    if line is None:
        raise Http404
    return line
