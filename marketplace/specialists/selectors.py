"""Named reads: one for each screen or endpoint, each in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, Case, CharField, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject

from marketplace.accounts.models import User
from marketplace.analytics.selectors import Series, series
from marketplace.catalog import names
from marketplace.catalog.models import Category
from marketplace.core import addresses
from marketplace.core.money import Money
from marketplace.core.prepared import Prepared, Slot
from marketplace.core.windows import Window, latest
from marketplace.media.selectors import pictures
from marketplace.reports.subjects import Subject
from marketplace.specialists import rules
from marketplace.specialists.models import Offering, RemovedSpecialist, SpecialistFavourite, SpecialistProfile
from marketplace.specialists.querysets import SpecialistQuerySet
from marketplace.specialists.states import ProfileState
from marketplace.verification.selectors import badges, proved

Viewer = User | AnonymousUser
Values = dict[str, Any]

ID = BigIntegerField()
COLUMNS = (
    *("pk", "public_id", "tally_id", "user_id", "name", "headline", "avatar_id"),
    *(f"city__name_{language}" for language in names.LANGUAGES),
    *("city__slug", "rating__average", "rating__count", "tally__views", "tally__favourites", "tally__to_profile"),
)


def is_favourite(viewer: Slot | int) -> Exists:
    """Whether the viewer saved the specialist: the one condition behind every `is_favorite`."""
    return Exists(SpecialistFavourite.objects.filter(specialist=OuterRef("pk"), user=viewer))


def cheapest(column: str) -> Subquery:
    """That column of the cheapest offering that has a price, or `per`, what it is paid for; NULL when none has."""
    hourly = When(price_type=Offering.PriceType.HOURLY, then=Value("hour"))
    priced = Offering.objects.filter(specialist=OuterRef("pk"), price_minor__isnull=False)
    priced = priced.annotate(per=Case(hourly, default=F("unit"), output_field=CharField()))
    return Subquery(priced.order_by("price_minor", "pk").values(column)[:1])


def card_rows(*more: Combinable, **condition: Slot) -> QuerySet[SpecialistProfile, tuple[Any, ...]]:
    """What `card` is made of, and `more`, for profiles that fit and the slot `viewer` may see."""
    return _rows(SpecialistProfile.objects.visible_to(Slot("viewer", ID)).filter(**condition), *more)


def _rows(found: SpecialistQuerySet, *more: Combinable) -> QuerySet[SpecialistProfile, tuple[Any, ...]]:
    price = (cheapest("price_minor"), cheapest("currency"), cheapest("per"))
    return found.values_list(*COLUMNS, *price, is_favourite(Slot("viewer", ID)), proved("user_id"), *more)


_visible = Prepared(lambda: card_rows(public_id=Slot("public_id", CharField())))
_known = Prepared(lambda: _rows(SpecialistProfile.objects.filter(public_id=Slot("public_id", CharField()))))


def card(row: tuple[Any, ...], avatars: Mapping[int, Any]) -> Values:
    """The card of a specialist out of a row of `card_rows` and the avatars that have sizes."""
    pk, public_id, tally, owner, name, headline, avatar, *rest = row
    en, ru, kk, city_slug, rating, rated, views, favourites, to_profile, price, currency, per, is_saved, kinds = rest
    return {
        "id": pk,
        "tally_id": tally,
        "owner_id": owner,
        "public_id": public_id,
        "url": addresses.listing("specialist", name, public_id),
        "name": name,
        "headline": headline,
        "city": names.pick({"en": en or "", "ru": ru or "", "kk": kk or ""}),
        "city_slug": city_slug or "",
        "rating": float(rating) if rating is not None else None,
        "rating_count": rated or 0,
        "price_from": Money(price, currency) if price is not None else None,
        "price_unit": per or "",
        "badges": badges(kinds),
        "avatar": avatars.get(avatar),
        "is_favorite": is_saved,
        "views_count": views,
        "favorites_count": favourites,
        "to_profile_count": to_profile,
    }


def detail(public_id: str, viewer: Viewer) -> Values | None:
    """One specialist with everything a profile page says, in four statements; None when the viewer may not see it.

    `version` is the standing's: with the card's figures it tells whether an answer is still the same.
    """
    return next((_detail(row) for row in _visible(public_id=public_id, viewer=viewer.pk or 0)), None)


def known(public_id: str, viewer: Viewer) -> Values | None:
    """The same for a specialist in any state, for those who may see more than the public."""
    return next((_detail(row) for row in _known(public_id=public_id, viewer=viewer.pk or 0)), None)


def _detail(row: tuple[Any, ...]) -> Values:
    pk, avatar = row[0], row[6]
    return {
        **card(row, pictures([avatar], "avatar") if avatar else {}),
        **_content(pk),
        "offerings": offerings(pk),
    }


def _content(specialist_id: int) -> Values:
    row = (
        SpecialistProfile.objects.filter(pk=specialist_id)
        .annotate(terms=_terms())
        .values(
            *("bio", "kind", "languages", "years_experience", "radius_km", "latitude", "longitude", "terms"),
            *("city__latitude", "city__longitude"),
            *("standing__state", "standing__published_at", "standing__version"),
        )
        .get()
    )
    has_point = row["latitude"] is not None
    return {
        "kind": row["kind"],
        "bio": row["bio"],
        "languages": row["languages"],
        "years_experience": row["years_experience"],
        "radius_km": row["radius_km"],
        "latitude": rules.coarse(row["latitude" if has_point else "city__latitude"]),
        "longitude": rules.coarse(row["longitude" if has_point else "city__longitude"]),
        "categories": [{"slug": term["slug"], "name": names.pick(term)} for term in row["terms"]],
        "standing": row["standing__state"],
        "published_at": row["standing__published_at"],
        "version": row["standing__version"],
    }


def _terms() -> ArraySubquery:
    """The specialist's categories in the order of the tree, each with its slug and its name in every language."""
    chosen = SpecialistProfile.categories.through.objects.filter(specialistprofile=OuterRef(OuterRef("pk")))
    found = Category.objects.filter(pk__in=chosen.values("category")).in_tree_order()
    labels = {language: f"name_{language}" for language in names.LANGUAGES}
    return ArraySubquery(found.values(json=JSONObject(slug="slug", **labels)))


