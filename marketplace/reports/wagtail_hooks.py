"""Reports in the admin: a list with filters, and one report to decide about."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail import hooks
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permissions import register_permission_policy

from marketplace.moderation.admin import ListingIndexView, ListingViewSet, LookOnly, harmless
from marketplace.moderation.rules import is_moderator
from marketplace.reports import subjects
from marketplace.reports.models import Report
from marketplace.reports.selectors import open_reports
from marketplace.reports.states import Reason, ReportState
from marketplace.reports.views import ReportView

register_permission_policy(Report, LookOnly(Report))

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

    def get_base_queryset(self) -> QuerySet[Report]:
        return Report.objects.select_related("reporter").annotate(is_decided=~Q(state=ReportState.OPEN))

    def get_edit_url(self, instance: Model) -> str:
        return reverse("report_review", args=[instance.pk])


class ReportViewSet(ListingViewSet):
    model = Report
    kind = "report"
    name = "reports"
    icon = "warning"
    menu_label = _("Reports")
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
    export_filename = "reports"

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        return ReportsMenuItem(
            self.menu_label,
            reverse("reports:index"),
            name="reports",
            icon_name=self.icon,
            order=order or self.menu_order,
        )

    def register_admin_url_finder(self) -> None:
        class Finder(ModelAdminURLFinder):
            def construct_edit_url(self, instance: Model) -> str:
                return reverse("report_review", args=[instance.pk])

        register_admin_url_finder(self.model, Finder)


class ReportsMenuItem(MenuItem):
    """The list, and how many reports are open."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_moderator(request.user)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        component: LinkMenuItem = super().render_component(request)
        number = open_reports().count()
        if number:
            component.label = f"{component.label} ({number})"
        return component


@hooks.register("register_admin_viewset")
def reports() -> ReportViewSet:
    return ReportViewSet()


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    return [path("reports/<int:pk>/", ReportView.as_view(), name="report_review")]
