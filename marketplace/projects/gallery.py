"""Photos and documents of a project after a change: which stay, which go, in what order. Arithmetic over asset ids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from marketplace.core.errors import Invalid, NotFound
from marketplace.projects.limits import DOCUMENTS_MAX, PHOTOS_MAX, PHOTOS_MIN


@dataclass(frozen=True, slots=True)
class PhotoText:
    """What is said about one photo. None: as it was."""

    alt: str | None = None
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class MediaChange:
    """What one call asks for. Ids are public ids of assets; `add` are those accepted for this call or staged before.

    `titles` says what documents are called, by id.
    """

    add: Sequence[str] = ()
    delete: Sequence[str] = ()
    order: Sequence[str] = ()
    texts: Mapping[str, PhotoText] = field(default_factory=dict)
    documents_add: Sequence[str] = ()
    documents_delete: Sequence[str] = ()
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def touches_photos(self) -> bool:
        """Whether the set or the order of photos changes."""
        return bool(self.add or self.delete or self.order)

    @property
    def touches_media(self) -> bool:
        """Whether the set or the order of photos or documents changes."""
        return bool(self.touches_photos or self.documents_add or self.documents_delete)


def arrange(present: Sequence[str], change: MediaChange) -> list[str]:
    """The ids of the photos afterwards, in order: those named in `order` first, the others as they were, new ones last.

    Raises NotFound for ids that are not of this project, Invalid (`media_count`) unless 1 to 12 remain.
    """
    _require_known(change.delete, present)
    kept = [photo for photo in present if photo not in set(change.delete)]
    after = kept + [photo for photo in dict.fromkeys(change.add) if photo not in kept]
    _require_known(change.order, after)
    if change.touches_photos:
        require_photo_count(len(after))
    first = list(dict.fromkeys(change.order))
    return first + [photo for photo in after if photo not in set(first)]


def require_photo_count(count: int) -> None:
    """Raises Invalid (`media_count`) unless a project holds so many photos."""
    if not PHOTOS_MIN <= count <= PHOTOS_MAX:
        raise Invalid(
            _("A project holds %(least)s to %(most)s photos; this would leave %(count)s.")
            % {"least": PHOTOS_MIN, "most": PHOTOS_MAX, "count": count},
            code="media_count",
            field="media_add",
        )


def arrange_documents(present: Sequence[str], change: MediaChange) -> list[str]:
    """The ids of the documents afterwards, in order, new ones last.

    Raises NotFound for ids that are not of this project, Invalid (`document_count`) for more than 10.
    """
    if set(change.documents_delete) - set(present):
        raise NotFound(_("There is no such document."), code="document_unknown")
    kept = [one for one in present if one not in set(change.documents_delete)]
    after = kept + [one for one in dict.fromkeys(change.documents_add) if one not in kept]
    require_few_documents(len(after))
    return after


def require_few_documents(count: int) -> None:
    """Raises Invalid (`document_count`) for more documents than a project holds."""
    if count > DOCUMENTS_MAX:
        text = _("A project holds at most %(most)s documents.") % {"most": DOCUMENTS_MAX}
        raise Invalid(text, code="document_count", field="documents_add")


def _require_known(ids: Sequence[str], known: Sequence[str]) -> None:
    if set(ids) - set(known):
        raise NotFound(_("One of these photos does not belong to this project."), code="media_unknown")
