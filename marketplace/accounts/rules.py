"""What a name may look like, who is staff."""

import re
import unicodedata
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.accounts.states import AccountState
from marketplace.core import clock
from marketplace.core.errors import Invalid, NotAllowed
from marketplace.core.machine import Party
from marketplace.core.reasons import clean_reason

NAME_LENGTH = 80
# Names appear in mails to other people: one that carries an address would be free advertising.
ADDRESS = re.compile(r"https?:|www\.|[<>@/\\]", re.IGNORECASE)


def clean_name(text: str) -> str:
    """The name with single spaces and without invisible characters. Raises Invalid for none, too long or an address."""
    visible = "".join(" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    visible = "".join(char for char in visible if char == "\u200d" or not unicodedata.category(char).startswith("C"))
    name = " ".join(visible.split())
    if not any(char.isalnum() for char in name):
        raise Invalid(_("Enter a name."), field="display_name")
    if len(name) > NAME_LENGTH:
        raise Invalid(_("Use at most %(number)s characters.") % {"number": NAME_LENGTH}, field="display_name")
    if ADDRESS.search(name):
        raise Invalid(_("A name cannot contain an address or the characters < > @ / \\."), field="display_name")
    return name


def is_staff(user: User | AnonymousUser) -> bool:
    """Whether the person may enter the admin, once the second factor is shown."""
    return user.is_active and user.has_perm("wagtailadmin.access_admin")


def manages_staff(user: User | AnonymousUser) -> bool:
    """Whether the person gives and takes staff's rights: admins do, support does not."""
    return user.is_active and user.has_perm("accounts.add_user")


def may_change(editor: User, person: User) -> bool:
    """Whether staff may change this account: support those of customers, admins all but a superuser's."""
    if editor.is_superuser:
        return True
    if person.is_superuser:
        return False
    return manages_staff(editor) or not is_staff(person)


def may_edit(editor: User, person: User) -> bool:
    """Whether the page of this account opens in the admin for the person."""
    return editor.has_perm("accounts.change_user") and may_change(editor, person)


def closed_fields(editor: User) -> set[str]:
    """What of an account this member of staff may see and not change."""
    closed = set() if editor.is_superuser else {"is_superuser"}
    return closed if manages_staff(editor) else closed | {"groups"}


def may_sanction(editor: User, person: User) -> bool:
    """Whether staff may limit, suspend and lift this account: never their own, and staff's only as admins."""
    return editor.pk != person.pk and editor.has_perm("accounts.sanction_user") and may_change(editor, person)


def may_reset_second_factor(editor: User, person: User) -> bool:
    """Whether staff may take somebody's lost second factor away: never their own, and staff's only as admins."""
    return editor.pk != person.pk and editor.has_perm("accounts.reset_second_factor") and may_change(editor, person)


def has_both_roles(user: User) -> bool:
    """Whether the person is a specialist too: everybody is a client."""
    return hasattr(user, "specialist")


def may_look_as(editor: User, person: User) -> bool:
    """Whether staff may see the site with somebody's eyes: never with staff's, nor those of a shut account."""
    is_customer = not (person.is_staff or person.is_superuser or person.groups.exists())
    return is_staff(editor) and editor.has_perm("accounts.view_as_user") and is_customer and person.is_active


def may_erase(editor: User, person: User) -> bool:
    """Whether staff may have this account erased because the person wrote to us: admins, and never their own."""
    return editor.pk != person.pk and manages_staff(editor) and may_change(editor, person)


def erasing_party(person: User, by: User) -> Party:
    """In what capacity somebody asks for an account to be erased, or takes that back."""
    if by.pk == person.pk:
        return Party.SELF
    return Party.ADMIN if may_erase(by, person) else Party.NONE


def party(person: User, by: User | None) -> Party:
    """In what capacity somebody acts on an account; nobody is the clock."""
    if by is None:
        return Party.SYSTEM
    if by.pk == person.pk:
        return Party.SELF
    return Party.MODERATOR if may_sanction(by, person) else Party.NONE


def require_reason(note: str) -> str:
    """What the person is told. Raises Invalid for no words and for too many."""
    longest = User._meta.get_field("state_note").max_length or 0
    return clean_reason(note, longest, _("Say why: the person is sent these words."))


def is_over(until: datetime | None) -> bool:
    """Whether an end has come; no end never does."""
    return until is not None and until <= clock.now()


def require_future(until: datetime | None) -> None:
    """Raises Invalid for an end that has come already."""
    if is_over(until):
        raise Invalid(_("Choose a moment that is still to come, or none."), field="until")


def require_unlimited(user: User) -> None:
    """Raises NotAllowed for somebody who may finish what runs and begin nothing new."""
    if user.state == AccountState.LIMITED:
        raise NotAllowed(
            _("Your account is limited: you cannot begin anything new. Your account page says why."), code="limited"
        )
