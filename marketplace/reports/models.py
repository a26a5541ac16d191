from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.ids import public_id
from marketplace.core.machine import Machine, Stateful
from marketplace.reports import states
from marketplace.reports.states import Reason, ReportState

TEXT_LONGEST = 1000
NOTE_LONGEST = 500


class Report(Stateful):
    """What somebody says is wrong with a public page. The thing may be gone by the time it is read: title and address
    are kept as they were. Who is not signed in is known by a key of the network they came from, and nothing more."""

    machine: ClassVar[Machine] = states.REPORT

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    kind = models.CharField(_("what"), max_length=20)
    subject_id = models.BigIntegerField()
    title = models.CharField(_("title"), max_length=300)
    path = models.CharField(max_length=300)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    text = models.TextField(_("in their words"), max_length=TEXT_LONGEST, blank=True)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("reporter")
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    place = models.CharField(max_length=32)
    note = models.CharField(_("what was done"), max_length=NOTE_LONGEST, blank=True)
    created_at = models.DateTimeField(_("reported"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            states.REPORT.constraint("report_state"),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="report_reason"),
            models.UniqueConstraint(
                fields=["reporter", "kind", "subject_id"],
                condition=Q(reporter__isnull=False),
                name="report_once_for_each_person",
            ),
            models.UniqueConstraint(
                fields=["place", "kind", "subject_id"],
                condition=Q(reporter__isnull=True, state=ReportState.OPEN),
                name="report_once_for_each_place",
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(state=ReportState.OPEN), name="report_queue"),
            models.Index(fields=["kind", "subject_id"], name="report_of_subject"),
            models.Index(fields=["place", "created_at"], name="report_of_place"),
        ]

    def __str__(self) -> str:
        return self.title
