"""Staff are invited by mail: sent, sent again, withdrawn, accepted once.

The link's key is a secret of 256 bits. The database knows its digest alone, so whoever reads the table cannot accept.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from marketplace.accounts import rules, selectors, services, transitions
from marketplace.accounts.composing import compose
from marketplace.accounts.models import Invitation, User
from marketplace.accounts.rights import note_change, rights_of
from marketplace.accounts.staff import GROUPS
from marketplace.accounts.staffing import clean_address, clean_password
from marketplace.accounts.states import AccountState
from marketplace.audit.services import record
from marketplace.core import clock
from marketplace.core.errors import Invalid, NotAllowed, NotFound, Refusal

LIVES: Final = timedelta(days=3)
SHOWN: Final = 100


def listed() -> QuerySet[Invitation]:
    """The latest hundred invitations, newest first."""
    return Invitation.objects.select_related("invited_by", "accepted_by").order_by("-pk")[:SHOWN]


@transaction.atomic
def invite(email: str, name: str, role: str, *, locale: str, by: User) -> Invitation:
    """Asks somebody by mail to become staff in this role.

    Raises NotAllowed, Invalid, and Refusal where the address has an open invitation or the role already.
    """
    _require_right(by)
    email, name = clean_address(email), rules.clean_name(name)
    if role not in GROUPS:
        raise Invalid(_("Choose a role."), field="role")
    if User.objects.filter(email__iexact=email, groups__name=role).exists():
        raise Refusal(_("This person has the role already."), code="has_role", field="email")
    invitation = Invitation(email=email, name=name, role=role, locale=locale)
    try:
        with transaction.atomic():
            return _send(invitation, by)
    except IntegrityError:
        raise Refusal(
            _("This address has an open invitation. Send that one again, or withdraw it first."),
            code="invited_already",
            field="email",
        ) from None


@transaction.atomic
def send_again(pk: int, *, by: User) -> Invitation:
    """A new mail with a new link and three more days; the old link is dead. Raises NotAllowed, NotFound."""
    _require_right(by)
    return _send(_open(pk=pk), by)


@transaction.atomic
def withdraw(pk: int, *, by: User) -> Invitation:
    """The link is dead from now on. Raises NotAllowed, NotFound."""
    _require_right(by)
    invitation = _open(pk=pk)
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    record("invitation.withdrawn", subject=invitation, actor=by, email=invitation.email, role=invitation.role)
    return invitation


def _send(invitation: Invitation, by: User) -> Invitation:
    key = secrets.token_urlsafe(32)
    invitation.key_digest, invitation.invited_by = _digest(key), by
    invitation.sent_at = clock.now()
    invitation.expires_at = invitation.sent_at + LIVES
    invitation.save()
    record("invitation.sent", subject=invitation, actor=by, email=invitation.email, role=invitation.role)
    with translation.override(invitation.locale):
        link = f"{settings.SITE_URL}{reverse('invitation', args=[key])}"
        mail = compose("account/email/invited", {"invitation": invitation, "by": by, "invitation_url": link})
    services.queue_mail(to=invitation.email, subject=mail.subject, text=mail.text, html=mail.html)
    return invitation


def behind(key: str) -> Invitation:
    """The open invitation of a link, read without a lock. Raises NotFound when it is over, used, or was none."""
    found = Invitation.objects.open().select_related("invited_by").filter(key_digest=_digest(key)).first()
    return _alive(found)


def account_for(invitation: Invitation) -> User | None:
    """The account of somebody who is known under this address already: they accept signed in, with what they have.

    An account whose address nobody has proved is none: its password may be a stranger's.
    """
    user = User.objects.filter(email__iexact=invitation.email).first()
    return user if user and selectors.has_proved_address(user) else None


@transaction.atomic
def accept(key: str, *, by: User | None, name: str = "", password: str = "") -> User:
    """The invited person says yes: once. Known people do so signed in, others choose name and password here.

    Raises NotFound for a link that is over, NotAllowed for somebody else or an account that is shut, Invalid for a
    name or a password that will not do.
    """
    invitation = _alive(Invitation.objects.open().lock().filter(key_digest=_digest(key)).first())
    if not rules.manages_staff(invitation.invited_by):
        raise NotFound(gone())
    known = account_for(invitation)
    if by != known:
        raise NotAllowed(_("This invitation is for another account."), code="not_yours")
    person = known or _settle(invitation, name, password)
    if person.state in (AccountState.SUSPENDED, AccountState.DEACTIVATED):
        raise NotAllowed(_("This account is suspended: whoever invited you has to see to that first."))
    _give(person, invitation)
    return person


def _settle(invitation: Invitation, name: str, password: str) -> User:
    """The account of somebody new. What a stranger signed up for with the address before loses its password."""
    name = rules.clean_name(name)
    clean_password(password, User(email=invitation.email, display_name=name))
    person = User.objects.filter(email__iexact=invitation.email).first()
    if person is None:
        try:
            with transaction.atomic():
                person = User.objects.create_user(invitation.email, locale=invitation.locale)
        except IntegrityError:
            raise NotFound(gone()) from None
        record("account.created", subject=person, actor=person)
    services.take_over(person)
    person.display_name = name
    person.set_password(password)
    person.save(update_fields=["display_name", "password"])
    address = {"defaults": {"verified": True, "primary": True}}
    EmailAddress.objects.update_or_create(user=person, email=invitation.email, **address)
    return transitions.confirm(person.pk)


def _give(person: User, invitation: Invitation) -> None:
    before = rights_of(person.pk)
    person.groups.add(Group.objects.get(name=invitation.role))
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    note_change(person, before, by=invitation.invited_by)
    invitation.accepted_at, invitation.accepted_by = clock.now(), person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    record("invitation.accepted", subject=invitation, actor=person, role=invitation.role)


def _open(pk: int) -> Invitation:
    found = Invitation.objects.open().lock().filter(pk=pk).first()
    if found is None:
        raise NotFound(_("This invitation was accepted or withdrawn meanwhile."))
    return found


def _alive(found: Invitation | None) -> Invitation:
    if found is None or found.expires_at <= clock.now():
        raise NotFound(gone())
    return found


def gone() -> str:
    """What is said of every link that leads nowhere, whatever the reason."""
    return _("This invitation was used, withdrawn, or is too old. Ask for another one.")


def _require_right(by: User) -> None:
    if not rules.manages_staff(by):
        raise NotAllowed(_("You cannot do this."))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
