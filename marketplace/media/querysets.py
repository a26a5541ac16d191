from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from marketplace.media.states import AssetState, Kind

if TYPE_CHECKING:
    from marketplace.media.models import MediaAsset  # noqa: F401


class AssetQuerySet(models.QuerySet["MediaAsset"]):
    def pictures(self) -> AssetQuerySet:
        return self.exclude(kind=Kind.DOCUMENT)

    def waiting(self) -> AssetQuerySet:
        """Pictures whose sizes are not made yet."""
        return self.pictures().filter(state=AssetState.UPLOADED)

    def untouched_since(self, moment: datetime) -> AssetQuerySet:
        """Neither uploaded nor taken into use after the moment."""
        return self.filter(Q(claimed_at=None) | Q(claimed_at__lt=moment), created_at__lt=moment)
