"""Reports in."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from marketplace.accounts.models import User
from marketplace.audit.forgetting import forget_words
from marketplace.audit.services import record
from marketplace.reports import rules, selectors
from marketplace.reports.models import Report
from marketplace.reports.states import ReportState
from marketplace.reports.subjects import Subject


@transaction.atomic
def make(
    subject: Subject, *, reason: str, text: str, place: str, reporter: User | None = None, email: str = ""
) -> tuple[Report, bool]:
    """Tell the moderators; the report, and whether it is new: a person reports a thing once, a place while it is open.

    Raises NotAllowed for one's own thing, Invalid for what cannot be taken, TooMany for the eleventh in an hour.
    """
    rules.require_not_own(subject, reporter)
    words = rules.require_words(reason, text)
    mine = {"reporter": reporter} if reporter is not None else {"reporter": None, "place": place}
    told = Report.objects.filter(kind=subject.kind, subject_id=subject.pk, **mine)
    known = told.filter(Q(reporter__isnull=False) | Q(state=ReportState.OPEN)).first()
    if known is not None:
        return known, False
    rules.require_few(reporter, place)
    values = {"title": subject.title[:300], "path": subject.path[:300], "reason": reason, "text": words}
    condition = {"state": ReportState.OPEN} if reporter is None else {}
    report, is_new = Report.objects.get_or_create(
        kind=subject.kind,
        subject_id=subject.pk,
        **mine,
        **condition,
        defaults={"state": ReportState.OPEN, "place": place, "email": email, **values},
    )
    if is_new:
        record("report.made", subject=report, actor=reporter, what=subject.kind, reason=reason)
    return report, is_new


def nowhere(report: Report) -> str:
    """What stands for the place of somebody who is forgotten: no other report has the same."""
    return f"erased {report.public_id}"


@transaction.atomic
def forget(person_id: int) -> None:
    """What the person told moderators stays as a decision, without who it was and without words."""
    ids = []
    for report in selectors.told_by(person_id).select_for_update(of=("self",)):
        report.reporter, report.email, report.text, report.place = None, "", "", nowhere(report)
        report.title = report.path = ""
        report.save(update_fields=["reporter", "email", "text", "place", "title", "path"])
        ids.append(report.pk)
    forget_words(Report, ids)


def unname(kind: str, ids: Iterable[int]) -> None:
    """The things are forgotten: reports about them keep what was decided, without title and address."""
    Report.objects.filter(kind=kind, subject_id__in=ids).update(title="", path="")
