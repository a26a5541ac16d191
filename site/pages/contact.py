"""Messages from the contact page: taken, limited, ticked off, forgotten."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from marketplace.accounts.composing import compose
from marketplace.accounts.models import User
from marketplace.accounts.services import queue_mail
from marketplace.audit.services import record
from marketplace.core import clock
from marketplace.core.errors import NotFound, TooMany
from pages.models import ContactMessage

AN_HOUR: Final = 5
HOUR: Final = 3600
KEPT: Final = timedelta(days=365)


def take_turn(place: str) -> None:
    """Note one more message from a place in this hour. Raises TooMany for the sixth, saying when to come back.

    Counting is one step of the shared cache, so of six messages at once five are taken.
    """
    second = int(clock.now().timestamp())
    key = f"contact:{place}:{second // HOUR}"
    cache.add(key, 0, HOUR)
    if cache.incr(key) > AN_HOUR:
        left = HOUR - second % HOUR
        minutes = -(-left // 60)
        text = ngettext(
            "You have written several times within the hour. Please wait %(minutes)s minute, then send this again.",
            "You have written several times within the hour. Please wait %(minutes)s minutes, then send this again.",
            minutes,
        )
        raise TooMany(text % {"minutes": minutes}, seconds=left)


@transaction.atomic
def receive(message: ContactMessage, *, by: User | None, to: str) -> ContactMessage:
    """Keep a message from somebody, signed in or not, and tell the site's own address, if it has one, by mail."""
    message.sender, message.language = by, get_language() or settings.LANGUAGE_CODE
    message.save()
    record("message.received", subject=message, actor=by)
    if to:
        with override(settings.LANGUAGE_CODE):
            address = f"{settings.SITE_URL}{reverse('pages_message', args=[message.pk])}"
            mail = compose("pages/email/contact", {"message": message, "address": address})
            queue_mail(to=to, subject=mail.subject, text=mail.text, html=mail.html)
    return message


@transaction.atomic
def tick_off(message_id: int, *, by: User, is_answered: bool) -> None:
    """Note that the message was answered by this person, or that it still waits. Raises NotFound.

    Twice is as good as once: the first answer stays.
    """
    message = ContactMessage.objects.select_for_update().filter(pk=message_id).first()
    if message is None:
        raise NotFound(_("There is no such message."))
    if (message.answered_at is not None) == is_answered:
        return
    message.answered_at, message.answered_by = (clock.now(), by) if is_answered else (None, None)
    message.save(update_fields=["answered_at", "answered_by"])
    record("message.changed", subject=message, actor=by, answered=is_answered)


def unanswered() -> QuerySet[ContactMessage]:
    """Messages that nobody has answered, longest waiting first."""
    return ContactMessage.objects.filter(answered_at=None).order_by("sent_at", "pk")


def forget_old() -> int:
    """Delete what was sent more than a year ago; how many."""
    return ContactMessage.objects.filter(sent_at__lt=clock.now() - KEPT).delete()[0]
