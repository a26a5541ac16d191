"""Accounts, mail and refresh tokens change here."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import encrypt
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from marketplace.accounts import letters, outbox, rules, waiting
from marketplace.accounts.composing import compose
from marketplace.accounts.models import OutgoingMail, RefreshToken, TokenFamily, User
from marketplace.accounts.sessions import end_sessions, is_over
from marketplace.accounts.states import MailState, Role
from marketplace.audit.services import record
from marketplace.core import clock
from marketplace.core.batches import one_by_one
from marketplace.core.errors import NotAllowed

log = logging.getLogger("lintel.mail")

GRACE = timedelta(seconds=20)
# Codes are dead after minutes; whoever reads mail once a day may still ask for another.
UNCONFIRMED_LIVE = timedelta(days=1)
# A code is dead by then; sending it a day late would only puzzle.
MAIL_LIVES = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Successor:
    """What comes out of a refresh: the token that replaces the used one, and whether this was its first use."""

    token: RefreshToken
    is_new: bool


@transaction.atomic
def make_person(
    email: str,
    name: str,
    password: str,
    *,
    groups: Iterable[str] = (),
    totp_secret: str | None = None,
    locale: str = "en",
) -> User:
    """An account with a confirmed address, these staff groups and this second factor; kept in line."""
    email = email.lower()
    user = User.objects.filter(email=email).first() or User(email=email)
    names = list(groups)
    user.display_name, user.locale, user.is_staff = name, locale, bool(names)
    if not (user.pk and user.check_password(password)):
        user.set_password(password)
    user.save()
    user.groups.set(Group.objects.get_or_create(name=group)[0] for group in names)
    EmailAddress.objects.update_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    if totp_secret:
        Authenticator.objects.update_or_create(
            user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": encrypt(totp_secret)}}
        )
        RecoveryCodes.activate(user)
    return user


@transaction.atomic
def keep_password(user: User) -> None:
    """Whoever chose the waiting password has proved the address as well: from now on it is good."""
    if waiting.is_held(_lock_password(user)):
        waiting.free(user)
        user.save(update_fields=["password"])


@transaction.atomic
def take_over(user: User) -> None:
    """Somebody proved the address who never showed the waiting password: it goes, with the name and what is linked.

    They may be a stranger's. There are no sessions and tokens to end, nobody can have been in. Without a waiting
    password nothing happens.
    """
    if waiting.is_held(_lock_password(user)):
        user.set_unusable_password()
        user.display_name = ""
        user.save(update_fields=["password", "display_name"])
        SocialAccount.objects.filter(user=user).delete()
        record("account.taken_over", subject=user, actor=user)


def _lock_password(user: User) -> User:
    """The same person, locked, with the password as it is now: another request may have freed or dropped it."""
    user.refresh_from_db(fields=["password"], from_queryset=User.objects.select_for_update())
    return user


def forget_unconfirmed() -> int:
    """Deletes accounts that were signed up for a day ago and whose address nobody has proved; says how many."""
    old = _unconfirmed().filter(date_joined__lte=clock.now() - UNCONFIRMED_LIVE)
    return one_by_one("sign-up", old.order_by("pk").values_list("pk", flat=True), _forget)


def _unconfirmed() -> QuerySet[User]:
    return User.objects.filter(password__startswith=waiting.MARK).exclude(emailaddress__verified=True)


def _forget(pk: int) -> bool:
    """Deletes one account unless it has been confirmed by now, or somebody has made it the owner of something."""
    try:
        with transaction.atomic():
            user = _unconfirmed().select_for_update().filter(pk=pk).first()
            if user is None:
                return False
            record("account.forgotten", subject=user, actor=None)
            user.delete()
    except ProtectedError:
        return False
    return True


@transaction.atomic
def update_person(user: User, **changes: str) -> User:
    """Takes over name, language, time zone of a person; the values are checked by the caller's form or serializer."""
    for field, value in changes.items():
        setattr(user, field, value)
    user.save(update_fields=list(changes))
    record("account.changed", subject=user, actor=user, fields=sorted(changes))
    return user


def act_as(user: User, role: Role) -> None:
    """From now on the person sees the menus of this role, on every device. Raises NotAllowed for one they lack."""
    if role == Role.SPECIALIST and not rules.has_both_roles(user):
        raise NotAllowed(_("Become a specialist first."), code="no_profile")
    user.acting_as = role
    user.save(update_fields=["acting_as"])


