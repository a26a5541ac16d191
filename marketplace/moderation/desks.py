"""What the moderators' pages must know of each kind of listing. A floor above brings one desk for each kind."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.core.machine import Party
from marketplace.moderation.models import Standing
from marketplace.moderation.rules import is_moderator

Decide = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture to look at: its address, or empty while its sizes are made, what it shows and what is said under it."""

    key: object
    src: str
    text: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What a moderator should know besides, and where those who may open it read more."""

    label: str
    text: str
    address: str = ""
    may_open: Callable[[User], bool] = is_moderator


class Desk(ABC):
    """One kind of listing.

    `decisions` are the transitions about a submitted draft: called with the id, `revision_id` and `by`. `measures` are
    those about what is public: called with the id and `by`. Those whose names are in `need_note` are given `note`, too.
    """

    kind: ClassVar[str]
    label: ClassVar[Promise | str]
    decisions: ClassVar[Mapping[str, Decide]]
    measures: ClassVar[Mapping[str, Decide]]
    need_note: ClassVar[frozenset[str]]

    @abstractmethod
    def waiting(self) -> "models.QuerySet[Any]":
        """The listings that moderators are asked about, longest waiting first, each with its `standing`."""

    @abstractmethod
    def find(self, pk: int) -> Any | None:
        """The listing with its `standing`, None when there is none."""

    @abstractmethod
    def of(self, person: User) -> "models.QuerySet[Any]":
        """The listings of a person in every state, each with its `standing`, newest first."""

    @abstractmethod
    def party(self, listing: Any, user: User) -> Party:
        """In what capacity the person meets the listing."""

    @abstractmethod
    def is_public(self, listing: Any) -> bool:
        """Whether anybody may see the listing now."""

    @abstractmethod
    def fields(self, listing: Any) -> Sequence[tuple[str, str]]:
        """What the listing says, as label and text, the same labels in the same order for every listing."""

    def photos(self, listing: Any) -> Sequence[Photo]:
        """The pictures of the listing, in their order."""
        return ()

    def files(self, listing: Any) -> Sequence[tuple[str, str]]:
        """The documents of the listing as name and address."""
        return ()

    def facts(self, listing: Any) -> Sequence[Fact]:
        """What a moderator should know besides and cannot be edited: the owner, the price list."""
        return ()

    def standing(self, listing: Any) -> Standing:
        """How the listing stands."""
        standing: Standing = listing.standing
        return standing


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a listing stands in the queue of all desks: its place from 1, 0 when it does not wait, and what is next."""

    place: int
    total: int
    next: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many listings wait for moderators, and since when the first of them does."""

    number: int
    since: datetime | None


def account_of(person: User) -> Fact:
    """Whose a listing is, leading to the account those who may see it."""
    address = reverse("person", args=[person.pk])
    return Fact(_("Account"), person.email, address, lambda viewer: viewer.has_perm("accounts.view_user"))


_desks: dict[str, Desk] = {}


def register(desk: Desk) -> None:
    """Put a desk up, in `wagtail_hooks.py` of its app. The same kind again replaces it."""
    _desks[desk.kind] = desk


def named(kind: str) -> Desk | None:
    """The desk of that kind, None when there is none."""
    return _desks.get(kind)


def desks() -> list[Desk]:
    """Every desk, in the order they were put up."""
    return list(_desks.values())


def waiting() -> int:
    """How many listings wait at all desks together."""
    return sum(desk.waiting().count() for desk in desks())


def backlog() -> Backlog:
    """What waits at all desks together: two statements for each desk."""
    found = [(desk, desk.waiting().first()) for desk in desks()]
    moments = [desk.standing(first).submitted_at for desk, first in found if first]
    return Backlog(waiting(), min((moment for moment in moments if moment), default=None))


Row = tuple[datetime, str, int]


def queue() -> list[Row]:
    """Since when, of what kind and under which id everything waits, longest waiting first: one statement for a desk."""
    found = [(desk.kind, desk.waiting().values_list("standing__submitted_at", "pk")) for desk in desks()]
    return sorted((since, kind, pk) for kind, rows in found for since, pk in rows)


def turn(kind: str, pk: int, since: datetime | None) -> Turn:
    """Where a listing that was submitted then stands; after the last comes the first again, and never itself.

    It may have left the queue since: what came after it is still next.
    """
    rows = queue()
    here = [number for number, row in enumerate(rows, 1) if row[1:] == (kind, pk)]
    others = [row for row in rows if row[1:] != (kind, pk)]
    later = [row for row in others if since and row > (since, kind, pk)]
    following = next(iter(later or others), None)
    return Turn(here[0] if here else 0, len(rows), following[1:] if following else None)
