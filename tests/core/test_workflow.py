"""The reader of transition tables."""

from enum import StrEnum

import pytest

from portal.core.errors import Conflict
from portal.core.workflow import BACK, START, Workflow, step


class Lamp(StrEnum):
    OFF = "off"
    ON = "on"
    BROKEN = "broken"
    GONE = "gone"


def lamp(*extra, terminal=("gone",), waiting=()):
    table = (
        step("make", START, Lamp.OFF, "maker"),
        step("switch_on", Lamp.OFF, Lamp.ON, "anyone"),
        step("switch_off", Lamp.ON, Lamp.OFF, "anyone"),
        step("break", (Lamp.OFF, Lamp.ON), Lamp.BROKEN, "anyone"),
        step("repair", Lamp.BROKEN, BACK, "maker"),
        step("throw_away", Lamp.BROKEN, Lamp.GONE, "owner"),
        *extra,
    )
    return Workflow("lamp", Lamp, table, frozenset(terminal), frozenset(waiting))


def test_an_allowed_step_leads_to_its_target():
    assert lamp().next_state(Lamp.OFF, "switch_on") == "on"


def test_a_forbidden_step_is_a_conflict():
    with pytest.raises(Conflict):
        lamp().next_state(Lamp.GONE, "switch_on")


def test_back_returns_to_the_state_before():
    assert lamp().next_state(Lamp.BROKEN, "repair", before="on") == "on"


def test_back_without_the_state_before_is_a_programming_error():
    with pytest.raises(ValueError, match="goes back"):
        lamp().next_state(Lamp.BROKEN, "repair")


def test_actions_are_listed_in_the_order_of_the_table():
    assert lamp().actions_from(Lamp.BROKEN) == ("repair", "throw_away")


def test_reachable_follows_steps_from_the_start_and_back():
    assert lamp().reachable() == {"off", "on", "broken", "gone"}


def test_a_state_that_nothing_enters_is_not_reachable():
    table = (step("make", START, Lamp.OFF, "maker"),)
    assert Workflow("w", Lamp, table, frozenset()).reachable() == {"off"}


def test_a_state_without_a_way_on_is_dead_unless_terminal_or_waiting():
    assert lamp(terminal=()).dead_states() == {"gone"}
    assert lamp().dead_states() == frozenset()
    assert lamp(terminal=(), waiting=("gone",)).dead_states() == frozenset()


def test_a_state_that_only_leads_to_itself_is_dead():
    table = (step("make", START, Lamp.OFF, "m"), step("dust", Lamp.OFF, Lamp.OFF, "m"))
    assert "off" in Workflow("w", Lamp, table, frozenset({"on", "broken", "gone"})).dead_states()


def test_the_same_step_twice_is_refused():
    with pytest.raises(ValueError, match="stands twice"):
        lamp(step("switch_on", Lamp.OFF, Lamp.BROKEN, "anyone"))


def test_an_unknown_state_is_refused():
    with pytest.raises(ValueError, match="unknown state"):
        lamp(step("melt", Lamp.ON, "molten", "anyone"))


def test_the_diagram_shows_every_step():
    text = lamp().mermaid()
    assert "[*] --> off: make" in text
    assert "broken --> off: repair" in text
    assert "broken --> on: repair" in text
    assert "gone --> [*]" in text
