"""How a report ends."""

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.audit.services import record
from marketplace.core.errors import NotFound
from marketplace.core.machine import Arrow, move
from marketplace.moderation.rules import staff_party
from marketplace.reports.models import Report
from marketplace.reports.rules import require_note
from marketplace.reports.states import DISMISS, RESOLVE


def resolve(report_id: int, *, note: str, by: User) -> None:
    """Something was done about it. Raises NotFound, NotAllowed, IllegalTransition, and Invalid without a note."""
    _take(report_id, RESOLVE, note, by)


def dismiss(report_id: int, *, note: str, by: User) -> None:
    """Nothing is wrong with it. Raises as resolve()."""
    _take(report_id, DISMISS, note, by)


@transaction.atomic
def _take(report_id: int, arrow: Arrow, note: str, by: User) -> None:
    report = Report.objects.select_for_update().filter(pk=report_id).first()
    if report is None:
        raise NotFound(_("There is no such report."))
    words = require_note(note)
    move(report, arrow, party=staff_party(by))
    report.note = words
    report.save(update_fields=["note"])
    record(arrow.fact, subject=report, actor=by, note=words)
