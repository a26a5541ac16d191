"""Mails and text messages on their way: one worker claims a row, another attempt follows a pause, each is closed once.

Nothing here sends. Call it outside any transaction, so that nothing is held while somebody else's server thinks.
"""

from datetime import timedelta
from typing import Final, TypeVar

from django.db import transaction
from django.db.models import F, QuerySet

from marketplace.accounts.models import OutgoingMail, OutgoingText
from marketplace.accounts.states import MailState
from marketplace.core import clock

Row = TypeVar("Row", OutgoingMail, OutgoingText)

# How long a worker may be silent about a row it was asked for.
ASKED_AGAIN: Final = timedelta(minutes=1)
# Longer than a task may run: whoever still holds a claim then was killed.
CLAIMED: Final = timedelta(minutes=2)
FIRST_PAUSE: Final = timedelta(seconds=10)
LONGEST_PAUSE: Final = timedelta(hours=1)


def claim(kind: type[Row], pk: int) -> Row | None:
    """Compare and set: of any number of workers one gets the row, and only while it waits."""
    claimed = kind.objects.filter(pk=pk, state=MailState.QUEUED).update(
        state=MailState.SENDING, attempts=F("attempts") + 1, due_at=clock.now() + CLAIMED
    )
    return kind.objects.get(pk=pk) if claimed else None


def put_back(row: Row) -> None:
    """It may go better later: after ten seconds, and twice as long after each attempt, up to an hour."""
    pause = min(FIRST_PAUSE * 2 ** min(row.attempts - 1, 10), LONGEST_PAUSE)
    _mine(row).update(state=MailState.QUEUED, due_at=clock.now() + pause)


def close(row: Row, state: MailState, *, keep_text: bool) -> None:
    """Sent or failed for good; what it said is wiped unless told to keep it."""
    sent_at = clock.now() if state == MailState.SENT else None
    text = {} if keep_text else dict.fromkeys(row.SAID, "")
    _mine(row).update(state=state, sent_at=sent_at, **text)


@transaction.atomic
def due(kind: type[Row], limit: int = 200) -> list[int]:
    """The ids of rows to ask a worker for now, oldest first; each is due again in a minute, in case none answers.

    Among them are those whose worker has not come back: a claim outlasts every task, so it was killed.
    """
    waiting = kind.objects.filter(state__in=[MailState.QUEUED, MailState.SENDING], due_at__lte=clock.now())
    ids = list(waiting.select_for_update(skip_locked=True).order_by("due_at").values_list("pk", flat=True)[:limit])
    kind.objects.filter(pk__in=ids).update(state=MailState.QUEUED, due_at=clock.now() + ASKED_AGAIN)
    return ids


def _mine(row: Row) -> "QuerySet[Row]":
    """The row while this attempt holds it."""
    return type(row).objects.filter(pk=row.pk, state=MailState.SENDING, attempts=row.attempts)
