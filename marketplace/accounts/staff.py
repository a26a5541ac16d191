"""Who of the staff may do what, in one table. `manage.py sync_groups` writes it into the database."""

import base64
import hashlib

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Codenames as Django has them, `*` for any run of letters. What no installed app has is passed over.
PERMISSIONS: dict[str, tuple[str, ...]] = {
    "moderator": (
        "wagtailadmin.access_admin",
        "projects.view_*",
        "projects.change_*",
        "projects.publish_*",
        "projects.lock_*",
        "projects.unlock_*",
        "specialists.view_*",
        "specialists.change_*",
        "specialists.publish_*",
        "specialists.lock_*",
        "specialists.unlock_*",
        "moderation.*",
        "reports.view_*",
        "catalog.view_*",
        "accounts.view_user",
        "accounts.sanction_user",
    ),
    "editor": (
        "wagtailadmin.access_admin",
        "blog.*",
        "catalog.*",
        "pages.*",
        "projects.view_project",
        "specialists.view_specialistprofile",
        "taggit.*",
    ),
    "finance": (
        "wagtailadmin.access_admin",
        "payments.view_*",
        "payouts.*",
        "ledger.view_*",
        "commission.*",
        "invoices.*",
        "promotions.view_*",
    ),
    "support": (
        "wagtailadmin.access_admin",
        "accounts.view_user",
        "accounts.change_user",
        "accounts.sanction_user",
        "accounts.reset_second_factor",
        "accounts.view_as_user",
        "projects.view_*",
        "specialists.view_*",
        "pages.view_contactmessage",
        "pages.change_contactmessage",
    ),
    "admin": ("*",),
}

# A token of Wagtail's own API would pass the second factor by: nobody may make one.
NEVER = ("wagtailcore.*_apitoken",)

# Wagtail keeps rights to pages and files beside Django's: below the root page, in the root collection.
PAGES: dict[str, tuple[str, ...]] = {
    "editor": ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    "admin": ("add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"),
}
FILES: dict[str, tuple[str, ...]] = dict.fromkeys(
    ("editor", "admin"),
    (
        *("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"),
        *("add_collection", "change_collection", "delete_collection"),
    ),
)

GROUPS = tuple(PERMISSIONS)
ROLES: dict[str, Promise] = {
    "moderator": _("Moderator: reads listings and complaints, and decides"),
    "editor": _("Editor: writes pages, articles and the catalogue"),
    "finance": _("Finance: sees what is paid"),
    "support": _("Support: helps people with their accounts and answers messages"),
    "admin": _("Admin: may do everything, and invites others"),
}


def demo_secret(role: str) -> str:
    """The TOTP secret (base32) of the demo's member of staff in this role: the same everywhere, so worth nothing."""
    return base64.b32encode(hashlib.sha1(f"lintel demo {role}".encode(), usedforsecurity=False).digest()).decode()
