"""What is written down about people, and about mail to them."""

from marketplace.audit.registry import declare

declare(
    "marketplace.accounts",
    [
        *(
            "account.created",
            "account.changed",
            "account.activated",
            "account.deactivated",
            "account.rights_changed",
            "account.taken_over",
        ),
        *("account.token_reused", "account.signed_out_everywhere", "account.forgotten"),
        "mail.requested",
    ],
)
