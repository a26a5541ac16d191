"""What is said of any moderated listing, whatever it is."""

from typing import Any, TypeVar

from django.db import models

from marketplace.core.machine import Party
from marketplace.moderation.models import Standing

Listing = TypeVar("Listing", bound=models.Model)


def draft_of(listing: Listing) -> Listing:
    """The content that the owner edits: with the changes that nobody has published yet, where there are any."""
    standing: Any = listing.standing  # type: ignore[attr-defined]
    draft: Listing = standing.draft.as_object() if standing.has_draft else listing
    return draft


def told(standing: Standing, party: Party) -> dict[str, Any]:
    """How a listing stands, as its owner is told.

    A draft that was sent back is kept, and nobody is asked about it until the owner changes it again.
    """
    return {
        "state": standing.state,
        "version": standing.version,
        "has_pending_changes": standing.has_draft and standing.submitted_at is not None,
        "note": standing.note,
        "available_actions": standing.machine.actions(standing.state, party),
    }
