"""Named reads for the moderators' pages."""

from django.db.models import QuerySet

from marketplace.reports.models import Report
from marketplace.reports.states import ReportState


def open_reports() -> "QuerySet[Report]":
    """Reports nobody has decided about, longest waiting first."""
    return Report.objects.filter(state=ReportState.OPEN).order_by("created_at", "pk")


def about_the_same(report: Report) -> "QuerySet[Report]":
    """Other reports about the same thing, newest first."""
    same = Report.objects.filter(kind=report.kind, subject_id=report.subject_id).exclude(pk=report.pk)
    return same.select_related("reporter").order_by("-created_at", "-pk")
