"""Where anybody tells what is wrong with a page, and where a moderator reads it and decides."""

from typing import Any, ClassVar

from django.contrib import messages as visitors
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from marketplace.audit.models import Event
from marketplace.core.errors import Invalid, Refusal
from marketplace.moderation import desks
from marketplace.moderation.rules import is_moderator
from marketplace.moderation.views import ModeratorsView
from marketplace.reports import selectors, services, subjects, transitions
from marketplace.reports.forms import ReportForm
from marketplace.reports.http import place_of
from marketplace.reports.models import Report
from marketplace.reports.subjects import Subject

HAPPENED: dict[str, Promise] = {
    "report.made": gettext_lazy("Reported"),
    "report.resolved": gettext_lazy("Resolved"),
    "report.dismissed": gettext_lazy("Dismissed"),
}
DECISIONS = {"resolve": transitions.resolve, "dismiss": transitions.dismiss}


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Say what is wrong with a public project, specialist or article; then back to it with thanks."""
    subject = subjects.find(kind, key)
    if subject is None:
        raise Http404
    form = ReportForm(request.POST if request.method == "POST" else None, is_known=request.user.is_authenticated)
    if form.is_valid():
        try:
            return _thanks(request, subject, form)
        except Refusal as refusal:
            form.add_error(refusal.field if isinstance(refusal, Invalid) else None, str(refusal))
            return _page(request, subject, form, int(refusal.status), refusal.headers)
    return _page(request, subject, form, 422 if form.errors else 200)


def _thanks(request: HttpRequest, subject: Subject, form: ReportForm) -> HttpResponse:
    said = form.cleaned_data
    if not form.is_from_a_program:
        services.make(
            subject,
            reason=said["reason"],
            text=said["text"],
            email=said.get("email", ""),
            place=place_of(request),
            reporter=request.user if request.user.is_authenticated else None,
        )
    visitors.success(request, _("Thank you. A moderator will look at it."))
    return HttpResponseRedirect(subject.path)


def _page(
    request: HttpRequest, subject: Subject, form: ReportForm, status: int, headers: dict[str, str] | None = None
) -> HttpResponse:
    response = render(request, "reports/report.html", {"form": form, "subject": subject}, status=status)
    for name, value in (headers or {}).items():
        response[name] = value
    return response


class ReportView(ModeratorsView):
    """One report: what is said, about what, what others said about it, and how it ends."""

    template_name = "reports/review.html"
    page_title: ClassVar[Any] = gettext_lazy("Complaint")
    header_icon = "warning"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        report = Report.objects.select_related("reporter").filter(pk=kwargs["pk"]).first()
        if report is None:
            raise Http404
        self.report = report

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not is_moderator(request.user):
            raise PermissionDenied
        decide = DECISIONS.get(request.POST.get("action", ""))
        if decide is None:
            raise Http404
        try:
            decide(pk, note=request.POST.get("note", ""), by=self.request.user)
        except Invalid as refusal:
            messages.error(request, str(refusal))
            return self.page(422, note=request.POST.get("note", ""), is_wrong=True)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
        messages.success(request, _("Done: “%(title)s”.") % {"title": self.report})
        return redirect("complaints:index")

    def get_page_title(self) -> str:
        return str(self.report)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("complaints:index"), "label": _("Complaints")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.report
        happened = Event.objects.filter(subject_type=report._meta.label_lower, subject_id=report.pk)
        context: dict[str, Any] = super().get_context_data(
            report=report,
            label=subjects.labels().get(report.kind, report.kind),
            review_url=self.review_url(),
            others=selectors.about_the_same(report),
            is_open=report.state in {source for arrow in report.machine.arrows for source in arrow.sources},
            history=[
                (event, HAPPENED.get(event.kind, event.kind))
                for event in happened.select_related("actor").order_by("-pk")
            ],
            **kwargs,
        )
        return context

    def review_url(self) -> str:
        """Where moderators act on the thing itself: its review page, or Wagtail's editor for an article."""
        if desks.named(self.report.kind):
            return reverse("moderation_review", args=[self.report.kind, self.report.subject_id])
        return reverse("wagtailadmin_pages:edit", args=[self.report.subject_id])
