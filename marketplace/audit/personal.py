"""What of the log is about people, and what becomes of it."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from marketplace.audit.forgetting import forget_words
from marketplace.audit.models import Event, IdempotencyKey
from marketplace.core.personal import declare


def _about(person_id: int) -> "QuerySet[Event]":
    """What happened to the person's account."""
    return Event.objects.filter(subject_type=settings.AUTH_USER_MODEL.lower(), subject_id=person_id)


def _forget(person_id: int) -> None:
    forget_words(get_user_model(), [person_id])


def _calls(person_id: int) -> "QuerySet[IdempotencyKey]":
    """The person's calls that are remembered for a day, as `audit/api/idempotency.py` names their owner."""
    return IdempotencyKey.objects.filter(owner=f"user {person_id}")


declare(
    "audit.Event",
    find=_about,
    none="id",
    legal="kind subject_type subject_id actor at data",
    exported_as="history",
    withheld="actor subject_type subject_id",
    replaced={},
    erase=_forget,
    why="Who did what and when, as numbers; words about a person are taken out of `data` by forgetting.py.",
)
declare(
    "audit.Delivery",
    none="id event handler state attempts next_try_at error",
)
declare(
    "audit.IdempotencyKey",
    find=_calls,
    none="id status created_at",
    personal="owner route key request_hash body",
)
