"""Text messages leave here, as mails do in services."""

import logging
from datetime import timedelta
from typing import Final

from django.db import transaction

from marketplace.accounts import outbox, sms
from marketplace.accounts.models import OutgoingText, User
from marketplace.accounts.states import MailState
from marketplace.audit.services import record
from marketplace.core import clock

log = logging.getLogger("lintel.texts")

# A code is dead by then, and each attempt may cost money.
TEXT_LIVES: Final = timedelta(minutes=10)


@transaction.atomic
def queue(person: User, text: str) -> OutgoingText:
    """Puts a text message to the person's number on its way: a worker sends it after commit."""
    due = clock.now() + outbox.ASKED_AGAIN
    row = OutgoingText.objects.create(person=person, to=person.phone, text=text, due_at=due)
    record("text.requested", subject=row, actor=None)
    return row


def send(text_id: int, *, keep_text: bool) -> bool:
    """Sends a queued message and wipes its words unless told to keep them; False when it was not sent, now or for good.

    Call it outside a transaction: the row is claimed before and marked after. What the provider took is never sent
    again; where nobody can know whether it was taken, it is sent again while its code is good.
    """
    row = outbox.claim(OutgoingText, text_id)
    if row is None:
        return False
    if row.created_at <= clock.now() - TEXT_LIVES:
        outbox.close(row, MailState.FAILED, keep_text=keep_text)
        return False
    try:
        sms.send(row.to, row.text)
    except (OSError, sms.Refused) as error:
        # Every RequestException is an OSError. Number and words stay out of the log: of our own, the status is all.
        why = error if isinstance(error, sms.NotNow | sms.Refused) else type(error).__name__
        log.warning("text %s was not sent at attempt %s: %s", row.pk, row.attempts, why)
        if isinstance(error, sms.Refused):
            outbox.close(row, MailState.FAILED, keep_text=keep_text)
        else:
            outbox.put_back(row)
        return False
    outbox.close(row, MailState.SENT, keep_text=keep_text)
    return True
