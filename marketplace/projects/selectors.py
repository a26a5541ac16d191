"""Named reads: one for each screen or endpoint, each in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from operator import attrgetter, itemgetter
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import default_storage
from django.db.models import BigIntegerField, CharField, Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject

from marketplace.accounts.models import User
from marketplace.analytics.selectors import Series, series
from marketplace.catalog import names
from marketplace.core import addresses
from marketplace.core.money import Money
from marketplace.core.prepared import Prepared, PreparedModels, Slot
from marketplace.core.windows import Window, latest
from marketplace.media.models import MediaAsset
from marketplace.media.selectors import pictures
from marketplace.media.states import Kind
from marketplace.projects.models import Project, ProjectFavourite, ProjectPhoto, RemovedProject
from marketplace.projects.querysets import ProjectQuerySet
from marketplace.reports.subjects import Subject

Viewer = User | AnonymousUser
Card = dict[str, Any]

ID = BigIntegerField()


def is_favourite(viewer: Slot | int) -> Exists:
    """Whether the viewer saved the project: the one condition behind every `is_favorite`."""
    return Exists(ProjectFavourite.objects.filter(project=OuterRef("pk"), user=viewer))


def cover() -> Subquery:
    """The asset of the project's first photo; NULL while it has none."""
    first = ProjectPhoto.objects.filter(project=OuterRef("pk")).order_by("position")
    return Subquery(first.values("asset_id")[:1])


