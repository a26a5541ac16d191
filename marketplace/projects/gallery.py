"""The photos of a project after a change: which stay, which go, in what order. Pure arithmetic over asset ids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from marketplace.core.errors import Invalid, NotFound
from marketplace.projects.limits import PHOTOS_MAX, PHOTOS_MIN


@dataclass(frozen=True, slots=True)
class PhotoText:
    """What is said about one photo. None: as it was."""

    alt: str | None = None
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class MediaChange:
    """What one call asks for. Ids are public ids of assets; `add` are those accepted for this call or staged before."""

    add: Sequence[str] = ()
    delete: Sequence[str] = ()
    order: Sequence[str] = ()
    texts: Mapping[str, PhotoText] = field(default_factory=dict)

    @property
    def touches_photos(self) -> bool:
        """Whether the set or the order of photos changes."""
        return bool(self.add or self.delete or self.order)


def arrange(present: Sequence[str], change: MediaChange) -> list[str]:
    """The ids of the photos afterwards, in order: those named in `order` first, the others as they were, new ones last.

    Raises NotFound for ids that are not of this project, Invalid (`media_count`) unless 1 to 12 remain.
    """
    _require_known(change.delete, present)
    kept = [photo for photo in present if photo not in set(change.delete)]
    after = kept + [photo for photo in dict.fromkeys(change.add) if photo not in kept]
    _require_known(change.order, after)
    if change.touches_photos and not PHOTOS_MIN <= len(after) <= PHOTOS_MAX:
        raise Invalid(
            _("A project holds %(least)s to %(most)s photos; this would leave %(count)s.")
            % {"least": PHOTOS_MIN, "most": PHOTOS_MAX, "count": len(after)},
            code="media_count",
            field="media_add",
        )
    first = list(dict.fromkeys(change.order))
    return first + [photo for photo in after if photo not in set(first)]


def _require_known(ids: Sequence[str], known: Sequence[str]) -> None:
    if set(ids) - set(known):
        raise NotFound(_("One of these photos does not belong to this project."), code="media_unknown")
