"""What pages and commands read about accounts."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import QuerySet

from marketplace.accounts.models import DataRequest, OutgoingMail, OutgoingText, User
from marketplace.accounts.states import OPEN, DataKind


def has_second_factor(user: User) -> bool:
    """Whether the person's sign-in asks for a code of an authenticator app."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def has_anything_beside_a_password(user: User) -> bool:
    """Whether there is an authenticator app, a passkey or a recovery code."""
    return bool(Authenticator.objects.filter(user=user).exists())


def has_proved_address(user: User) -> bool:
    """Whether a code that was mailed to an address of the person has been typed."""
    return bool(EmailAddress.objects.filter(user=user, verified=True).exists())


def addresses(person_id: int) -> list[str]:
    """The addresses that are proved to be the person's, the one of the account among them."""
    own = User.objects.filter(pk=person_id).values_list("email", flat=True)
    proved = EmailAddress.objects.filter(user=person_id, verified=True).values_list("email", flat=True)
    return sorted({*own, *proved})


def places(user: User) -> QuerySet[UserSession]:
    """Where the person is signed in, the latest first."""
    found: QuerySet[UserSession] = UserSession.objects.filter(user=user).order_by("-last_seen_at")
    return found


def open_request(person_id: int, kind: DataKind) -> DataRequest | None:
    """What the person has asked for and not got, or has got and can still fetch."""
    return DataRequest.objects.filter(person=person_id, kind=kind, state__in=OPEN).first()


def data_requests(person: User) -> QuerySet[DataRequest]:
    """What the person, or staff in their place, asked for about their data, the latest first."""
    return DataRequest.objects.filter(person=person).select_related("asked_by").order_by("-pk")


def mails() -> QuerySet[OutgoingMail]:
    """All mails, latest first."""
    return OutgoingMail.objects.order_by("-id")


def latest_texts() -> QuerySet[OutgoingText]:
    """The latest twenty text messages."""
    return OutgoingText.objects.order_by("-id")[:20]


def latest_mails() -> QuerySet[OutgoingMail]:
    """The latest fifty mails."""
    return mails()[:50]
