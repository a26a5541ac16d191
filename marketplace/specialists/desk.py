"""Specialists on the moderators' desk."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from design.money import write_money
from marketplace.accounts.models import User
from marketplace.core.machine import Party
from marketplace.media.selectors import pictures
from marketplace.moderation.desks import Decide, Desk, Fact, Photo, account_of
from marketplace.specialists import rules, selectors, transitions
from marketplace.specialists.languages import SPOKEN
from marketplace.specialists.models import Offering, SpecialistProfile


class SpecialistDesk(Desk):
    kind = "specialist"
    label: ClassVar[Promise | str] = gettext_lazy("Specialist")
    decisions: ClassVar[Mapping[str, Decide]] = {
        "approve": transitions.approve,
        "request_changes": transitions.request_changes,
        "reject": transitions.reject,
    }
    measures: ClassVar[Mapping[str, Decide]] = {"suspend": transitions.suspend, "restore": transitions.restore}
    need_note = frozenset({"request_changes", "reject", "suspend"})

    def waiting(self) -> QuerySet[SpecialistProfile]:
        return selectors.waiting()

    def find(self, pk: int) -> SpecialistProfile | None:
        found = SpecialistProfile.objects.select_related("standing__draft", "user", "city", "avatar")
        return found.filter(pk=pk).first()

    def of(self, person: User) -> QuerySet[SpecialistProfile]:
        return SpecialistProfile.objects.owned_by(person).select_related("standing").order_by("-pk")

    def party(self, listing: SpecialistProfile, user: User) -> Party:
        return rules.party(listing, user)

    def is_public(self, listing: SpecialistProfile) -> bool:
        return rules.is_public(listing)

    def fields(self, listing: SpecialistProfile) -> Sequence[tuple[str, str]]:
        return [
            (_("Name"), listing.name),
            (_("Kind"), str(listing.get_kind_display())),
            (_("Headline"), listing.headline),
            (_("About"), listing.bio),
            (_("City"), str(listing.city or "")),
            (_("How far they travel, km"), str(listing.radius_km)),
            (_("Kinds of work"), ", ".join(str(category) for category in listing.categories.all())),
            (_("Languages"), ", ".join(SPOKEN.get(code, code) for code in listing.languages)),
            (_("Years of experience"), "" if listing.years_experience is None else str(listing.years_experience)),
        ]

    def photos(self, listing: SpecialistProfile) -> Sequence[Photo]:
        asset = listing.avatar_id
        if asset is None:
            return []
        found = pictures([asset], "avatar").get(asset)
        return [Photo(asset, found["src"] if found else "", _("Picture"))]

    def facts(self, listing: SpecialistProfile) -> Sequence[Fact]:
        lines = listing.offerings.select_related("service")
        prices = [Fact(f"{line.service}: {line.title}", _price(line)) for line in lines]
        return [account_of(listing.user), *prices]


def _price(line: Offering) -> str:
    how: Any = line.get_price_type_display()
    return f"{write_money(line.price_minor, line.currency)}, {how}" if line.price_minor is not None else str(how)
