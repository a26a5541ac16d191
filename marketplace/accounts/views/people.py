"""One account for staff: what it is, what is the person's, where they are signed in, what happened, what to do."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateTimeInput

from marketplace.accounts import looking, rules, second_factor, selectors, sessions, transitions
from marketplace.accounts.belongings import belongings
from marketplace.accounts.http import SignedInRequest
from marketplace.accounts.models import User
from marketplace.accounts.past import past
from marketplace.accounts.states import ERASE, OPEN, DataKind
from marketplace.core.errors import Invalid, Refusal


class Limit(forms.Form):
    """Why, and until when."""

    note = forms.CharField(
        label=gettext_lazy("Reason, for the person to read"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Sent by mail. Not needed to lift and to sign out."),
    )
    until = forms.DateTimeField(
        label=gettext_lazy("Limited until"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=gettext_lazy("Only for a limit; empty means until somebody lifts it."),
    )


def _limit(person: User, form: Limit, by: User) -> None:
    until: datetime | None = form.cleaned_data["until"]
    transitions.limit(person.pk, note=form.cleaned_data["note"], until=until, by=by)


def _suspend(person: User, form: Limit, by: User) -> None:
    transitions.suspend(person.pk, note=form.cleaned_data["note"], by=by)


def _lift(person: User, form: Limit, by: User) -> None:
    transitions.lift(person.pk, by=by)


def _reset_second_factor(person: User, form: Limit, by: User) -> None:
    second_factor.reset(person.pk, note=form.cleaned_data["note"], by=by)


def _sign_out(person: User, form: Limit, by: User) -> None:
    sessions.sign_out_everywhere(person, by=by)


TAKE: dict[str, Callable[[User, Limit, User], None]] = {
    "limit": _limit,
    "suspend": _suspend,
    "lift": _lift,
    "sign_out": _sign_out,
    "reset_second_factor": _reset_second_factor,
}
LABELS: dict[str, Promise] = {
    "limit": gettext_lazy("Limit"),
    "suspend": gettext_lazy("Suspend"),
    "lift": gettext_lazy("Lift"),
    "sign_out": gettext_lazy("Sign out everywhere"),
    "reset_second_factor": gettext_lazy("Reset the second factor"),
    "look": gettext_lazy("See the site as this person"),
}


class PersonView(WagtailAdminTemplateMixin, View):
    """The page of one account. Who may only look sees it without buttons."""

    request: SignedInRequest
    template_name = "accounts/person.html"
    header_icon = "user"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.person = get_object_or_404(User, pk=kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("accounts.view_user"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(Limit())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form, action = Limit(request.POST), request.POST.get("action", "")
        if action not in LABELS:
            raise Http404
        if not self.may(action):
            raise PermissionDenied
        try:
            if not form.is_valid():
                return self.page(form, 422)
            if action == "look":
                looking.begin(request.session, self.person.pk, note=form.cleaned_data["note"], by=self.request.user)
                return redirect("home")
            TAKE[action](self.person, form, cast(User, request.user))
        except Invalid as refusal:
            form.add_error(refusal.field or None, str(refusal))
            return self.page(form, 422)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Done: %(label)s.") % {"label": LABELS[action]})
        return redirect(request.path)

    def page(self, form: Limit, status: int = 200) -> HttpResponse:
        """The page with this form."""
        answer: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=status)
        return answer

    def get_page_title(self) -> str:
        return str(self.person)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        people = {"url": reverse("wagtailusers_users:index"), "label": _("People")}
        return [*self.breadcrumbs_items, people, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, viewer = self.person, self.request.user
        context: dict[str, Any] = super().get_context_data(
            **{
                "person": person,
                "roles": [group.name for group in person.groups.order_by("name")],
                "has_second_factor": selectors.has_second_factor(person),
                "edit": reverse("wagtailusers_users:edit", args=[person.pk]) if rules.may_edit(viewer, person) else "",
                "buttons": self.buttons(),
                "theirs": belongings(person, viewer),
                "places": selectors.places(person),
                "past": past(person),
                "data_requests": (requests := selectors.data_requests(person)),
                "erased_on": next(
                    (one.due_at for one in requests if one.kind == DataKind.ERASURE and one.state in OPEN), None
                ),
                "may_erase": rules.may_erase(viewer, person) and person.state in ERASE.sources,
                **kwargs,
            }
        )
        return context

    def buttons(self) -> list[dict[str, Any]]:
        """What the viewer may do to this account now."""
        person = self.person
        offered = {*person.machine.actions(person.state, rules.party(person, self.request.user)), "sign_out", "look"}
        if selectors.has_anything_beside_a_password(person):
            offered.add("reset_second_factor")
        return [{"name": name, "label": LABELS[name]} for name in LABELS if name in offered and self.may(name)]

    def may(self, action: str) -> bool:
        """Whether the viewer may do this to an account like this one."""
        rule = {"reset_second_factor": rules.may_reset_second_factor, "look": rules.may_look_as}
        return rule.get(action, rules.may_sanction)(self.request.user, self.person)
