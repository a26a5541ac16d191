"""A person's telephone number: kept, changed, removed, and proved by a code that is sent to it.

Who asks never learns whether a number is somebody's: that is said to who has shown that they hold it.
"""

import secrets
from datetime import timedelta
from enum import Enum, auto
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from marketplace.accounts import numbers, sms, texts
from marketplace.accounts.models import PhoneCode, User
from marketplace.audit.services import record
from marketplace.core import clock
from marketplace.core.errors import Invalid, NotAllowed, Refusal

LIVES: Final = timedelta(minutes=10)
TRIES: Final = 3
DIGITS: Final = 6


class Verdict(Enum):
    """What became of a code that somebody typed."""

    RIGHT = auto()
    WRONG = auto()
    # Never sent, too old, tried too often, used, or for another number.
    OVER = auto()
    # Right, and another account has proved the number.
    TAKEN = auto()


@transaction.atomic
def change(person: User, typed: str, *, is_recent: bool) -> None:
    """Keep this number, which nothing proves yet; the same number again changes nothing.

    Raises Invalid, and NotAllowed where a proved number goes and the person has not logged in lately (`is_recent`).
    """
    phone = numbers.clean(typed)
    _lock(person)
    if phone != person.phone:
        _replace(person, phone, is_recent=is_recent)


@transaction.atomic
def remove(person: User, *, is_recent: bool) -> None:
    """No number any more. Nothing happens where there is none. Raises NotAllowed as change()."""
    _lock(person)
    if person.phone:
        _replace(person, "", is_recent=is_recent)


def _replace(person: User, phone: str, *, is_recent: bool) -> None:
    was_proved = person.phone_verified_at is not None
    if was_proved and not is_recent:
        raise NotAllowed(_("Enter your password again, then repeat this."), code="reauthentication_required")
    person.phone, person.phone_verified_at = phone, None
    person.save(update_fields=["phone", "phone_verified_at"])
    PhoneCode.objects.filter(person=person).delete()
    record("phone.changed" if phone else "phone.removed", subject=person, actor=person, proved=was_proved)


def can_prove(person: User) -> bool:
    """Whether a code can be sent to the person's number now, limits aside."""
    return bool(sms.is_on() and person.phone and not person.phone_verified_at and numbers.takes_texts(person.phone))


def is_asked(person: User) -> bool:
    """Whether a code was sent to the person's number that is still good."""
    return PhoneCode.objects.filter(person=person, phone=person.phone, expires_at__gt=clock.now()).exists()


def require_provable(person: User) -> None:
    """Raises Refusal, with a code of its own for each reason, where no code can be sent."""
    if not sms.is_on():
        raise Refusal(_("This site sends no text messages, so numbers cannot be proved."), code="no_text_messages")
    if not person.phone:
        raise Refusal(_("Save your number first."), code="no_phone")
    if person.phone_verified_at:
        raise Refusal(_("Your number is proved already."), code="phone_verified")
    if not numbers.takes_texts(person.phone):
        raise Refusal(_("Only a mobile number can be proved: we send a text message to it."), code="phone_not_mobile")


@transaction.atomic
def send_code(person: User) -> PhoneCode:
    """A fresh code is on its way to the person's number, and the one before is over. Raises as require_provable().

    Whoever calls counts the turns before: each message costs money.
    """
    _lock(person)
    require_provable(person)
    code, now = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}", clock.now()
    sent = {
        "phone": person.phone,
        "digest": _digest(person, code),
        "tries": 0,
        "sent_at": now,
        "expires_at": now + LIVES,
    }
    kept, _is_first = PhoneCode.objects.update_or_create(person=person, defaults=sent)
    texts.queue(person, _words(person, code))
    record("phone.code_sent", subject=person, actor=person)
    return kept


def prove(person: User, typed: str) -> None:
    """The person typed the code: from now on the number is proved to be theirs.

    Raises Invalid for a wrong code, Refusal for one that is over and for a number that another account has proved.
    """
    verdict = _judge(person, "".join(char for char in typed if not char.isspace() and char != "-"))
    if verdict is Verdict.WRONG:
        raise Invalid(_("This code is wrong. Look at the latest message."), code="code_wrong", field="code")
    if verdict is Verdict.OVER:
        raise Refusal(_("This code is over. Ask for another one."), code="code_over", field="code")
    if verdict is Verdict.TAKEN:
        text = _("Another account has proved this number. Log in to that one, or use another number.")
        raise Refusal(text, code="phone_taken", field="code")


@transaction.atomic
def _judge(person: User, code: str) -> Verdict:
    """Under the person's lock, so that of any number of guesses at once three are judged."""
    _lock(person)
    kept = PhoneCode.objects.filter(person=person).first()
    is_alive = kept is not None and kept.expires_at > clock.now() and kept.tries < TRIES
    if kept is None or not is_alive or kept.phone != person.phone or person.phone_verified_at:
        return Verdict.OVER
    kept.tries += 1
    kept.save(update_fields=["tries"])
    if not matches(kept.digest, _digest(person, code)):
        return Verdict.WRONG
    kept.delete()
    return _settle(person)


def matches(kept: str, said: str) -> bool:
    """Whether two digests are the same, in a time that tells nothing."""
    return constant_time_compare(kept, said)


def _settle(person: User) -> Verdict:
    """The database lets one account have the number as proved."""
    person.phone_verified_at = clock.now()
    try:
        with transaction.atomic():
            person.save(update_fields=["phone_verified_at"])
    except IntegrityError:
        person.phone_verified_at = None
        return Verdict.TAKEN
    record("phone.verified", subject=person, actor=person)
    return Verdict.RIGHT


def _lock(person: User) -> None:
    """The row, with the number as it is now."""
    rows = User.objects.select_for_update(no_key=True)
    person.refresh_from_db(fields=["phone", "phone_verified_at"], from_queryset=rows)


def _digest(person: User, code: str) -> str:
    """Bound to the person and the number, with the site's key: whoever reads the table cannot try the million codes."""
    return salted_hmac("phone code", f"{person.pk}:{person.phone}:{code}", algorithm="sha256").hexdigest()


def _words(person: User, code: str) -> str:
    """The message in the person's language. By the last line, phones know which site they may fill the code in for."""
    with translation.override(person.locale):
        said = _("%(code)s is your %(site)s code, good for 10 minutes. Tell it to nobody.")
        words = said % {"code": code, "site": settings.SITE_NAME}
    return f"{words}\n\n@{urlsplit(settings.SITE_URL).hostname} #{code}"
