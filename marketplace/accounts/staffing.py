"""How somebody becomes staff: the first admin by a command, everybody else by an invitation."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from marketplace.accounts import groups, rules, services
from marketplace.accounts.models import User
from marketplace.accounts.rights import NONE, note_change
from marketplace.audit.services import record
from marketplace.core.errors import Invalid, Refusal

ADMIN = "admin"


def make_admin(email: str, name: str, password: str, *, locale: str) -> User:
    """A new account in the group of admins, its address taken as proved; the groups are brought in line first.

    Raises Invalid for an address, a name or a password that will not do, Refusal where the address has an account.
    """
    email, name = clean_address(email), rules.clean_name(name)
    clean_password(password, User(email=email, display_name=name))
    if User.objects.filter(email__iexact=email).exists():
        raise taken()
    try:
        with transaction.atomic():
            groups.sync()
            User.objects.create_user(email)
            person = services.make_person(email, name, password, groups=[ADMIN], locale=locale)
            record("account.created", subject=person, actor=None)
            note_change(person, NONE, by=None)
    except IntegrityError:
        raise taken() from None
    return person


def is_admin(email: str) -> bool:
    """Whether an account with this address is an admin's already."""
    return User.objects.filter(email__iexact=email.strip(), groups__name=ADMIN).exists()


def taken() -> Refusal:
    """An address that somebody else came in with."""
    return Refusal(_("There is an account with this e-mail address already."), code="address_taken", field="email")


def clean_address(text: str) -> str:
    """The address in small letters. Raises Invalid for what is none."""
    try:
        address: str = User._meta.get_field("email").clean(text.strip().lower(), None)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), field="email") from None
    return address


def clean_password(password: str, person: User) -> None:
    """Raises Invalid, in the words of the policy, for a password that will not do for this person."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), field="password") from None
