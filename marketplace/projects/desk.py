"""Projects on the moderators' desk."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from design.money import write_money
from marketplace.accounts.models import User
from marketplace.core.machine import Party
from marketplace.core.money import Money
from marketplace.media.selectors import pictures
from marketplace.moderation.desks import Decide, Desk, Fact, Photo, account_of
from marketplace.moderation.rules import may_look
from marketplace.projects import details, rules, selectors, transitions
from marketplace.projects.models import Project
from marketplace.specialists.models import SpecialistProfile


class ProjectDesk(Desk):
    kind = "project"
    label: ClassVar[Promise | str] = gettext_lazy("Project")
    decisions: ClassVar[Mapping[str, Decide]] = {
        "approve": transitions.approve,
        "request_changes": transitions.request_changes,
        "reject": transitions.reject,
    }
    measures: ClassVar[Mapping[str, Decide]] = {"hide": transitions.hide, "unhide": transitions.unhide}
    need_note = frozenset({"request_changes", "reject", "hide"})

    def waiting(self) -> QuerySet[Project]:
        return selectors.waiting()

    def find(self, pk: int) -> Project | None:
        found = Project.objects.select_related(
            *("standing__draft", "specialist__user", "specialist__standing", "category", "city")
        )
        return found.filter(pk=pk).first()

    def of(self, person: User) -> QuerySet[Project]:
        return Project.objects.owned_by(person).select_related("standing").order_by("-pk")

    def party(self, listing: Project, user: User) -> Party:
        return rules.party(listing, user)

    def is_public(self, listing: Project) -> bool:
        return rules.is_public(listing)

    def fields(self, listing: Project) -> Sequence[tuple[str, str]]:
        return [
            (_("Title"), listing.title),
            (_("Summary"), listing.summary),
            (_("Story"), listing.story),
            (_("Category"), listing.category.name),
            (_("City"), listing.city.name),
            (_("Rooms"), ", ".join(room.name for room in listing.rooms.all())),
            (_("Styles"), ", ".join(style.name for style in listing.styles.all())),
            (_("Area, m²"), str(listing.area_m2 or "")),
            (_("Cost"), _range(listing.cost_from, listing.cost_to)),
            (_("Duration, days"), str(listing.duration_days or "")),
            (_("Finished on"), str(listing.completed_on or "")),
            (_("Language of the text"), str(listing.get_language_display())),
            (_("Documents"), "\n".join(name for name, _url in self.files(listing))),
        ]

    def files(self, listing: Project) -> Sequence[tuple[str, str]]:
        return [(document["title"], document["url"]) for document in details.documents(listing)]

    def photos(self, listing: Project) -> Sequence[Photo]:
        rows = list(listing.photos.order_by("position"))
        found = pictures([photo.asset_id for photo in rows], "full")
        return [
            Photo(
                photo.asset_id,
                found[photo.asset_id]["src"] if photo.asset_id in found else "",
                photo.alt,
                photo.caption,
            )
            for photo in rows
        ]

    def facts(self, listing: Project) -> Sequence[Fact]:
        specialist = listing.specialist
        page = reverse("moderation_review", args=["specialist", specialist.pk])
        return [
            Fact(_("Specialist"), specialist.name, page, lambda viewer: may_look(viewer, SpecialistProfile)),
            account_of(specialist.user),
        ]


def _range(lowest: Money | None, highest: Money | None) -> str:
    return " – ".join(write_money(amount.minor, amount.currency) for amount in (lowest, highest) if amount is not None)
