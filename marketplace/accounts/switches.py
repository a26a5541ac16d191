"""Accounts switched off and on by staff."""

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.accounts.services import sign_out_everywhere
from marketplace.audit.services import record


@transaction.atomic
def switch(person: User, *, on: bool, by: User) -> None:
    """Switch the account; who is switched off is out at once, and what is theirs is not public any more."""
    person.is_active = on
    person.save(update_fields=["is_active"])
    if not on:
        sign_out_everywhere(person)
    record("account.activated" if on else "account.deactivated", subject=person, actor=by)