def _photo_count() -> Coalesce:
    photos = ProjectPhoto.objects.filter(project=OuterRef("pk")).order_by().values("project")
    return Coalesce(Subquery(photos.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


COLUMNS = (
    *("pk", "public_id", "title", "area_m2", "cost_from_minor", "currency", "city__slug"),
    *(f"city__name_{language}" for language in names.LANGUAGES),
    *("tally__views", "tally__favourites", "tally__to_profile"),
    *("specialist__public_id", "specialist__name", "specialist__rating__average", "specialist__rating__count"),
)

_cards = Prepared(
    lambda: (
        Project.objects.public()
        .filter(pk__any_of=Slot("ids", ArrayField(ID)))
        .values_list(*COLUMNS, cover(), _photo_count(), is_favourite(Slot("viewer", ID)))
    )
)


def cards(ids: Sequence[int], viewer: Viewer) -> list[Card]:
    """The cards of these projects in this order, without those not public any more: two statements for any number."""
    rows = {row[0]: row for row in _cards(ids=list(ids), viewer=viewer.pk or 0)}
    covers = pictures([row[17] for row in rows.values() if row[17]], "card")
    return [_card(rows[pk], covers) for pk in ids if pk in rows]


def _card(row: tuple[Any, ...], covers: dict[int, Any]) -> Card:
    (pk, public_id, title, area, cost, currency, city_slug, *city) = row[:10]
    views, favourites, to_profile, owner_id, owner, rating, rated, cover, photos, is_saved = row[10:]
    picture = covers.get(cover)
    return {
        "id": pk,
        "public_id": public_id,
        "url": addresses.listing("project", title, public_id),
        "title": title,
        "city": names.pick(dict(zip(names.LANGUAGES, city, strict=True))),
        "city_slug": city_slug,
        "area_m2": area,
        "price": Money(cost, currency) if cost is not None else None,
        "photo_count": photos,
        "cover": {**picture, "alt": title} if picture else None,
        **figures(views, favourites, to_profile, is_saved=is_saved),
        "specialist": specialist_of(owner_id, owner, rating, rated),
    }


def figures(views: int, favourites: int, to_profile: int, *, is_saved: bool) -> Card:
    """What a card counts and marks. Nobody can buy a place on top yet."""
    return {
        "is_top": False,
        "is_pro": False,
        "is_favorite": is_saved,
        "views_count": views,
        "favorites_count": favourites,
        "to_profile_count": to_profile,
    }


def specialist_of(public_id: str, name: str, rating: Any, rated: int | None) -> dict[str, Any]:
    """The author as a card shows him: name, address, initials, rating as a float or None."""
    words = [word for word in name.split() if word[0].isalnum()]
    return {
        "public_id": public_id,
        "name": name,
        "url": addresses.listing("specialist", name, public_id),
        "initials": "".join(word[0] for word in words[:2]).upper(),
        "rating": float(rating) if rating is not None else None,
        "rating_count": rated or 0,
    }


def public(public_id: str, viewer: Viewer) -> Project | None:
    """A project that anybody may see, with all that its page says of it but photos and documents; None otherwise."""
    return next(iter(_public(public_id=public_id, viewer=viewer.pk or 0)), None)


def known(public_id: str, viewer: Viewer) -> Project | None:
    """The same for a project in any state, for those who may see more than the public."""
    return next(iter(_known(public_id=public_id, viewer=viewer.pk or 0)), None)


def _with_everything(projects: ProjectQuerySet) -> ProjectQuerySet:
    """One project by the slot `public_id`, marked as saved by the slot `viewer`."""
    found: ProjectQuerySet = projects.filter(public_id=Slot("public_id", CharField())).select_related(
        "category",
        "city",
        "tally",
        "standing",
        "specialist__standing",
        "specialist__user",
        "specialist__city",
        "specialist__rating",
    )
    annotated: ProjectQuerySet = found.annotate(
        is_saved=is_favourite(Slot("viewer", ID)),
        room_terms=_terms(Project.rooms.through, "roomtype"),
        style_terms=_terms(Project.styles.through, "style"),
    )
    return annotated


_public = PreparedModels(lambda: _with_everything(Project.objects.public()))
_known = PreparedModels(lambda: _with_everything(Project.objects.select_related("standing__draft")))


def _terms(through: Any, kind: str) -> ArraySubquery:
    """The slugs and names of rooms or styles as one column, so that a project's page needs no query for each."""
    parts = {"slug": f"{kind}__slug", **{language: f"{kind}__name_{language}" for language in names.LANGUAGES}}
    links = through.objects.filter(project=OuterRef("pk")).order_by(f"{kind}__sort_order")
    return ArraySubquery(links.values(term=JSONObject(**parts)))


def was_public(public_id: str) -> bool:
    """Whether a public project once lived at this id: its address is gone rather than unknown."""
    if RemovedProject.objects.filter(public_id=public_id).exists():
        return True
    return Project.objects.filter(public_id=public_id, standing__published_at__isnull=False).exists()


def saved_by(user: User, *, cursor: str = "", size: int = 24) -> Window[int]:
    """The ids of some of the projects a person saved that are public, latest saved first. Raises BadCursor."""
    public = Project.objects.public().values("pk")
    saved = ProjectFavourite.objects.filter(user=user, project__in=public).values_list("pk", "project_id")
    return latest("saved_projects", saved, itemgetter(0), cursor=cursor, size=size).map(itemgetter(1))


def public_among(public_ids: Sequence[str]) -> list[Project]:
    """Those of these projects that anybody may see, in their order, with no more than `tally_id`: one statement."""
    found = Project.objects.public().filter(public_id__in=public_ids).only("public_id", "tally_id")
    return sorted(found, key=lambda project: public_ids.index(project.public_id))


def waiting() -> ProjectQuerySet:
    """The projects that moderators are asked about, longest waiting first, with how they stand."""
    return Project.objects.waiting().select_related("standing", "specialist__user", "city")


def own(user: User) -> ProjectQuerySet:
    """All projects of the person, newest first, with how they stand and how often they were seen."""
    return Project.objects.owned_by(user).select_related("standing", "tally", "city", "category").order_by("-pk")


def own_in_pages(user: User, *, state: str = "", cursor: str = "", size: int = 24) -> Window[Project]:
    """Some of the person's projects, newest first, of one state if that is asked, with what `details.own_cards` reads.

    Raises BadCursor.
    """
    projects = own(user).filter(standing__state=state) if state else own(user)
    told = projects.select_related("specialist__rating").annotate(
        is_saved=is_favourite(user.pk), cover_asset=cover(), photo_count=_photo_count()
    )
    return latest(f"own_projects {state}".rstrip(), told, attrgetter("pk"), cursor=cursor, size=size)


def covers(projects: Iterable[Project]) -> dict[int, Any]:
    """The cover of each project by the project's id: two statements for any number."""
    ids = [project.pk for project in projects]
    first = ProjectPhoto.objects.filter(project__in=ids, position=1).values_list("project_id", "asset_id")
    assets = dict(first)
    found = pictures(assets.values(), "card")
    return {project: found[asset] for project, asset in assets.items() if asset in found}


def staged(user: User, public_ids: Sequence[str]) -> dict[str, Any]:
    """The person's own uploads among these ids, each with its picture or None while that is being made."""
    assets = MediaAsset.objects.filter(public_id__in=public_ids, uploader=user, kind=Kind.IMAGE)
    rows = dict(assets.values_list("public_id", "pk"))
    found = pictures(rows.values(), "card")
    return {public: found.get(pk) for public, pk in rows.items()}


def of_specialist(specialist_id: int, *, cursor: str = "", size: int = 48) -> Window[int]:
    """The ids of some of a specialist's public projects, newest first. Raises BadCursor."""
    projects = Project.objects.public().filter(specialist=specialist_id).values_list("pk", flat=True)
    return latest(f"projects of {specialist_id}", projects, int, cursor=cursor, size=size)


def number_of(specialist_id: int) -> int:
    """How many public projects a specialist has."""
    return Project.objects.public().filter(specialist=specialist_id).count()


def statistics(project: Project, days: int) -> Series:
    """What the project brought in the last 7 or 30 days, day by day. Raises Invalid for another window."""
    return series(project.tally_id, days)


def reported(public_id: str) -> Subject | None:
    """The public project that somebody reports; None when there is none."""
    found = Project.objects.public().filter(public_id=public_id).select_related("specialist").first()
    if found is None:
        return None
    return Subject("project", found.pk, found.title, found.get_absolute_url(), found.specialist.user_id)


def shared_picture(project_ids: Sequence[int]) -> dict[str, Any] | None:
    """What other sites show of these projects: 1200×630 of the first photo that has it; None when none has."""
    fields = ("asset__renditions__file", "asset__renditions__width", "asset__renditions__height")
    ready = ProjectPhoto.objects.filter(project__in=project_ids, asset__renditions__name="social1200")
    for file, width, height in ready.order_by("position", "-project").values_list(*fields)[:1]:
        return {"src": default_storage.url(file), "width": width, "height": height}
    return None
