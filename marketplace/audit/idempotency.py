"""Calls that may be said twice: the first one works, its repeats get the same answer."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from marketplace.audit.models import IdempotencyKey
from marketplace.core import clock
from marketplace.core.errors import InProgress, Invalid, Refusal

LIFETIME = timedelta(hours=24)
# No request lives as long: whoever claimed the key was killed.
ABANDONED = timedelta(minutes=2)
# A thread waits no longer for another: callers come back, and a killed call must not hold up everybody.
PATIENCE = 2.0
PAUSE = 0.05
COME_BACK = 5

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Call:
    """Who said what, where, under which key."""

    owner: str
    route: str
    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: the status, the body as JSON, the headers that belong to it."""

    status: int
    body: str
    headers: dict[str, str]
    is_repeated: bool = False


def once(call: Call, prepare: Callable[[], AbstractContextManager[T]], work: Callable[[T], Answer]) -> Answer:
    """The answer of `work`, done once for all repeats of the call; a refusal is not kept and may be tried again.

    `prepare` makes ready what the work needs, before its transaction: files are read and written there. It is left
    after the transaction, with what the work raised. Raises Invalid (`idempotency_key_reused`) for another body under
    the key, and InProgress (`idempotency_in_progress`) when the first call is still at work after two seconds.
    """
    stored = _claim_or_wait(call)
    if stored is not None:
        return stored
    try:
        with prepare() as prepared:
            return _worked(call, partial(work, prepared))
    except BaseException:
        _rows(call).delete()
        raise


def forget_old() -> int:
    """Delete the keys of more than a day ago. Answers how many there were."""
    return IdempotencyKey.objects.filter(created_at__lt=clock.now() - LIFETIME).delete()[0]


def _claim_or_wait(call: Call) -> Answer | None:
    """None when the call is ours to do, the answer when somebody else has done it by now."""
    until = time.monotonic() + PATIENCE
    while not _claim(call):
        stored = _stored(call)
        if stored is not None:
            return stored
        if time.monotonic() > until:
            text = _("The first call with this key is still at work.")
            raise InProgress(text, seconds=COME_BACK, code="idempotency_in_progress")
        time.sleep(PAUSE)
    return None


def _worked(call: Call, work: Callable[[], Answer]) -> Answer:
    """The work and the memory of it in one transaction: killed in between, or after a bug, neither is there."""
    with transaction.atomic():
        try:
            answer = work()
        except Refusal as error:
            # What a service wrote down before it refused is meant to stay.
            refused = error
        else:
            _rows(call).update(status=answer.status, body={"text": answer.body, "headers": answer.headers})
            return answer
    raise refused


def _rows(call: Call) -> models.QuerySet[IdempotencyKey]:
    return IdempotencyKey.objects.filter(owner=call.owner, route=call.route, key=call.key)


def _claim(call: Call) -> bool:
    _rows(call).filter(created_at__lt=clock.now() - LIFETIME).delete()
    _rows(call).filter(status=None, created_at__lt=clock.now() - ABANDONED).delete()
    try:
        with transaction.atomic():
            IdempotencyKey.objects.create(
                owner=call.owner, route=call.route, key=call.key, request_hash=call.digest, created_at=clock.now()
            )
    except IntegrityError:
        return False
    return True


def _stored(call: Call) -> Answer | None:
    row = _rows(call).first()
    if row is None:
        return None
    if row.request_hash != call.digest:
        raise Invalid(_("This Idempotency-Key was used for another call."), code="idempotency_key_reused")
    if row.status is None or row.body is None:
        return None
    return Answer(row.status, row.body["text"], row.body["headers"], is_repeated=True)
