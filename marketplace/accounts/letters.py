"""A mail as the mail server gets it, and what the server's refusals mean."""

from email.utils import parseaddr
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.crypto import salted_hmac

from marketplace.accounts.models import OutgoingMail

REFUSED_FOR_GOOD = range(500, 600)


def letter(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The mail to send. Its Message-ID is the same at every attempt, so that a mailbox knows a second copy for one."""
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.to], headers={"Message-ID": message_id(mail)})
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def message_id(mail: OutgoingMail) -> str:
    """`<name@domain>`: the name tells nobody how many mails we send, the domain is the sender's."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{salted_hmac('outgoing mail', str(mail.pk)).hexdigest()}@{domain}>"


def is_final(error: OSError) -> bool:
    """Whether the server refused this address or this text for good (5xx). Anything else may go better later."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code in REFUSED_FOR_GOOD for code, _ in error.recipients.values())
    return isinstance(error, SMTPDataError) and error.smtp_code in REFUSED_FOR_GOOD
