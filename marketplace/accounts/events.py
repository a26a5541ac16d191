"""What is written down about people, and about mails and text messages to them."""

from marketplace.accounts.states import ACCOUNT, DATA_REQUEST
from marketplace.audit.registry import declare

declare(
    "marketplace.accounts",
    [
        *sorted(ACCOUNT.facts()),
        *sorted(DATA_REQUEST.facts()),
        "data.asked",
        *("account.created", "account.changed", "account.rights_changed", "account.taken_over"),
        *("account.token_reused", "account.signed_out", "account.signed_out_everywhere", "account.forgotten"),
        *("account.second_factor_reset", "account.looked_at", "account.looked_away"),
        *("invitation.sent", "invitation.withdrawn", "invitation.accepted"),
        *("phone.changed", "phone.removed", "phone.code_sent", "phone.verified"),
        *("mail.requested", "text.requested"),
    ],
)
