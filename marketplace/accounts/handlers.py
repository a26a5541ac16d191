"""What accounts do when something has happened."""

from django.conf import settings

from marketplace.accounts import services
from marketplace.audit.models import Event
from marketplace.audit.registry import on


@on("mail.requested")
def deliver(event: Event) -> None:
    """Hands the mail to the mail server; the settings' time-out bounds it. In a demo the text stays for /demo/mail/."""
    services.send_mail(event.subject_id, keep_text=settings.IS_LOCAL)
