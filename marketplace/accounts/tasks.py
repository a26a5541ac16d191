"""Mails, text messages and housekeeping by Celery. Nothing here holds a transaction while a server thinks."""

from celery import shared_task
from django.conf import settings

from marketplace.accounts import copies, erasure, outbox, services, texts, transitions
from marketplace.accounts.models import OutgoingMail, OutgoingText


@shared_task
def send_mail(mail_id: int) -> None:
    """Safe to run twice, at once too: one run claims the mail, the others find nothing to send.

    Once the server has said that it took a mail, it never gets it again. Killed between the last line of the mail and
    the server's word, nobody can know whether it was taken: SMTP has no question for it. Then it is sent again, under
    the same Message-ID, because a code that comes twice does less harm than one that never comes.
    In a demo the text stays, for /demo/mail/.
    """
    services.send_mail(mail_id, keep_text=settings.IS_LOCAL)


@shared_task
def send_text(text_id: int) -> None:
    """Safe to run twice, as send_mail is. Where a provider's answer is lost, a code comes twice."""
    texts.send(text_id, keep_text=settings.IS_LOCAL)


@shared_task
def send_due() -> None:
    """Every retry whose time has come, all the broker forgot or a killed worker held. Safe to run twice."""
    for mail_id in outbox.due(OutgoingMail):
        send_mail.delay(mail_id)
    for text_id in outbox.due(OutgoingText):
        send_text.delay(text_id)


@shared_task
def forget_unconfirmed() -> None:
    """Sign-ups that came to nothing leave their addresses free. Safe to run twice."""
    services.forget_unconfirmed()


@shared_task
def lift_due() -> None:
    """Limits whose time is over. Safe to run twice."""
    transitions.lift_due()


@shared_task(soft_time_limit=120, time_limit=140)
def make_copy(request_id: int) -> None:
    """One person's data as a ZIP. Safe to run twice and at once: one run keeps its file, the others drop theirs."""
    copies.make(request_id)


@shared_task
def care_for_data() -> None:
    """Copies that nobody makes, that are over or that nobody knows; erasures whose day has come. Safe to run twice."""
    copies.expire_due()
    copies.sweep()
    for request_id in copies.stuck():
        make_copy.delay(request_id)
    erasure.carry_out_due()
