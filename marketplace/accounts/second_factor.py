"""Somebody lost the second factor: another member of staff takes it away, and the person begins anew."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts import rules
from marketplace.accounts.models import User
from marketplace.accounts.sessions import sign_out_everywhere
from marketplace.audit.services import record
from marketplace.core.errors import NotAllowed, Refusal


@transaction.atomic
def reset(person_id: int, *, note: str, by: User) -> User:
    """Every authenticator app, passkey and recovery code of the person goes, and every session ends.

    Staff have to set up a new one before the admin opens again. Raises NotAllowed, Invalid for no reason, Refusal where
    there is nothing to take away.
    """
    person = User.objects.lock(person_id)
    if not rules.may_reset_second_factor(by, person):
        raise NotAllowed(_("You cannot do this."))
    note = rules.require_reason(note)
    lost = Authenticator.objects.filter(user=person)
    kinds = sorted({one.type for one in lost})
    if not kinds:
        raise Refusal(_("There is no second factor to reset."), code="no_second_factor")
    lost.delete()
    sign_out_everywhere(person, by=by)
    record("account.second_factor_reset", subject=person, actor=by, note=note, kinds=kinds)
    return person
