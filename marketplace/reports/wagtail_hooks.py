"""Reports in the admin, called complaints there, as Wagtail has reports of its own: a list, and one to decide about."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_filters import ChoiceFilter
from wagtail import hooks
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permissions import register_permission_policy

from marketplace.accounts import belongings
from marketplace.accounts.belongings import Belonging
from marketplace.accounts.models import User
from marketplace.moderation import desks
from marketplace.moderation.admin import ListingIndexView, ListingViewSet, LookOnly, harmless
from marketplace.moderation.first_page import CountingMenuItem, WaitingPanel
from marketplace.moderation.rules import is_moderator, may_look
from marketplace.reports import subjects
from marketplace.reports.models import Report
from marketplace.reports.selectors import open_reports
from marketplace.reports.states import Reason, ReportState
from marketplace.reports.views import ReportView

register_permission_policy(Report, LookOnly(Report))

# So many of a kind stand beside an account.
MOST = 50
SAFE: dict[str, Callable[[Any], str]] = {"csv": harmless, "xlsx": harmless}


class ReportFilters(WagtailFilterSet):
    state = ChoiceFilter(field_name="state", label=_("State"), choices=ReportState.choices)
    kind = ChoiceFilter(field_name="kind", label=_("What"), choices=lambda: subjects.labels().items())
    reason = ChoiceFilter(field_name="reason", label=_("Reason"), choices=Reason.choices)

    class Meta:
        model = Report
        fields: ClassVar[list[str]] = ["state", "kind", "reason"]


class ReportIndexView(ListingIndexView):
    """Open ones first, each in the order they came."""

    default_ordering = ("is_decided", "created_at")
    custom_field_preprocess: ClassVar[dict[str, Any]] = dict.fromkeys(("title", "text", "email", "note"), SAFE)

    page_title = _("Complaints")
    verbose_name_plural = _("complaints")

    def get_base_queryset(self) -> QuerySet[Report]:
        return Report.objects.select_related("reporter").annotate(is_decided=~Q(state=ReportState.OPEN))

    def get_edit_url(self, instance: Model) -> str:
        return reverse("report_review", args=[instance.pk])


class ReportViewSet(ListingViewSet):
    model = Report
    kind = "report"
    name = "complaints"
    icon = "warning"
    menu_label = _("Complaints")
    menu_order = 151
    search_order = 140
    index_view_class = ReportIndexView
    filterset_class = ReportFilters
    search_fields: ClassVar[list[str]] = ["title", "text", "public_id", "email", "reporter__email"]
    list_display: ClassVar[list[Any]] = [
        "title",
        Column("kind", label=_("What"), accessor=lambda report: subjects.labels().get(report.kind, report.kind)),
        Column("reason", label=_("Reason"), accessor="get_reason_display", sort_key="reason"),
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        Column(
            "reporter", label=_("Reporter"), accessor=lambda report: report.reporter or report.email or _("Visitor")
        ),
        DateColumn("created_at", label=_("Reported"), accessor="created_at", sort_key="created_at"),
    ]
    list_export: ClassVar[list[str]] = [
        "public_id",
        "kind",
        "title",
        "path",
        "reason",
        "text",
        "state",
        "note",
        "created_at",
    ]
    export_filename = "complaints"

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        return ComplaintsMenuItem(
            self.menu_label,
            reverse("complaints:index"),
            name="complaints",
            icon_name=self.icon,
            order=order or self.menu_order,
        )

    def register_admin_url_finder(self) -> None:
        class Finder(ModelAdminURLFinder):
            def construct_edit_url(self, instance: Model) -> str:
                return reverse("report_review", args=[instance.pk])

        register_admin_url_finder(self.model, Finder)


class ComplaintsMenuItem(CountingMenuItem):
    """The list, and how many reports are open."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_moderator(request.user)

    def number(self) -> int:
        return open_reports().count()


class ComplaintsPanel(WaitingPanel):
    """Reports that nobody has decided about, on the moderators' first page."""

    name, icon, order = "complaints", "warning", 51
    heading, button = _("Complaints"), _("Read")

    def url(self) -> str:
        return f"{reverse('complaints:index')}?{urlencode({'state': ReportState.OPEN.value})}"

    def waits(self) -> tuple[int, datetime | None]:
        return open_reports().count(), open_reports().values_list("created_at", flat=True).first()

    def sentence(self, number: int) -> str:
        return ngettext("%(number)s complaint waits.", "%(number)s complaints wait.", number) % {"number": number}


def reports_of(person: User, viewer: User) -> Iterator[Belonging]:
    """What others said about the person's listings, then what the person said, the newest of each first."""
    if not may_look(viewer, Report):
        return
    theirs = [Q(kind=desk.kind, subject_id__in=desk.of(person).values("pk")) for desk in desks.desks()]
    about = Report.objects.filter(reduce(or_, theirs, Q(pk=None)))
    for label, found in (
        (_("Complaint about them"), about),
        (_("Complaint by them"), Report.objects.filter(reporter=person)),
    ):
        for report in found.order_by("-pk")[:MOST]:
            address = reverse("report_review", args=[report.pk])
            yield Belonging(label, str(report), report.get_state_display(), address)


belongings.register("report", reports_of)


@hooks.register("construct_homepage_panels")
def show_open_reports(request: HttpRequest, panels: list[Any]) -> None:
    """Moderators see at once whether somebody complained."""
    if is_moderator(request.user):
        panels.append(ComplaintsPanel())


@hooks.register("register_admin_viewset")
def reports() -> ReportViewSet:
    return ReportViewSet()


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    return [path("complaints/<int:pk>/", ReportView.as_view(), name="report_review")]
