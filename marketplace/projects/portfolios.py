"""Cards of specialists with what their projects add: how many there are, and what the newest look like."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from marketplace.core.prepared import Prepared, Slot
from marketplace.media.selectors import pictures_by_use
from marketplace.projects.models import Project
from marketplace.projects.selectors import ID, Viewer, cover
from marketplace.specialists import selectors as specialists

COVERS = 3


def _number() -> Coalesce:
    mine = Project.objects.public().filter(specialist=OuterRef("pk")).order_by().values("specialist")
    return Coalesce(Subquery(mine.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def _newest() -> ArraySubquery:
    mine = Project.objects.public().filter(specialist=OuterRef("pk")).order_by("-pk")
    return ArraySubquery(mine.annotate(cover=cover()).values("cover")[:COVERS])


_read = Prepared(
    lambda: specialists.card_rows(_number(), _newest(), pk__any_of=Slot("ids", ArrayField(ID))),
)


def cards(ids: Sequence[int], viewer: Viewer) -> list[dict[str, Any]]:
    """The cards of these specialists in this order, without those the viewer may not see: two statements in all.

    Each has `project_count` and `covers`, pictures of the three newest projects. `id`, `tally_id` and `owner_id` are
    for the caller, not for readers.
    """
    rows = {row[0]: row for row in _read(ids=list(ids), viewer=viewer.pk or 0)}
    shown = [rows[pk] for pk in ids if pk in rows]
    found = pictures_by_use(
        avatar=[row[6] for row in shown if row[6]],
        card=[asset for *_, newest in shown for asset in newest],
    )
    return [_card(row, found) for row in shown]


def _card(row: tuple[Any, ...], found: dict[str, dict[int, Any]]) -> dict[str, Any]:
    *own, number, newest = row
    covers = [found["card"][asset] for asset in newest if asset in found["card"]]
    return {**specialists.card(tuple(own), found["avatar"]), "project_count": number, "covers": covers}
