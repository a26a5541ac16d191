"""The one way to take words out of what was written down: whose they are about is being forgotten."""

from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from wagtail.models import ModelLogEntry

from marketplace.audit.models import Delivery, Event

# Kept in every event: who, what and when, as numbers and names of kinds.
WORDS = ["note", "text", "title", "name", "email"]

REDACT = """
    UPDATE audit_event SET data = data - %s::text[]
    WHERE subject_type = %s AND subject_id = ANY(%s) AND data ?| %s::text[]
"""


def forget_words(model: type[models.Model], ids: Collection[int]) -> None:
    """Take people's words out of the events and Wagtail's log entries about these things; the facts stay.

    Call it in the transaction that erases. The database refuses any other change to an event.
    """
    label = model._meta.label_lower
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lintel.forgetting', 'on', true)")
        cursor.execute(REDACT, [WORDS, label, list(ids), WORDS])
        cursor.execute("SELECT set_config('lintel.forgetting', 'off', true)")
    told = Event.objects.filter(subject_type=label, subject_id__in=ids)
    Delivery.objects.filter(event__in=told).exclude(error="").update(error="")
    entries = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=[str(pk) for pk in ids]
    )
    entries.update(label="", data={})
