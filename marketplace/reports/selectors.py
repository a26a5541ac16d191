"""Named reads for the moderators' pages."""

from django.db.models import Q, QuerySet

from marketplace.accounts.selectors import addresses
from marketplace.reports.models import Report
from marketplace.reports.states import ReportState


def open_reports() -> "QuerySet[Report]":
    """Reports nobody has decided about, longest waiting first."""
    return Report.objects.filter(state=ReportState.OPEN).order_by("created_at", "pk")


def about_the_same(report: Report) -> "QuerySet[Report]":
    """Other reports about the same thing, newest first."""
    same = Report.objects.filter(kind=report.kind, subject_id=report.subject_id).exclude(pk=report.pk)
    return same.select_related("reporter").order_by("-created_at", "-pk")


def told_by(person_id: int) -> "QuerySet[Report]":
    """What the person reported, signed in or under an address that is proved to be theirs."""
    return Report.objects.filter(Q(reporter=person_id) | Q(email__in=addresses(person_id)))
