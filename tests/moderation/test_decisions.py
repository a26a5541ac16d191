"""Every transition of projects and specialists, in every state, by everybody: where it leads or what it leaves be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from marketplace.accounts.models import User
from marketplace.audit.models import Event
from marketplace.core import clock
from marketplace.core.errors import IllegalTransition, Invalid, NotAllowed, NotFound, Refusal, Stale
from marketplace.moderation.models import Standing
from marketplace.projects import states as project_states
from marketplace.projects import transitions as projects
from marketplace.projects.models import Project
from marketplace.projects.states import ProjectState
from marketplace.specialists import states as specialist_states
from marketplace.specialists import transitions as specialists
from marketplace.specialists.models import SpecialistProfile
from marketplace.specialists.states import ProfileState
from tests.cast import profile_of, project_of
from tests.specialists.cast import complete

EARLIER = "What a moderator said before."
REASON = "Say where the photos are from."
OLD, NEW = "What was there before.", "What waits for a moderator."
DECISIONS = {"approve", "request_changes", "reject"}


@dataclass(frozen=True, slots=True)
class Way:
    """One transition: who may, from where to where, and what else is different afterwards."""

    by: str
    leads: Mapping[str, str]
    fact: str
    note: str = EARLIER
    is_waiting: bool = True
    text: str = OLD
    version: int = 2

    @property
    def needs_note(self) -> bool:
        return self.note == REASON


RETURNED: dict[str, Any] = {"note": REASON, "is_waiting": False}
APPROVED: dict[str, Any] = {"note": "", "is_waiting": False, "text": NEW}

PROJECTS = {
    "submit": Way("sam", {"draft": "in_review", "changes_requested": "in_review"}, "project.submitted", note=""),
    "approve": Way("mona", {"in_review": "published", "published": "published"}, "project.published", **APPROVED),
    "request_changes": Way(
        "mona", {"in_review": "changes_requested", "published": "published"}, "project.returned", **RETURNED
    ),
    "reject": Way("mona", {"in_review": "rejected", "published": "published"}, "project.returned", **RETURNED),
    "archive": Way("sam", {"published": "archived"}, "project.archived"),
    "restore": Way("sam", {"archived": "published"}, "project.restored"),
    "hide": Way("mona", {"published": "hidden", "archived": "hidden"}, "project.hidden", note=REASON),
    "unhide": Way("mona", {"hidden": "published"}, "project.unhidden", note=""),
}
OPEN = ("draft", "in_review", "changes_requested", "rejected", "published", "paused")
SPECIALISTS = {
    "submit": Way("sam", {"draft": "in_review", "changes_requested": "in_review"}, "specialist.submitted", note=""),
    "approve": Way(
        "mona",
        {"in_review": "published", "published": "published", "paused": "paused"},
        "specialist.published",
        **APPROVED,
    ),
    "request_changes": Way(
        "mona",
        {"in_review": "changes_requested", "published": "published", "paused": "paused"},
        "specialist.returned",
        **RETURNED,
    ),
    "reject": Way(
        "mona",
        {"in_review": "rejected", "published": "published", "paused": "paused"},
        "specialist.returned",
        **RETURNED,
    ),
    "pause": Way("sam", {"published": "paused"}, "specialist.paused"),
    "resume": Way("sam", {"paused": "published"}, "specialist.resumed"),
    "suspend": Way("mona", {"published": "suspended", "paused": "suspended"}, "specialist.suspended", note=REASON),
    "restore": Way("mona", {"suspended": "published"}, "specialist.restored", note=""),
    "close": Way("sam", dict.fromkeys(OPEN, "closed"), "specialist.closed", note="", is_waiting=False, version=3),
}


class Listing:
    """A listing in some state, with a draft that says NEW and of which a moderator is asked, whatever the state."""

    def __init__(self, row: Project | SpecialistProfile, field: str, state: str, by: User) -> None:
        self.row, self.field = row, field
        draft = type(row).objects.get(pk=row.pk)
        setattr(draft, field, NEW)
        stand = self.standing()
        stand.draft = draft.save_revision(user=by, clean=False)
        stand.submitted_at, stand.state, stand.note, stand.version = clock.now(), state, EARLIER, 1
        stand.save()
        self.revision = stand.draft_id
        self.events = Event.objects.count()

    def standing(self) -> Any:
        return type(self.row.standing).objects.get(pk=self.row.pk)

    def text(self) -> str:
        return str(getattr(type(self.row).objects.get(pk=self.row.pk), self.field))

    def world(self) -> tuple[object, ...]:
        """All there is to change."""
        stand: Standing = self.standing()
        values = {field.attname: getattr(stand, field.attname) for field in stand._meta.concrete_fields}
        return values, self.text(), Event.objects.count()


def project_in(state: str, by: User) -> Listing:
    project = project_of(profile_of(by), state="draft", summary=OLD)
    return Listing(project, "summary", state, by)


def profile_in(state: str, by: User) -> Listing:
    profile = complete(by)
    SpecialistProfile.objects.filter(pk=profile.pk).update(bio=OLD)
    return Listing(profile, "bio", state, by)


Room = tuple[Callable[[str, User], Listing], Any, dict[str, Way]]
ROOMS: dict[str, Room] = {
    "project": (project_in, projects, PROJECTS),
    "specialist": (profile_in, specialists, SPECIALISTS),
}
EVERYTHING = [
    pytest.param(room, action, state, id=f"{room}-{action}-{state}")
    for room, (_, _, ways) in ROOMS.items()
    for action in ways
    for state in (ProjectState if room == "project" else ProfileState).values
]
WITH_REASON = [
    pytest.param(room, action, next(iter(way.leads)), id=f"{room}-{action}")
    for room, (_, _, ways) in ROOMS.items()
    for action, way in ways.items()
    if way.needs_note
]


def test_no_arrow_is_left_out() -> None:
    for machine, ways in ((project_states.PROJECT, PROJECTS), (specialist_states.PROFILE, SPECIALISTS)):
        assert {arrow.action for arrow in machine.arrows} == set(ways)


@pytest.mark.django_db
class TestTransitions:
    @pytest.fixture(autouse=True)
    def stage(self, sam: User, mona: User, eve: User) -> None:
        self.people = {"sam": sam, "mona": mona, "eve": eve}

    def stand(self, room: str, action: str, state: str) -> tuple[Listing, Way]:
        make, self.room, ways = ROOMS[room]
        return make(state, self.people["sam"]), ways[action]

    def take(self, listing: Listing, action: str, by: str, note: str = REASON, revision: int | None = None) -> Any:
        values: dict[str, Any] = {"by": self.people[by]}
        if action in DECISIONS:
            values["revision_id"] = listing.revision if revision is None else revision
        if any(action in ways and ways[action].needs_note for _, module, ways in ROOMS.values() if module is self.room):
            values["note"] = note
        return getattr(self.room, action)(listing.row.pk, **values)

    def refused(self, error: type[Refusal], listing: Listing, action: str, by: str, **said: Any) -> Refusal:
        before = listing.world()
        with pytest.raises(Refusal) as refusal:
            self.take(listing, action, by, **said)
        assert type(refusal.value) is error
        assert listing.world() == before
        return refusal.value

    @pytest.mark.parametrize(("room", "action", "state"), EVERYTHING)
    def test_it_leads_where_the_table_says_or_changes_nothing(self, room: str, action: str, state: str) -> None:
        listing, way = self.stand(room, action, state)
        if state not in way.leads:
            self.refused(IllegalTransition, listing, action, way.by)
            return
        self.take(listing, action, way.by)
        stand = listing.standing()
        assert (stand.state, stand.note, stand.version) == (way.leads[state], way.note, way.version)
        assert (stand.submitted_at is not None, listing.text()) == (way.is_waiting, way.text)
        facts = list(Event.objects.order_by("pk").values_list("kind", "actor_id"))[listing.events :]
        assert facts == [(way.fact, self.people[way.by].pk)]

    @pytest.mark.parametrize(("room", "action"), [(room, action) for room in ROOMS for action in ROOMS[room][2]])
    def test_nobody_else_takes_it(self, room: str, action: str) -> None:
        listing, way = self.stand(room, action, "draft")
        for state in listing.standing().machine.states.values:
            type(listing.standing()).objects.update(state=state)
            for person in self.people.keys() - {way.by}:
                is_known = action in DECISIONS or state == "published" or person != "eve"
                error = NotAllowed if is_known and action != "submit" else NotFound
                self.refused(error, listing, action, person)

    @pytest.mark.parametrize("note", ["", "  \r\n ", "\x00", "x" * 501])
    @pytest.mark.parametrize(("room", "action", "state"), WITH_REASON)
    def test_a_reason_is_given_and_not_too_long(self, room: str, action: str, state: str, note: str) -> None:
        listing, _way = self.stand(room, action, state)
        error = self.refused(Invalid, listing, action, "mona", note=note)
        text = "Say it in at most 500 characters." if len(note) > 500 else "Say why, in words that help the owner."
        assert (str(error), error.field) == (text, "note")

    @pytest.mark.parametrize(("room", "action", "state"), WITH_REASON)
    def test_the_end_of_a_line_counts_once(self, room: str, action: str, state: str) -> None:
        listing, _way = self.stand(room, action, state)
        self.take(listing, action, "mona", note="Why?\r\n" * 100 + "\r\n")
        assert listing.standing().note == ("Why?\n" * 100).strip()
        assert Event.objects.order_by("pk").last().data["note"] == listing.standing().note

    @pytest.mark.parametrize("action", sorted(DECISIONS))
    @pytest.mark.parametrize("state", ["in_review", "published"])
    @pytest.mark.parametrize("room", ROOMS)
    def test_a_decision_is_about_what_was_seen(self, room: str, state: str, action: str) -> None:
        listing, _way = self.stand(room, action, state)
        self.refused(Stale, listing, action, "mona", revision=listing.revision + 1)
