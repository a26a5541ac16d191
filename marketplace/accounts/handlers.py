"""What accounts do when something has happened."""

from marketplace.accounts import tasks
from marketplace.audit.models import Event
from marketplace.audit.registry import on


@on("mail.requested")
def deliver(event: Event) -> None:
    """Asks a worker of the queue `mail` to send it: a slow mail server keeps no other handler waiting."""
    tasks.send_mail.delay(event.subject_id)