@transaction.atomic
def queue_mail(*, to: str, subject: str, text: str, html: str = "") -> OutgoingMail:
    """Puts a mail on its way: a worker sends it after commit. The event tells of the row, never of what it says."""
    due = clock.now() + outbox.ASKED_AGAIN
    mail = OutgoingMail.objects.create(to=to, subject=subject[:200], text=text, html=html, due_at=due)
    record("mail.requested", subject=mail, actor=None)
    return mail


def write_to(person: User, name: str, **context: object) -> None:
    """Puts the mail of this name, `templates/account/email/<name>_…`, on its way to a person, in their language."""
    with translation.override(person.locale):
        mail = compose(f"account/email/{name}", {**context, "user": person})
    queue_mail(to=person.email, subject=mail.subject, text=mail.text, html=mail.html)


def send_mail(mail_id: int, *, keep_text: bool) -> bool:
    """Sends a queued mail and wipes its text unless told to keep it; False when it was not sent, now or for good.

    Call it outside a transaction: the row is claimed before and marked after, and nothing is held while the mail server
    thinks. A server that is away or says "later" has it tried again after a pause; what it took is never sent again.
    """
    mail = outbox.claim(OutgoingMail, mail_id)
    if mail is None:
        return False
    if mail.created_at <= clock.now() - MAIL_LIVES:
        outbox.close(mail, MailState.FAILED, keep_text=keep_text)
        return False
    try:
        letters.letter(mail).send()
    except OSError as error:
        # Every SMTPException is one. The address stays out of the log.
        log.warning("mail %s was not sent at attempt %s: %s", mail.pk, mail.attempts, type(error).__name__)
        if letters.is_final(error):
            outbox.close(mail, MailState.FAILED, keep_text=keep_text)
        else:
            outbox.put_back(mail)
        return False
    outbox.close(mail, MailState.SENT, keep_text=keep_text)
    return True


@transaction.atomic
def start_family(user: User, *, session_key: str, sid: str, lifetime: timedelta) -> RefreshToken:
    """The first refresh token of a sign-in; forgets the person's families that have run out."""
    over = TokenFamily.objects.filter(user=user).exclude(tokens__expires_at__gt=clock.now())
    over.delete()
    family = TokenFamily.objects.create(user=user, session_key=session_key)
    return _issue(family, None, sid, lifetime)


@transaction.atomic
def rotate(jti: UUID, *, session_key: str, sid: str, lifetime: timedelta) -> Successor | None:
    """The one successor of a refresh token, the same for every call within 20 seconds of its first use.

    None for a token that is unknown, over, revoked or of a sign-in that is thirty days old; a use after those 20
    seconds revokes the whole family.
    """
    family = lock_family(jti, session_key)
    if family is None or family.revoked_at:
        return None
    token = RefreshToken.objects.select_related("successor").get(jti=jti)
    now = clock.now()
    if token.expires_at <= now or is_over(family.started_at.timestamp()):
        return None
    if token.used_at is None:
        token.used_at = now
        token.save(update_fields=["used_at"])
        return Successor(_issue(family, token, sid, lifetime), is_new=True)
    if now - token.used_at <= GRACE:
        return Successor(token.successor, is_new=False)
    revoke_family(family)
    return None


def lock_family(jti: UUID, session_key: str) -> TokenFamily | None:
    """The family of a token, locked until the transaction ends; None when there is none in this session."""
    families = TokenFamily.objects.select_for_update(of=("self",))
    return families.filter(tokens__jti=jti, session_key=session_key).first()


@transaction.atomic
def revoke_family(family: TokenFamily) -> None:
    """A used token came back: whoever holds a token or the session of this sign-in is out at once."""
    family.revoked_at = clock.now()
    family.save(update_fields=["revoked_at"])
    end_sessions([family.session_key])
    record("account.token_reused", subject=family.user, actor=None)


def _issue(family: TokenFamily, parent: RefreshToken | None, sid: str, lifetime: timedelta) -> RefreshToken:
    now = clock.now().replace(microsecond=0)
    return RefreshToken.objects.create(
        family=family, parent=parent, jti=uuid4(), sid=sid, issued_at=now, expires_at=now + lifetime
    )
