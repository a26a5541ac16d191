"""What of accounts is about people, and of the libraries that let them in, and what becomes of it."""

from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from marketplace.accounts import copies
from marketplace.accounts.models import TOMBSTONE, Invitation, OutgoingMail, TokenFamily, User
from marketplace.accounts.selectors import addresses
from marketplace.core.personal import declare


def _mails(person_id: int) -> "QuerySet[OutgoingMail]":
    """Mail to the person, on its way or sent."""
    return OutgoingMail.objects.filter(to__in=addresses(person_id))


def _invitations(person_id: int) -> "QuerySet[Invitation]":
    """Invitations to become staff, sent to the person or accepted by them."""
    return Invitation.objects.filter(Q(accepted_by=person_id) | Q(email__in=addresses(person_id)))


def _sessions(person_id: int) -> "QuerySet[Session]":
    """Where the person is signed in, in browsers and apps."""
    browsers = UserSession.objects.filter(user=person_id).values("session_key")
    apps = TokenFamily.objects.filter(user=person_id).values("session_key")
    return Session.objects.filter(session_key__in=browsers.union(apps))


def _tombstone(person: User) -> str:
    return f"{person.public_id}{TOMBSTONE}"


def _no_password(person: User) -> str:
    return make_password(None)


# What stands in the row of somebody who was erased.
ERASED: dict[str, object] = {
    "email": _tombstone,
    "display_name": "",
    "locale": "en",
    "acting_as": "",
    "timezone": "",
    "last_login": None,
    "state_note": "",
    "limited_until": None,
    "phone": "",
    "phone_verified_at": None,
    "face": None,
    "password": _no_password,
}


declare(
    "accounts.OutgoingMail",
    find=_mails,
    none="id state attempts created_at due_at sent_at",
    personal="to subject",
    sensitive="text html",
    exported_as="mails",
)
declare(
    "accounts.OutgoingText",
    owner="person",
    none="id state attempts created_at due_at sent_at",
    personal="person to",
    sensitive="text",
    exported_as="text_messages",
)
declare(
    "accounts.PhoneCode",
    owner="person",
    personal="person phone tries sent_at expires_at",
    sensitive="digest",
)
declare(
    "accounts.Invitation",
    find=_invitations,
    none="id role locale sent_at expires_at accepted_at withdrawn_at",
    personal="email name accepted_by",
    sensitive="key_digest",
    legal="invited_by",
    exported_as="invitations",
    withheld="invited_by",
    why="Who invited is an act of staff; it goes with the invitation.",
)
declare(
    "sessions.Session",
    find=_sessions,
    none="expire_date",
    sensitive="session_key session_data",
    why="A guest's has the ids of what they saved and nothing of who they are: whoever signs in takes them along.",
)
declare(
    "usersessions.UserSession",
    owner="user",
    none="id",
    personal="user ip user_agent created_at last_seen_at",
    sensitive="session_key data",
    exported_as="sessions",
)
declare(
    "accounts.RefreshToken",
    owner="family__user",
    none="id parent expires_at",
    personal="family issued_at used_at",
    sensitive="jti sid",
)
declare(
    "accounts.TokenFamily",
    owner="user",
    none="id",
    personal="user started_at revoked_at",
    sensitive="session_key",
    exported_as="signed_in_apps",
)
declare(
    "account.EmailConfirmation",
    owner="email_address__user",
    none="id",
    personal="email_address created sent",
    sensitive="key",
)
declare(
    "account.EmailAddress",
    owner="user",
    none="id",
    personal="user email verified primary",
    exported_as="email_addresses",
)
declare(
    "socialaccount.SocialToken",
    owner="account__user",
    none="id app expires_at",
    personal="account",
    sensitive="token token_secret",
)
declare(
    "socialaccount.SocialAccount",
    owner="user",
    none="id provider",
    personal="user uid extra_data last_login date_joined",
    exported_as="social_accounts",
)
declare(
    "socialaccount.SocialApp",
    none="id provider provider_id name client_id settings",
    sensitive="secret key",
    why="Keys of the site itself, nobody's in person.",
)
declare(
    "mfa.Authenticator",
    owner="user",
    none="id",
    personal="user type created_at last_used_at",
    sensitive="data",
    exported_as="second_factors",
)
declare(
    "accounts.DataRequest",
    owner="person",
    none="id state_since public_id asked_by bytes",
    personal="reason file",
    legal="person kind state created_at due_at",
    replaced={"reason": "", "file": ""},
    exported_as="data_requests",
    withheld="file asked_by",
    erase=copies.forget,
    why="That somebody asked to be forgotten, and when it was done, has to be shown on demand.",
)
declare(
    "accounts.ErasedAccount",
    legal="account_id erased_at",
    why="Numbers only: after a restore from an older backup the erasure is done again.",
)
declare(
    "accounts.User",
    owner="pk",
    none="id is_superuser is_staff is_active groups user_permissions secured_at",
    personal=(
        "acting_as email display_name locale timezone last_login state_note limited_until phone phone_verified_at face"
    ),
    sensitive="password",
    legal="public_id state state_since date_joined",
    replaced=ERASED,
    exported_as="account",
    withheld="groups user_permissions is_superuser face",
    why="The row stays as a nameless number: decisions of staff and, later, invoices point at it.",
)
declare(
    "auth.Permission",
    none="id name content_type codename",
)
declare(
    "auth.Group",
    none="id name permissions",
)
declare(
    "contenttypes.ContentType",
    none="id app_label model",
)
