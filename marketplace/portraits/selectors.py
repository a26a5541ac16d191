"""What somebody looks like."""

from marketplace.accounts.models import User
from marketplace.media import selectors as media
from marketplace.media.selectors import Picture
from marketplace.portraits.models import Portrait

USE = "avatar"


def asset_of(person: User) -> int | None:
    """The upload that is the person's picture, if they have one: one statement."""
    return Portrait.objects.filter(user=person.pk).values_list("asset_id", flat=True).first()


def picture_of(person: User) -> Picture | None:
    """The person's own picture; None means initials. No statement: its sizes stand in the person's row."""
    return media.assembled(person.face, USE) if person.face else None
