"""A thing moves along its arrows and along nothing else."""

import pytest
from django.db.models import TextChoices

from marketplace.core.errors import IllegalTransition, NotAllowed
from marketplace.core.machine import Arrow, Machine, Party, Stateful, move


class Lamp(TextChoices):
    OFF = "off", "Off"
    ON = "on", "On"
    BROKEN = "broken", "Broken"


SWITCH_ON = Arrow("switch_on", {Lamp.OFF}, Lamp.ON, Party.CLIENT | Party.SPECIALIST, "lamp.switched_on")
SWITCH_OFF = Arrow("switch_off", {Lamp.ON}, Lamp.OFF, Party.CLIENT, "lamp.switched_off")
BREAK = Arrow("break", {Lamp.ON, Lamp.OFF}, Lamp.BROKEN, Party.SYSTEM, "lamp.broken")
LAMP = Machine(Lamp, [SWITCH_ON, SWITCH_OFF, BREAK])


class Thing:
    """What move() needs of a row, without a table."""

    machine = LAMP
    get_state_display = Stateful.get_state_display

    def __init__(self, state: str) -> None:
        self.state = state
        self.state_since = None
        self.saved: list[list[str]] = []

    def save(self, *, update_fields: list[str]) -> None:
        self.saved.append(update_fields)


@pytest.mark.parametrize("state", list(Lamp))
@pytest.mark.parametrize("party", [Party.NONE, *Party])
@pytest.mark.parametrize("arrow", LAMP.arrows, ids=lambda arrow: arrow.action)
def test_every_arrow_state_and_party(arrow: Arrow, state: str, party: Party) -> None:
    thing = Thing(state)
    if arrow.by & party and state in arrow.sources:
        move(thing, arrow, party=party)
        assert (thing.state, thing.saved) == (arrow.target, [["state", "state_since"]])
    else:
        refusal = IllegalTransition if arrow.by & party else NotAllowed
        with pytest.raises(refusal):
            move(thing, arrow, party=party)
        assert (thing.state, thing.saved) == (state, [])


def test_offered_actions_are_those_that_would_work_in_declared_order() -> None:
    assert LAMP.actions("off", Party.CLIENT) == ["switch_on"]
    assert LAMP.actions("on", Party.CLIENT | Party.SYSTEM) == ["switch_off", "break"]
    assert LAMP.actions("on", Party.SPECIALIST) == []
    assert LAMP.actions("broken", Party.SYSTEM) == []
    assert LAMP.actions("off", Party.NONE) == []


def test_the_refusal_names_the_state_in_words() -> None:
    with pytest.raises(IllegalTransition, match="this is “Broken”"):
        move(Thing("broken"), SWITCH_ON, party=Party.CLIENT)


def test_the_diagram_has_every_arrow_once() -> None:
    assert LAMP.mermaid().splitlines() == [
        "stateDiagram-v2",
        "    off --> on: switch_on",
        "    on --> off: switch_off",
        "    off --> broken: break",
        "    on --> broken: break",
    ]
