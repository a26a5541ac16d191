from django.db import models

from marketplace.core.machine import Stateful


class Standing(Stateful):
    """How a listing stands, beside its content: publishing a revision writes every column of the content's row.

    `draft` is what the owner has written and nobody has published yet; `submitted_at` says since when a moderator is
    asked about exactly that draft.
    """

    draft = models.ForeignKey("wagtailcore.Revision", models.SET_NULL, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
