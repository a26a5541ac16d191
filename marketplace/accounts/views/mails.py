"""What the site writes to people, in every language, for whoever looks after its words."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from marketplace.accounts import rules, samples
from marketplace.accounts.http import SignedInRequest


class ForAdmins(WagtailAdminTemplateMixin, TemplateView):
    """Opens for those who manage staff, and for nobody else."""

    request: SignedInRequest
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rules.manages_staff(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class MailsView(ForAdmins):
    """Every mail by name and subject."""

    template_name = "accounts/mails.html"
    page_title = gettext_lazy("Mails")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = self.request.user.locale
        found = [{"name": name, "mail": samples.sample(prefix, language)} for name, prefix in samples.kinds().items()]
        return {**super().get_context_data(**kwargs), "mails": found}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class MailView(ForAdmins):
    """One mail in three languages, as text and as people see it."""

    template_name = "accounts/mail.html"

    def get_page_title(self) -> str:
        return str(self.kwargs["name"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        prefix = samples.kinds().get(self.kwargs["name"])
        if prefix is None:
            raise Http404
        found = [
            {"code": code, "label": label, "mail": samples.sample(prefix, code)} for code, label in settings.LANGUAGES
        ]
        return {**super().get_context_data(**kwargs), "languages": found}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        mails = {"url": reverse("mails"), "label": MailsView.page_title}
        return [*self.breadcrumbs_items, mails, {"url": "", "label": self.get_page_title()}]
