"""Text messages as a provider takes them: Twilio's Messages API, which many others speak as well."""

from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

import requests
from django.conf import settings

# Seconds until the provider answers; a task lives longer.
TIMEOUT: Final = 10
# A demo's own: the message stays beside the mails.
KEPT_HERE: Final = "demo"


class Refused(Exception):
    """The provider will never take this message."""


class NotNow(OSError):
    """The provider says that it may take it later."""


def is_on() -> bool:
    """Whether the site can send text messages at all."""
    return bool(settings.SMS_URL)


def send(to: str, text: str) -> None:
    """Hands a message over, by one POST. Raises Refused for good, OSError where it may go better later."""
    where = urlsplit(settings.SMS_URL)
    if where.scheme == KEPT_HERE:
        return
    port = f":{where.port}" if where.port else ""
    sender = dict(parse_qsl(where.query))["from"].replace(" ", "+", 1)
    # Only the head of the answer is waited for: it says all, and a body could drip for ever.
    answer = requests.post(
        f"{where.scheme}://{where.hostname}{port}{where.path}",
        data={"To": to, "From": sender, "Body": text},
        auth=(unquote(where.username or ""), unquote(where.password or "")),
        timeout=TIMEOUT,
        allow_redirects=False,
        stream=True,
    )
    answer.close()
    if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS or answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise NotNow(answer.status_code)
    if answer.status_code not in (HTTPStatus.OK, HTTPStatus.CREATED):
        raise Refused(answer.status_code)
