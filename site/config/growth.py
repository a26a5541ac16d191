"""What would grow for ever, and when it goes. docs/operations.md tells operators the same."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet

from marketplace.accounts.models import OutgoingMail, OutgoingText, PhoneCode, RefreshToken, TokenFamily
from marketplace.accounts.states import MailState
from marketplace.audit.models import Delivery
from marketplace.core import clock

CHUNK = 2_000
# Well below what a task may take; the rest goes the next night.
BUDGET = 40.0
# Long enough to answer "did my mail leave?", and no longer: it holds addresses.
KEPT = timedelta(days=90)

OVER: dict[str, Callable[[datetime], "QuerySet[Any]"]] = {
    "sessions that have run out": lambda now: Session.objects.filter(expire_date__lt=now),
    "notes about sessions that are gone": lambda now: UserSession.objects.filter(
        ~Exists(Session.objects.filter(session_key=OuterRef("session_key")))
    ),
    "families of tokens of which none is valid": lambda now: TokenFamily.objects.filter(
        ~Exists(RefreshToken.objects.filter(family=OuterRef("pk"), expires_at__gte=now)), started_at__lt=now - KEPT
    ),
    "deliveries that were done": lambda now: Delivery.objects.filter(
        state=Delivery.State.DONE, next_try_at__lt=now - KEPT, event__at__lt=now - KEPT
    ),
    "mail that has left, or never will": lambda now: OutgoingMail.objects.filter(
        state__in=[MailState.SENT, MailState.FAILED], created_at__lt=now - KEPT
    ),
    "text messages that have left": lambda now: OutgoingText.objects.filter(
        state__in=[MailState.SENT, MailState.FAILED], created_at__lt=now - KEPT
    ),
    "codes for phones": lambda now: PhoneCode.objects.filter(expires_at__lt=now),
}


def forget(budget: float = BUDGET) -> dict[str, int]:
    """Delete what is over, in small steps that lock nothing for long. Answers how many rows of each kind went."""
    until = time.monotonic() + budget
    now = clock.now()
    return {name: _forget(over(now), until) for name, over in OVER.items()}


def _forget(over: "QuerySet[Any]", until: float) -> int:
    gone = 0
    while time.monotonic() < until:
        chunk = list(over.order_by("pk").values_list("pk", flat=True)[:CHUNK])
        if not chunk:
            break
        over.model._default_manager.filter(pk__in=chunk).delete()
        gone += len(chunk)
    return gone
