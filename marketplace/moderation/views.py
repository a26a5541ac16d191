"""Where moderators decide: what waits, and one listing with what it says now beside what it would say."""

from dataclasses import dataclass, replace
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from marketplace.accounts.http import SignedInRequest
from marketplace.audit.models import Event
from marketplace.core.errors import Invalid, Refusal
from marketplace.moderation.desks import Desk, Fact, Photo, desks, named, turn, waiting
from marketplace.moderation.models import Standing
from marketplace.moderation.rules import is_moderator, may_look

SHOWN = 100
HISTORY = 20

LABELS: dict[str, Promise] = {
    "approve": gettext_lazy("Approve"),
    "request_changes": gettext_lazy("Request changes"),
    "reject": gettext_lazy("Reject"),
    "suspend": gettext_lazy("Suspend"),
    "restore": gettext_lazy("Restore"),
    "hide": gettext_lazy("Hide"),
    "unhide": gettext_lazy("Show again"),
}


# What happened to a listing, by the last word of the event's kind.
HAPPENED: dict[str, Promise] = {
    "archived": gettext_lazy("Archived"),
    "changed": gettext_lazy("Changed"),
    "closed": gettext_lazy("Closed"),
    "created": gettext_lazy("Created"),
    "deleted": gettext_lazy("Deleted"),
    "hidden": gettext_lazy("Hidden by moderators"),
    "paused": gettext_lazy("Paused"),
    "published": gettext_lazy("Published"),
    "restored": gettext_lazy("Restored"),
    "resumed": gettext_lazy("Resumed"),
    "returned": gettext_lazy("Sent back to the owner"),
    "submitted": gettext_lazy("Submitted for review"),
    "suspended": gettext_lazy("Suspended"),
    "unhidden": gettext_lazy("Shown again"),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One field: what is public, what is submitted."""

    label: str
    before: str
    after: str

    @property
    def is_new(self) -> bool:
        """Whether there is something to look at."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the queue."""

    title: str
    label: str
    url: str
    since: datetime | None
    is_change: bool


class ModeratorsView(WagtailAdminTemplateMixin, View):
    """A page of the admin for moderators."""

    request: SignedInRequest
    page_title: ClassVar[Any] = gettext_lazy("Waiting for review")
    header_icon = "clipboard-list"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_open():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def is_open(self) -> bool:
        """Whether the person may see the page: moderators only, unless a subclass says otherwise."""
        return is_moderator(self.request.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def page(self, status: int = 200, **context: Any) -> HttpResponse:
        """The page with what subclasses and the call put into it."""
        answer: HttpResponse = self.render_to_response(self.get_context_data(**context), status=status)
        return answer


class QueueView(ModeratorsView):
    """Everything that waits, of all kinds, longest waiting first."""

    template_name = "moderation/queue.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = [row for desk in desks() for row in self.rows(desk)]
        rows.sort(key=lambda row: (row.since is None, row.since))
        total = len(rows) if len(rows) < SHOWN else waiting()
        return self.page(rows=rows[:SHOWN], total=total)

    def rows(self, desk: Desk) -> list[Waiting]:
        return [
            Waiting(
                title=str(listing),
                label=str(desk.label),
                url=reverse("moderation_review", args=[desk.kind, listing.pk]),
                since=desk.standing(listing).submitted_at,
                is_change=desk.standing(listing).published_at is not None,
            )
            for listing in desk.waiting()[:SHOWN]
        ]


class ReviewView(ModeratorsView):
    """One listing. What a decision is about is the revision that this page showed, and no other.

    Who may only look sees the same page without buttons.
    """

    template_name = "moderation/review.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        desk = named(kwargs["kind"])
        listing = desk.find(kwargs["pk"]) if desk else None
        if desk is None or listing is None:
            raise Http404
        self.desk, self.listing = desk, listing

    @property
    def standing(self) -> Standing:
        return self.desk.standing(self.listing)

    def is_open(self) -> bool:
        return may_look(self.request.user, type(self.listing))

    def get(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        if not is_moderator(request.user):
            raise PermissionDenied
        action, since = request.POST.get("action", ""), self.standing.submitted_at
        try:
            self.take(action, pk)
        except Invalid as refusal:
            messages.error(request, str(refusal))
            return self.page(422, note=request.POST.get("note", ""), wanted=action)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
        messages.success(request, _("Done: “%(title)s”.") % {"title": self.listing})
        return redirect(self.after_decision(since) if action in self.desk.decisions else request.path)

    def after_decision(self, since: datetime | None) -> str:
        """The next listing that waits, the queue when none does."""
        following = turn(self.desk.kind, self.listing.pk, since).next
        return reverse("moderation_review", args=following) if following else reverse("moderation_queue")

    def take(self, action: str, pk: int) -> None:
        """Call the transition. Raises Http404 for another action, and whatever the transition refuses."""
        values: dict[str, Any] = {"by": self.request.user}
        if action in self.desk.decisions:
            values["revision_id"] = self.seen()
        if action in self.desk.need_note:
            values["note"] = self.request.POST.get("note", "")
        transition = self.desk.decisions.get(action) or self.desk.measures.get(action)
        if transition is None:
            raise Http404
        transition(pk, **values)

    def seen(self) -> int:
        """The id of the revision that the moderator saw, 0 when it is not told."""
        text = self.request.POST.get("revision", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0

    def get_page_title(self) -> str:
        return str(self.listing)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": reverse("moderation_queue"), "label": ModeratorsView.page_title}
        above = [queue] if is_moderator(self.request.user) else []
        return [*self.breadcrumbs_items, *above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standing, desk = self.standing, self.desk
        offered = standing.machine.actions(standing.state, desk.party(self.listing, self.request.user))
        decides = is_moderator(self.request.user)
        is_asked = standing in [desk.standing(listing) for listing in desk.waiting().filter(pk=self.listing.pk)]
        draft = standing.draft.as_object() if is_asked and standing.draft else self.listing
        context: dict[str, Any] = super().get_context_data(
            **{
                "desk": desk,
                "listing": self.listing,
                "standing": standing,
                "is_asked": is_asked,
                "is_public": desk.is_public(self.listing),
                "was_public": standing.published_at is not None,
                "decides": decides,
                "turn": turn(desk.kind, self.listing.pk, standing.submitted_at) if is_asked and decides else None,
                "rows": self.compared(draft),
                "photos": self.compared_photos(draft),
                "files": self.compared_files(draft),
                "facts": self.facts(),
                "decisions": self.buttons(desk.decisions) if is_asked and decides else [],
                "measures": self.buttons([name for name in desk.measures if decides and name in offered]),
                "history": self.history(),
                **kwargs,
            }
        )
        return context

    def facts(self) -> list[Fact]:
        """What is good to know, each with its address when the person may open it."""
        user, found = self.request.user, self.desk.facts(self.listing)
        return [fact if fact.address and fact.may_open(user) else replace(fact, address="") for fact in found]

    def compared(self, draft: Any) -> list[Compared]:
        """Field by field, what the public sees, or saw last, and what is submitted."""
        now = dict(self.desk.fields(self.listing)) if self.standing.published_at else {}
        return [Compared(label, now.get(label, ""), text) for label, text in self.desk.fields(draft)]

    def compared_photos(self, draft: Any) -> list[dict[str, Any]]:
        """The submitted photos, those that are new or say something else marked, then those that would go."""
        before = list(self.desk.photos(self.listing)) if self.standing.published_at else []
        after = list(self.desk.photos(draft))
        old, new = {photo.key: _words(photo) for photo in before}, {photo.key for photo in after}
        marks = ["new" if one.key not in old else "changed" if old[one.key] != _words(one) else "" for one in after]
        moved = _moved([photo.key for photo in before], [photo.key for photo in after])
        covers = {after[0].key} if len(after) > 1 and before and before[0].key != after[0].key else set()
        kept = [
            {"photo": one, "mark": mark, "is_moved": one.key in moved, "is_new_cover": one.key in covers}
            for one, mark in zip(after, marks, strict=True)
        ]
        return kept + [{"photo": photo, "mark": "gone"} for photo in before if photo.key not in new]

    def compared_files(self, draft: Any) -> list[dict[str, str]]:
        """The submitted documents, those that are new marked, then those that would go; equal names hide nothing."""
        before = list(self.desk.files(self.listing)) if self.standing.published_at else []
        after = list(self.desk.files(draft))
        old, new = {address for _name, address in before}, {address for _name, address in after}
        marked = [(name, address, "" if address in old else "new") for name, address in after]
        marked += [(name, address, "gone") for name, address in before if address not in new]
        return [{"name": name, "address": address, "mark": mark} for name, address, mark in marked]

    def buttons(self, names: Any) -> list[dict[str, Any]]:
        return [
            {"name": name, "label": LABELS.get(name, name), "needs_note": name in self.desk.need_note} for name in names
        ]

    def history(self) -> list[tuple[Event, Any]]:
        """The latest facts about the listing, newest first, each with what it is called."""
        kind = self.listing._meta.label_lower
        found = Event.objects.filter(subject_type=kind, subject_id=self.listing.pk).select_related("actor")
        return [(event, happened(event.kind)) for event in found.order_by("-pk")[:HISTORY]]


def _words(photo: Photo) -> tuple[str, str]:
    return photo.text, photo.caption


def _moved(before: list[object], after: list[object]) -> set[object]:
    """Which of those that stay have another place among each other: as few as explain the new order."""
    old, new = [key for key in before if key in after], [key for key in after if key in before]
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return set(new) - {key for block in blocks for key in new[block.b : block.b + block.size]}


def happened(kind: str) -> Promise | str:
    """What a kind of event is called in a listing's history."""
    return HAPPENED.get(kind.rpartition(".")[2], kind)
