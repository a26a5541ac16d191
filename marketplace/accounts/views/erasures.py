"""Admins have an account erased whose person wrote to them, or take that back."""

from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from marketplace.accounts import blockers, erasure, rules, selectors
from marketplace.accounts.http import SignedInRequest
from marketplace.accounts.models import User
from marketplace.accounts.states import ERASE, DataKind
from marketplace.core.errors import Invalid, Refusal


class Why(forms.Form):
    """How the person asked."""

    reason = forms.CharField(
        label=gettext_lazy("How the person asked for it"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For the record, such as “letter of 3 May”. Forgotten together with the account."),
    )


class ErasureView(WagtailAdminTemplateMixin, View):
    """One account's erasure."""

    request: SignedInRequest
    template_name = "accounts/erasure.html"
    header_icon = "bin"
    page_title = gettext_lazy("Erase the account")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.person = get_object_or_404(User, pk=kwargs["pk"])
        viewer = cast(User, request.user)
        if not (rules.may_erase(viewer, self.person) and self.person.state in ERASE.sources):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(Why())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form, by = Why(request.POST), self.request.user
        try:
            if request.POST.get("action") == "take_back":
                erasure.take_back(self.person.pk, by=by)
            elif form.is_valid():
                erasure.ask(self.person.pk, by=by, reason=form.cleaned_data["reason"])
            else:
                return self.page(form, 422)
        except Invalid as refusal:
            form.add_error(refusal.field or None, str(refusal))
            return self.page(form, 422)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Done."))
        return redirect("person", pk=self.person.pk)

    def page(self, form: Why, status: int = 200) -> HttpResponse:
        """The page with this form."""
        context = self.get_context_data(
            person=self.person,
            form=form,
            asked=selectors.open_request(self.person.pk, DataKind.ERASURE),
            reasons=blockers.reasons(self.person),
        )
        answer: HttpResponse = self.render_to_response(context, status=status)
        return answer

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        person = {"url": reverse("person", args=[self.person.pk]), "label": str(self.person)}
        return [*self.breadcrumbs_items, person, {"url": "", "label": self.get_page_title()}]
