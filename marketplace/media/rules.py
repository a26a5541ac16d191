"""What points to an upload, and how many uploads a person may make."""

from datetime import timedelta
from math import ceil

from django.db import connection, models
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.core import clock
from marketplace.core.errors import TooMany
from marketplace.media.models import MediaAsset, Rendition

A_MINUTE = 30
UNUSED = 40
DAY = timedelta(days=1)

# One statement, so that calls at once count each other. The number starts anew with each minute.
ONE_MORE = """
INSERT INTO media_uploadcount AS kept (uploader_id, minute, number) VALUES (%s, %s, 1)
ON CONFLICT (uploader_id) DO UPDATE SET
    minute = EXCLUDED.minute,
    number = CASE WHEN kept.minute = EXCLUDED.minute THEN kept.number + 1 ELSE 1 END
RETURNING kept.number
"""


def references() -> "list[models.Field[object, object]]":
    """Every key, of whatever app and hidden or not, that points to an asset; its own sizes do not count."""
    relations = MediaAsset._meta.get_fields(include_hidden=True)
    found = [relation for relation in relations if isinstance(relation, models.ManyToOneRel)]
    return [relation.field for relation in found if relation.related_model is not Rendition]


def count_upload(uploader: User) -> None:
    """Note that the person sends one more file in this minute; one that is refused later counts too.

    Raises TooMany for the 31st. Call it outside any transaction, or its end may take the note back.
    """
    second = int(clock.now().timestamp())
    with connection.cursor() as cursor:
        cursor.execute(ONE_MORE, [uploader.pk, second // 60])
        [number] = cursor.fetchone()
    if number > A_MINUTE:
        text = _("You sent %(most)s files within a minute, and that is as many as we take. Please go on in a minute.")
        raise TooMany(text % {"most": A_MINUTE}, seconds=60 - second % 60)


def require_few_unused(uploader: User) -> None:
    """Raises TooMany when 40 of the person's uploads of the last day are not used anywhere.

    It holds against parallel calls when the caller has locked the person's row.
    """
    now = clock.now()
    unused = MediaAsset.objects.filter(uploader=uploader, claimed_at=None, created_at__gt=now - DAY)
    newest_first = unused.order_by("-created_at").values_list("created_at", flat=True)
    too_many = newest_first[UNUSED - 1 : UNUSED].first()
    if too_many is not None:
        text = _("%(most)s files that you sent within a day are not used yet. Save them with a project, or wait a day.")
        raise TooMany(text % {"most": UNUSED}, seconds=ceil((too_many + DAY - now).total_seconds()))
