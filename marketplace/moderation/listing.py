"""What any moderated listing says of itself, whatever it is."""

from typing import Any

from marketplace.core.machine import Party
from marketplace.moderation.models import Standing


def told(standing: Standing, party: Party, *, is_draft: bool) -> dict[str, Any]:
    """How a listing stands, as its owner is told; `is_draft` says whether the newest content is not the public one.

    A draft that was sent back is kept, and nobody is asked about it until the owner changes it again.
    """
    return {
        "state": standing.state,
        "version": standing.version,
        "has_pending_changes": is_draft and standing.submitted_at is not None,
        "note": standing.note,
        "available_actions": standing.machine.actions(standing.state, party),
    }
