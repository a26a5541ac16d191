"""Who is asked to become staff: a form, the invitations so far, and two buttons for each open one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from marketplace.accounts import invitations, rules
from marketplace.accounts.forms import InvitationForm
from marketplace.accounts.http import SignedInRequest
from marketplace.core.errors import Refusal

TAKE = {"send_again": invitations.send_again, "withdraw": invitations.withdraw}


class InvitationsView(WagtailAdminTemplateMixin, View):
    """For whoever manages staff, and for nobody else."""

    request: SignedInRequest
    template_name = "accounts/invitations.html"
    page_title = gettext_lazy("Invitations")
    header_icon = "user"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rules.manages_staff(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(InvitationForm(initial={"locale": self.request.user.locale}))

    def post(self, request: SignedInRequest) -> HttpResponse:
        action, pk = request.POST.get("action", ""), request.POST.get("invitation", "")
        if not action:
            return self.invite(InvitationForm(request.POST))
        if action not in TAKE or not pk.isdecimal() or len(pk) > 18:
            raise Http404
        try:
            about = TAKE[action](int(pk), by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            said = _("Sent again to %(email)s.") if action == "send_again" else _("Withdrawn: %(email)s.")
            messages.success(request, said % {"email": about.email})
        return redirect("invitations")

    def invite(self, form: InvitationForm) -> HttpResponse:
        """Sends the mail, or says beside the field what is wrong."""
        if not form.is_valid():
            return self.page(form, 422)
        try:
            about = invitations.invite(**form.cleaned_data, by=self.request.user)
        except Refusal as refusal:
            field = "name" if refusal.field == "display_name" else refusal.field
            form.add_error(field or None, str(refusal))
            return self.page(form, 422)
        messages.success(self.request, _("Invited: %(email)s.") % {"email": about.email})
        return redirect("invitations")

    def page(self, form: InvitationForm, status: int = 200) -> HttpResponse:
        """The form and the invitations so far."""
        context = self.get_context_data(form=form, invitations=invitations.listed())
        answer: HttpResponse = self.render_to_response(context, status=status)
        return answer

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        people = {"url": reverse("wagtailusers_users:index"), "label": _("People")}
        return [*self.breadcrumbs_items, people, {"url": "", "label": self.get_page_title()}]
