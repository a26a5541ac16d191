"""Telephone numbers: what somebody typed, what we keep (E.164) and what people read. Pure."""

from typing import Final

import phonenumbers
from django.utils.translation import gettext as _
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from marketplace.core.errors import Invalid

# With every space and dash that people put between digits.
TYPED: Final = 40
# A person's own. Whoever is asked to text a premium number would pay for it.
OWN: Final = {
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.PERSONAL_NUMBER,
    PhoneNumberType.VOIP,
}
# In some countries nobody can tell the two apart.
TEXTED: Final = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def clean(text: str) -> str:
    """The number as E.164 (+77012345678). Raises Invalid for none, one without its country, or nobody's own."""
    typed = " ".join(text.split())
    if not typed:
        raise Invalid(_("Enter a phone number."), field="phone")
    if typed.startswith("00"):
        typed = f"+{typed[2:]}"
    number = _read(typed) if len(typed) <= TYPED else None
    if number is None:
        raise Invalid(_("Enter the number with + and the country's code: +7 701 234 5678."), field="phone")
    if number.extension or not phonenumbers.is_valid_number(number):
        raise Invalid(_("There is no such number. Check its digits."), field="phone")
    if phonenumbers.number_type(number) not in OWN:
        raise Invalid(_("Use a number of your own: this one belongs to a service."), field="phone")
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def shown(phone: str) -> str:
    """A number that we keep, in groups as its country writes them abroad; empty for none."""
    number = _read(phone)
    return str(phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)) if number else phone


def takes_texts(phone: str) -> bool:
    """Whether a number that we keep can be sent text messages."""
    number = _read(phone)
    return number is not None and phonenumbers.number_type(number) in TEXTED


def _read(text: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, None)
    except NumberParseException:
        return None
