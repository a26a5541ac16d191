"""The contact page: a form, its refusals, its thanks; and each message for whoever answers it."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Site

from marketplace.accounts.http import SignedInRequest
from marketplace.accounts.models import User
from marketplace.analytics.http import viewer_of
from marketplace.core.errors import NotFound, TooMany
from pages import contact
from pages.forms import ContactForm
from pages.models import Brand, ContactMessage, ContactPage

SENT = "sent"


def contact_form(page: ContactPage, request: HttpRequest) -> HttpResponse:
    """GET shows the form, or the thanks after one was sent; POST takes a message (303), or says what is wrong with it.

    A program that fell into the trap gets the thanks, and nothing is kept.
    """
    if request.method != "POST":
        return _page(page, request, ContactForm(viewer=request.user), is_sent=SENT in request.GET)
    form = ContactForm(request.POST, viewer=request.user)
    if not form.is_valid():
        return _page(page, request, form, status=422)
    if not form.is_a_program:
        try:
            contact.take_turn(viewer_of(request).place(settings.SECRET_KEY.encode()))
        except TooMany as refusal:
            form.add_error(None, str(refusal))
            return _page(page, request, form, status=429, headers=refusal.headers)
        contact.receive(form.save(commit=False), by=_person(request), to=_own_address(request))
    answer = redirect(f"{request.path}?{SENT}=1")
    answer.status_code = 303
    return answer


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _own_address(request: HttpRequest) -> str:
    return Brand.objects.filter(site=Site.find_for_request(request)).values_list("email", flat=True).first() or ""


def _page(page: ContactPage, request: HttpRequest, form: ContactForm, **answer: Any) -> HttpResponse:
    is_sent = answer.pop("is_sent", False)
    context = {**page.get_context(request), "form": form, "is_sent": is_sent}
    return TemplateResponse(request, page.get_template(request), context, **answer)


class MessageView(WagtailAdminTemplateMixin, TemplateView):
    """What was written, by whom, and two buttons: answered, not yet answered."""

    template_name = "pages/admin/message.html"
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(f"pages.{'change' if request.method == 'POST' else 'view'}_contactmessage"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Message")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
        return [
            home,
            {"url": reverse("contact_messages:index"), "label": _("Messages")},
            {"url": "", "label": _("Message")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = ContactMessage.objects.select_related("sender", "answered_by").filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        may_answer = self.request.user.has_perm("pages.change_contactmessage")
        return {**super().get_context_data(**kwargs), "message": found, "may_answer": may_answer}

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        is_answered = request.POST.get("answered") == "yes"
        try:
            contact.tick_off(pk, by=request.user, is_answered=is_answered)
        except NotFound as refusal:
            raise Http404(str(refusal)) from None
        messages.success(request, _("Marked as answered.") if is_answered else _("It waits for an answer again."))
        return redirect("contact_messages:index" if is_answered else request.path)
