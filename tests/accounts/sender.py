"""A worker with one mail to send: `python -m tests.accounts.sender <mail> <port>`. It is there to be killed."""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django
from django.conf import settings


def main() -> None:
    mail, port = (int(word) for word in sys.argv[1:])
    django.setup()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    from marketplace.accounts import tasks

    tasks.send_mail(mail)


if __name__ == "__main__":
    main()
