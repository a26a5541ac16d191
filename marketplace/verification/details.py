"""One's own requests as plain values: the same for pages and for the API."""

from typing import Any

from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.verification import rules, selectors
from marketplace.verification.models import VerificationRequest
from marketplace.verification.states import BADGES, OPEN, WANTED, Proof, VerificationState

Values = dict[str, Any]


def one(request: VerificationRequest, viewer: User) -> Values:
    """A request with its documents, how it stands and what the viewer can do."""
    return {
        "public_id": request.public_id,
        "kind": request.kind,
        "state": request.state,
        "text": request.text,
        "note": request.note,
        "created_at": request.created_at,
        "submitted_at": request.submitted_at,
        "valid_until": request.valid_until,
        "documents": [_paper(document.asset) for document in request.documents.all()],
        "available_actions": request.machine.actions(request.state, rules.party(request, viewer)),
    }


def _paper(asset: Any) -> Values:
    address = reverse("media:document", args=[asset.public_id, asset.original_name])
    return {"id": asset.public_id, "name": asset.original_name, "bytes": asset.bytes, "url": address}


def overview(user: User) -> list[Values]:
    """Everything that can be proved, in one order: whether it is, until when, and the latest request about it."""
    found = list(selectors.own(user))
    marks = selectors.badges_of(user.pk)
    return [_about(kind, [one for one in found if one.kind == kind], user, marks) for kind in Proof]


def _about(kind: Proof, requests: list[VerificationRequest], user: User, marks: list[str]) -> Values:
    good = next((one for one in requests if one.state == VerificationState.APPROVED), None)
    latest = next((one for one in requests if one.state in OPEN), None) or next(iter(requests), None)
    is_good = BADGES[kind] in marks
    return {
        "kind": str(kind),
        "name": str(kind.label),
        "wanted": str(WANTED[kind]),
        "badge": BADGES[kind],
        "is_verified": is_good,
        "valid_until": good.valid_until if good and is_good else None,
        "can_send": latest is None or latest.state not in OPEN,
        "request": one(latest, user) if latest else None,
        "state_label": latest.get_state_display() if latest else "",
    }
