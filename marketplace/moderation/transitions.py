"""What happens to any moderated listing, whatever it is. The caller holds the lock on the listing's row."""

from django.db import models
from django.utils.translation import gettext as _
from wagtail.models import Revision

from marketplace.core import clock
from marketplace.core.errors import Stale
from marketplace.moderation.models import Standing


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
    revision = _reviewed(standing, revision_id)
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
    _reviewed(standing, revision_id)
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


def _reviewed(standing: Standing, revision_id: int) -> Revision:
    if standing.submitted_at is None or standing.draft is None or standing.draft_id != revision_id:
        raise Stale(_("This was changed since you opened it. Look at it again before you decide."))
    return standing.draft
