"""What pages and commands read about accounts."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import QuerySet

from marketplace.accounts.models import OutgoingMail, User


def has_second_factor(user: User) -> bool:
    """Whether the person's sign-in asks for a code of an authenticator app."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def has_anything_beside_a_password(user: User) -> bool:
    """Whether there is an authenticator app, a passkey or a recovery code."""
    return bool(Authenticator.objects.filter(user=user).exists())


def has_proved_address(user: User) -> bool:
    """Whether a code that was mailed to an address of the person has been typed."""
    return bool(EmailAddress.objects.filter(user=user, verified=True).exists())


def places(user: User) -> QuerySet[UserSession]:
    """Where the person is signed in, the latest first."""
    found: QuerySet[UserSession] = UserSession.objects.filter(user=user).order_by("-last_seen_at")
    return found


def mails() -> QuerySet[OutgoingMail]:
    """All mails, latest first."""
    return OutgoingMail.objects.order_by("-id")


def latest_mails() -> QuerySet[OutgoingMail]:
    """The latest fifty mails."""
    return mails()[:50]
