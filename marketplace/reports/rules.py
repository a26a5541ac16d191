"""What a report needs, and how many one may make."""

from datetime import timedelta
from math import ceil

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.accounts.models import User
from marketplace.core import clock
from marketplace.core.errors import Invalid, NotAllowed, TooMany
from marketplace.reports.models import NOTE_LONGEST, TEXT_LONGEST, Report
from marketplace.reports.states import Reason
from marketplace.reports.subjects import Subject

AN_HOUR = 10
HOUR = timedelta(hours=1)


def require_not_own(subject: Subject, reporter: User | None) -> None:
    """Raises NotAllowed for the owner of the thing."""
    if reporter is not None and subject.owner_id == reporter.pk:
        raise NotAllowed(_("This is yours. You can change it, or take it away."), code="own")


def require_words(reason: str, text: str) -> str:
    """The text, cleaned. Raises Invalid for an unknown reason, for “something else” without words, for too many."""
    if reason not in Reason.values:
        raise Invalid(_("Choose what is wrong."), code="invalid_choice", field="reason")
    return _clean(text, TEXT_LONGEST, field="text", needed=reason == Reason.OTHER)


def require_note(note: str) -> str:
    """What the moderator did, cleaned. Raises Invalid when nothing is said, or too much."""
    return _clean(note, NOTE_LONGEST, field="note", needed=True)


def _clean(text: str, longest: int, *, field: str, needed: bool) -> str:
    words = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
    if needed and not words:
        raise Invalid(_("Say it in a few words."), code="required", field=field)
    if len(words) > longest:
        raise Invalid(_("Say it in at most %(most)s characters.") % {"most": longest}, code="too_long", field=field)
    return words


def require_few(reporter: User | None, place: str) -> None:
    """Raises TooMany for the eleventh report of a person, or of a place, within an hour."""
    now = clock.now()
    who = Q(reporter=reporter) if reporter is not None else Q(reporter=None, place=place)
    recent = Report.objects.filter(who, created_at__gt=now - HOUR).order_by("-created_at")
    first = recent.values_list("created_at", flat=True)[AN_HOUR - 1 : AN_HOUR].first()
    if first is not None:
        seconds = ceil((first + HOUR - now).total_seconds())
        minutes = ceil(seconds / 60)
        text = ngettext(
            "You have reported a lot within an hour. Please go on in %(minutes)s minute.",
            "You have reported a lot within an hour. Please go on in %(minutes)s minutes.",
            minutes,
        )
        raise TooMany(text % {"minutes": minutes}, seconds=seconds)