def offerings(specialist_id: int) -> list[Values]:
    """The price list of a specialist, in its order: one statement."""
    rows = Offering.objects.filter(specialist=specialist_id).select_related("service")
    return [offering_values(row) for row in rows]


def offering_values(offering: Offering) -> Values:
    """One line of a price list as pages and API say it; the price is None when it is given on request."""
    price = offering.price_minor
    return {
        "id": offering.public_id,
        "title": offering.title,
        "service": {"slug": offering.service.slug, "name": offering.service.name},
        "price_type": offering.price_type,
        "price": Money(price, offering.currency) if price is not None else None,
        "unit": offering.unit,
        "duration_minutes": offering.duration_minutes,
    }


def own(user: User) -> SpecialistProfile | None:
    """The person's profile with everything that says how it stands; None before the first step."""
    return (
        SpecialistProfile.objects.owned_by(user)
        .select_related("user", "standing__draft", "tally", "city", "avatar", "rating")
        .first()
    )


def may_verify(user: User) -> bool:
    """Whether the person has a profile that is not closed."""
    return SpecialistProfile.objects.owned_by(user).exclude(standing__state=ProfileState.CLOSED).exists()


def waiting() -> QuerySet[SpecialistProfile]:
    """The profiles that a moderator is asked about, longest waiting first, with how they stand."""
    return SpecialistProfile.objects.waiting().select_related("standing", "city", "user")


def saved_by(user: User, *, cursor: str = "", size: int = 24) -> Window[int]:
    """The ids of some of the specialists a person saved and may still see, latest saved first. Raises BadCursor."""
    visible = SpecialistProfile.objects.visible_to(user.pk).values("pk")
    saved = SpecialistFavourite.objects.filter(user=user, specialist__in=visible).values_list("pk", "specialist_id")
    return latest("saved_specialists", saved, itemgetter(0), cursor=cursor, size=size).map(itemgetter(1))


def public_among(public_ids: Sequence[str]) -> list[SpecialistProfile]:
    """Those of these specialists whom anybody may see, in their order, with no more than `tally_id`: one statement."""
    found = SpecialistProfile.objects.public().filter(public_id__in=public_ids).only("public_id", "tally_id")
    return sorted(found, key=lambda specialist: public_ids.index(specialist.public_id))


def was_public(public_id: str) -> bool:
    """Whether a public profile once lived at this id: its address is gone rather than unknown."""
    if RemovedSpecialist.objects.filter(public_id=public_id).exists():
        return True
    return SpecialistProfile.objects.filter(public_id=public_id, standing__published_at__isnull=False).exists()


def statistics(specialist: SpecialistProfile, days: int) -> Series:
    """What the profile brought in the last 7 or 30 days, day by day. Raises Invalid for another window."""
    return series(specialist.tally_id, days)


def reported(public_id: str) -> Subject | None:
    """The public specialist whom somebody reports; None when there is none."""
    found = SpecialistProfile.objects.public().filter(public_id=public_id).first()
    if found is None:
        return None
    return Subject("specialist", found.pk, found.name, found.get_absolute_url(), found.user_id)
