"""Handlers of the broker test. Their effects are rows that could double: the table has no constraint."""

import os
import time
from pathlib import Path

from django.db import connection

from marketplace.audit.models import Event

KIND = "broker.tested"
SLOW_KIND = "broker.tested_slowly"


def note(event: Event) -> None:
    """Writes the event's id down."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO broker_effects (event_id) VALUES (%s)", [event.pk])


def note_slowly_at_first(event: Event) -> None:
    """The first time it never comes to an end: long enough to be killed in the middle."""
    note(event)
    begun = Path(os.environ["LINTEL_BROKER_TEST"]) / "begun"
    if not begun.exists():
        begun.touch()
        time.sleep(50)
