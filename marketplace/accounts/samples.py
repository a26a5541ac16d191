"""Every mail the site can send, with what it would say to somebody, for whoever looks after its words."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

from django.conf import settings
from django.utils import translation

from marketplace.accounts.composing import Composed, compose
from marketplace.core import clock

SUBJECT: Final = "_subject.txt"

# What the mails of one kind are made of, by the beginning of their templates' names.
NOTICE: Final = ("ip", "user_agent", "timestamp")
NEEDS: Final[dict[str, tuple[str, ...]]] = {
    "account/email/account_already_exists": ("email", "password_reset_url"),
    "account/email/copy_failed": ("request",),
    "account/email/copy_ready": ("request",),
    "account/email/deactivated": (),
    "account/email/email_changed": (*NOTICE, "from_email", "to_email"),
    "account/email/email_confirmation": ("code",),
    "account/email/email_confirmation_signup": ("code",),
    "account/email/email_deleted": (*NOTICE, "deleted_email"),
    "account/email/erasure_asked": ("request", "is_own"),
    "account/email/erasure_cancelled": ("request",),
    "account/email/invited": ("invitation", "by", "invitation_url"),
    "account/email/lifted": (),
    "account/email/limited": ("note", "until"),
    "account/email/login_code": ("code",),
    "account/email/new_device": NOTICE,
    "account/email/password_changed": NOTICE,
    "account/email/password_reset": NOTICE,
    "account/email/password_reset_code": ("code",),
    "account/email/password_set": NOTICE,
    "account/email/phone_changed": ("when",),
    "account/email/phone_removed": ("when",),
    "account/email/reactivated": (),
    "account/email/second_factor_reset": ("note",),
    "account/email/suspended": ("note",),
    "account/email/unknown_account": ("email", "signup_url"),
    "account/email/verification_approved": ("verification",),
    "account/email/verification_asked": ("verification", "note"),
    "account/email/verification_expired": ("verification",),
    "account/email/verification_received": ("verification",),
    "account/email/verification_rejected": ("verification", "note"),
    "account/email/verification_revoked": ("verification", "note"),
    "mfa/email/recovery_codes_generated": NOTICE,
    "mfa/email/totp_activated": NOTICE,
    "mfa/email/totp_deactivated": NOTICE,
    "mfa/email/webauthn_added": NOTICE,
    "mfa/email/webauthn_removed": NOTICE,
    "pages/email/contact": ("message", "address"),
    "socialaccount/email/account_connected": (*NOTICE, "account"),
    "socialaccount/email/account_disconnected": (*NOTICE, "account"),
}


def words() -> dict[str, Any]:
    """What stands in a sample for what a real mail would carry."""
    site, now = settings.SITE_URL, clock.now()
    return {
        "account": SimpleNamespace(provider="google"),
        "address": f"{site}/admin/contact-messages/7/",
        "by": "Mona Lisova",
        "code": "K7QX-2M9P",
        "deleted_email": "old@example.com",
        "email": "aigul@example.com",
        "from_email": "old@example.com",
        "invitation": SimpleNamespace(name="Aigul", expires_at=now + timedelta(days=3)),
        "invitation_url": f"{site}/account/invitation/{'sample' * 7}/",
        "ip": "203.0.113.7",
        "is_own": True,
        "message": SimpleNamespace(
            name="Timur", email="timur@example.com", subject="A lamp", text="Who made the lamp in your third picture?"
        ),
        "note": "Three people were asked for money in advance.",
        "password_reset_url": f"{site}/accounts/password/reset/",
        "request": SimpleNamespace(due_at=now + timedelta(days=7)),
        "signup_url": f"{site}/accounts/signup/",
        "timestamp": now,
        "to_email": "aigul@example.com",
        "until": now + timedelta(days=14),
        "user_agent": "Firefox 146, Windows",
        "when": now,
        "verification": SimpleNamespace(
            kind="identity", get_kind_display="Identity", valid_until=clock.today() + timedelta(days=365)
        ),
    }


def kinds() -> dict[str, str]:
    """The templates' prefix of each mail by its short name, in alphabetical order."""
    return {prefix.rpartition("/")[2]: prefix for prefix in sorted(NEEDS)}


def written() -> set[str]:
    """The prefixes of all mails there are templates of ours for."""
    engines: list[dict[str, Any]] = settings.TEMPLATES
    folders = [Path(folder) for engine in engines for folder in engine["DIRS"]]
    found = [(path, folder) for folder in folders for path in folder.rglob(f"email/*{SUBJECT}")]
    return {path.relative_to(folder).as_posix().removesuffix(SUBJECT) for path, folder in found}


def sample(prefix: str, language: str) -> Composed:
    """The mail as somebody with this language would get it."""
    known = words()
    with translation.override(language):
        return compose(prefix, {name: known[name] for name in NEEDS[prefix]})
