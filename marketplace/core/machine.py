"""State machines, declared once: guards, offered actions, diagrams and test matrices are all read off the arrows."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from enum import Flag, auto
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from marketplace.core import clock
from marketplace.core.errors import IllegalTransition, NotAllowed


class Party(Flag):
    """In what capacity somebody acts on a thing. One person can be several at once, a stranger is none."""

    NONE = 0
    SELF = auto()
    CLIENT = auto()
    SPECIALIST = auto()
    MODERATOR = auto()
    FINANCE = auto()
    ADMIN = auto()
    SYSTEM = auto()
    GATEWAY = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Arrow:
    """One legal move: from any of `sources` to `target`, when one of the parties in `by` asks.

    `fact` is the kind of event that is written down with it.
    """

    action: str
    sources: Set[str]
    target: str
    by: Party
    fact: str


class Machine:
    """The states of a thing and every arrow between them."""

    def __init__(self, states: type[models.TextChoices], arrows: Iterable[Arrow]) -> None:
        self.states = states
        self.arrows = tuple(arrows)

    def actions(self, state: str, party: Party) -> list[str]:
        """What the party may do now, in declared order: the API's `available_actions`, the page's buttons."""
        return [arrow.action for arrow in self.arrows if state in arrow.sources and arrow.by & party]

    def facts(self) -> frozenset[str]:
        """The kinds of all facts that moves write down."""
        return frozenset(arrow.fact for arrow in self.arrows)

    def facts_about(self, state: str) -> frozenset[str]:
        """The kinds of facts after which a thing may have come into the state, or left it."""
        return frozenset(arrow.fact for arrow in self.arrows if state in {*arrow.sources, arrow.target})

    def mermaid(self) -> str:
        """The diagram of docs/states.md."""
        lines = [f"    {s} --> {a.target}: {a.action}" for a in self.arrows for s in sorted(a.sources)]
        return "\n".join(["stateDiagram-v2", *lines])

    def constraint(self, name: str) -> models.CheckConstraint:
        """The database's own list of the states."""
        return models.CheckConstraint(condition=Q(state__in=self.states.values), name=name)


class Stateful(models.Model):
    """A row that moves along the arrows of its machine, and along nothing else."""

    machine: ClassVar[Machine]

    state = models.CharField(max_length=20, editable=False)
    state_since = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True

    def get_state_display(self) -> str:
        """The state in words, in the reader's language."""
        return str(self.machine.states(self.state).label)


def move(thing: Stateful, arrow: Arrow, *, party: Party, **columns: object) -> None:
    """Take the arrow and save, with columns that change with it. The caller holds the lock on the aggregate's root.

    Raises NotAllowed for a wrong party, IllegalTransition for a wrong state.
    """
    if not arrow.by & party:
        raise NotAllowed(_("You cannot do this."))
    if thing.state not in arrow.sources:
        raise IllegalTransition(_("Not possible any more: this is “%(state)s”.") % {"state": thing.get_state_display()})
    thing.state = arrow.target
    thing.state_since = clock.now()
    for name, value in columns.items():
        setattr(thing, name, value)
    thing.save(update_fields=["state", "state_since", *columns])
