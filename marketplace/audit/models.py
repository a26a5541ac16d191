from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace.core import clock


class Event(models.Model):
    """One fact, written with the change that made it true. Never updated: the log and the outbox read the same rows."""

    kind = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_of_subject"),
            models.Index(fields=["kind", "id"], name="event_of_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


class Delivery(models.Model):
    """One event for one handler: the outbox's work list. Tried until done, parked after too many tries."""

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        PARKED = "parked"

    event = models.ForeignKey(Event, models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=clock.now)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["event", "handler"], name="delivery_once"),
            models.CheckConstraint(condition=Q(state__in=["open", "done", "parked"]), name="delivery_state"),
        ]
        indexes = [models.Index(fields=["next_try_at"], condition=Q(state="open"), name="delivery_open")]

    def __str__(self) -> str:
        return f"{self.event_id} to {self.handler}: {self.state}"


class IdempotencyKey(models.Model):
    """What was answered to a call that carried an Idempotency-Key, so that its repeat gets the same answer."""

    owner = models.CharField(max_length=80)
    route = models.CharField(max_length=200)
    key = models.CharField(max_length=100)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "route", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return f"{self.owner} {self.route} {self.key}"
