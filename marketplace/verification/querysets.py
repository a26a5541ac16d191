from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models.functions import Now, TruncDate
from django.utils.translation import gettext as _

from marketplace.core.errors import NotFound
from marketplace.verification.states import OPEN, WAITING, VerificationState

if TYPE_CHECKING:
    from marketplace.verification.models import VerificationRequest


class VerificationQuerySet(models.QuerySet["VerificationRequest"]):
    def good(self) -> VerificationQuerySet:
        """Confirmed, and not over today: the day is the site's, by the database's clock, so no task need come first."""
        today = TruncDate(Now(), tzinfo=ZoneInfo(settings.TIME_ZONE))
        return self.filter(state=VerificationState.APPROVED, valid_until__gte=today)

    def open(self) -> VerificationQuerySet:
        """Neither decided nor withdrawn."""
        return self.filter(state__in=OPEN)

    def waiting(self) -> VerificationQuerySet:
        """What moderators are asked about, longest waiting first."""
        return self.filter(state__in=WAITING).order_by("submitted_at", "pk")

    def lock(self, request_id: int) -> VerificationRequest:
        """The request, locked. Raises NotFound."""
        found = self.select_for_update(of=("self",)).select_related("user").filter(pk=request_id).first()
        if found is None:
            raise NotFound(_("There is no such request."))
        return found
