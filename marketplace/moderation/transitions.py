"""What happens to any moderated listing, whatever it is. The caller holds the lock on the listing's row."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from wagtail.models import Revision

from marketplace.accounts.models import User
from marketplace.audit.services import record
from marketplace.core import clock
from marketplace.core.errors import Stale
from marketplace.core.machine import Arrow, Party, move
from marketplace.moderation.models import Standing
from marketplace.moderation.rules import require_moderator, require_note, require_state


@dataclass(frozen=True, slots=True)
class Review:
    """How listings of one kind are decided about and moved: the same way for all kinds.

    `party` tells in what capacity a person meets a listing, `require_known` refuses whoever may not know of it.
    Moderators can be asked about drafts in the `reviewable` states: a new listing where an arrow begins, otherwise a
    change to what is public or was.
    """

    party: Callable[[Any, User], Party]
    require_known: Callable[[Any, User], None]
    reviewable: Set[str]

    def approve(self, listing: Any, arrow: Arrow, *, revision_id: int, by: User) -> None:
        """Publish exactly the revision that was reviewed. Raises NotAllowed, IllegalTransition, Stale."""
        standing, party, is_new = self._asked(listing, arrow, by)
        publish_reviewed(standing, revision_id=revision_id)
        if is_new:
            move(standing, arrow, party=party)
        record(arrow.fact, subject=listing, actor=by, revision=revision_id)

    def send_back(self, listing: Any, arrow: Arrow, *, revision_id: int, note: str, by: User) -> None:
        """Return the reviewed revision with a reason. Raises as approve(), and Invalid for no reason or a long one."""
        standing, party, is_new = self._asked(listing, arrow, by)
        reason = require_note(note)
        send_back(standing, revision_id=revision_id, note=reason)
        if is_new:
            move(standing, arrow, party=party)
        record(arrow.fact, subject=listing, actor=by, action=arrow.action, note=reason)

    def take(self, listing: Any, arrow: Arrow, *, by: User, note: str | None = None) -> None:
        """Take the arrow. What a moderator wrote before stays unless there is a new `note`.

        Raises NotFound for whoever may not know of the listing, NotAllowed, IllegalTransition.
        """
        self.require_known(listing, by)
        standing: Standing = listing.standing
        move(standing, arrow, party=self.party(listing, by))
        standing.note = standing.note if note is None else note
        touch(standing)
        record(arrow.fact, subject=listing, actor=by, note=note or "")

    def _asked(self, listing: Any, arrow: Arrow, by: User) -> tuple[Standing, Party, bool]:
        """How the listing stands, who decides, and whether it is a new one rather than a change to a public one."""
        standing, party = listing.standing, self.party(listing, by)
        require_moderator(party)
        require_state(standing, self.reviewable)
        return standing, party, standing.state in arrow.sources


def offer(standing: Standing, revision: Revision) -> None:
    """Ask the moderators about exactly this revision."""
    standing.draft = revision
    standing.submitted_at = clock.now()
    standing.note = ""
    touch(standing)


def publish_reviewed(standing: Standing, *, revision_id: int) -> models.Model:
    """Make the reviewed revision the public content, and no other. Returns the saved listing.

    Raises Stale when the owner has changed the listing since the moderator opened it.
    """
    revision = _seen(standing, revision_id)
    listing: models.Model = revision.as_object()
    listing.save()
    standing.draft = None
    standing.submitted_at = None
    standing.note = ""
    standing.published_at = standing.published_at or clock.now()
    touch(standing)
    return listing


def send_back(standing: Standing, *, revision_id: int, note: str) -> None:
    """Stop asking about the draft and tell the owner why. Raises Stale like publish_reviewed()."""
    _seen(standing, revision_id)
    standing.submitted_at = None
    standing.note = note
    touch(standing)


def withdraw(standing: Standing) -> None:
    """Forget the draft: the owner is content with what is public, or has left."""
    standing.draft = None
    standing.submitted_at = None
    standing.note = ""
    touch(standing)


def touch(standing: Standing) -> None:
    """Save the standing as a new version, so that whoever read the old one is told."""
    standing.version += 1
    standing.save()


def _seen(standing: Standing, revision_id: int) -> Revision:
    if standing.submitted_at is None or standing.draft is None or standing.draft_id != revision_id:
        raise Stale(_("This was changed since you opened it. Look at it again before you decide."))
    return standing.draft
