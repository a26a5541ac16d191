"""Everybody who can sign in to the demo."""

from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from marketplace.accounts import groups, staff
from marketplace.accounts.models import User
from marketplace.accounts.services import make_person
from pages.world.days import ago
from pages.world.keys import public_id
from pages.world.source import Row

# Of all demo accounts; they exist nowhere else.
PASSWORD = "lintel-demo-2026"  # noqa: S105
DOMAIN = "demo.lintel.example"

STAFF = {
    "moderator": "Maira Orazova",
    "editor": "Ethan Brooks",
    "finance": "Farida Akhmet",
    "support": "Sanzhar Ospan",
    "admin": "Ainur Bek",
}


@dataclass(frozen=True, slots=True)
class Login:
    """One account for each role, to be printed when a demo has started; the secret is the base32 one of TOTP."""

    role: str
    email: str
    totp_secret: str | None = None


LOGINS = (
    Login("client", f"client@{DOMAIN}"),
    Login("specialist", f"specialist@{DOMAIN}"),
    *(Login(role, f"{role}@{DOMAIN}", staff.demo_secret(role)) for role in STAFF),
)


def make_staff() -> int:
    """One member of staff for each group, with a second factor; who is there already is left alone."""
    groups.sync()
    missing = [role for role in STAFF if not User.objects.filter(email=f"{role}@{DOMAIN}").exists()]
    for role in missing:
        user = make_person(
            f"{role}@{DOMAIN}", STAFF[role], PASSWORD, groups=[role], totp_secret=staff.demo_secret(role)
        )
        user.public_id = public_id("user", role)
        user.is_superuser = role == "admin"
        user.save(update_fields=["public_id", "is_superuser"])
    return len(missing)


def make_accounts(rows: Iterable[Row], joined: dict[str, int]) -> int:
    """Accounts with confirmed addresses for those who have none yet; `joined` says by key how many days ago."""
    rows = list(rows)
    known = set(User.objects.filter(email__in=[row["email"] for row in rows]).values_list("email", flat=True))
    missing = [row for row in rows if row["email"] not in known]
    # Hashed once: a slow hash for each of sixty people would cost a first start many seconds.
    password = make_password(PASSWORD) if missing else ""
    users = User.objects.bulk_create(_account(row, password, joined[row["key"]]) for row in missing)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    return len(users)


def _account(row: Row, password: str, days: int) -> User:
    return User(
        public_id=public_id("user", row["key"]),
        email=row["email"],
        display_name=row["name"],
        locale=row["language"],
        password=password,
        date_joined=ago(days, "user", row["key"]),
    )


def accounts(rows: Iterable[Row]) -> dict[str, User]:
    """The accounts of these people by key."""
    keys = {row["email"]: row["key"] for row in rows}
    return {keys[user.email]: user for user in User.objects.filter(email__in=keys)}
