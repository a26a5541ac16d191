from collections.abc import Set
from typing import ClassVar

from django.db import models

from marketplace.core.machine import Stateful


class Standing(Stateful):
    """How a listing stands, beside its content: publishing a revision writes every column of the content's row.

    `draft` is what the owner has written and nobody has published yet; `submitted_at` says since when a moderator is
    asked about exactly that draft. In the states of `unpublished` nobody but the owner and moderators reads the row.
    """

    unpublished: ClassVar[Set[str]]

    draft = models.ForeignKey("wagtailcore.Revision", models.SET_NULL, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    @property
    def has_draft(self) -> bool:
        """Whether the owner's newest content is a draft beside the row, and not the row itself."""
        return self.draft_id is not None and self.state not in self.unpublished
