"""Words of the catalogue that are fixed in code."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

DEPTH = 3


class AnswerType(TextChoices):
    """How a client answers a question that a category asks."""

    CHOICE = "choice", _("one of a list")
    MULTI = "multi", _("several of a list")
    NUMBER = "number", _("a number")
    BOOL = "bool", _("yes or no")
    TEXT = "text", _("words")
    DATE = "date", _("a date")


WITH_OPTIONS = [AnswerType.CHOICE.value, AnswerType.MULTI.value]
