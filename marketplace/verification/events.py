"""What is written down about proofs."""

from marketplace.audit.registry import declare
from marketplace.verification.states import VERIFICATION

declare("marketplace.verification", VERIFICATION.facts() | {"verification.submitted", "verification.document_opened"})
