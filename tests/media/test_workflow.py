"""Every step of a photo's life, allowed and forbidden."""

import itertools

import pytest

from portal.core.errors import Conflict
from portal.media.rules import WORKFLOW
from portal.media.types import PhotoState

ALLOWED = {
    ("received", "process"): "processing",
    ("processing", "process"): "processing",
    ("processing", "give_back"): "received",
    ("processing", "finish"): "ready_for_confirmation",
    ("processing", "fail"): "failed",
    ("failed", "retry"): "received",
    ("ready_for_confirmation", "confirm"): "published",
    ("withheld", "confirm"): "published",
    ("ready_for_confirmation", "withhold"): "withheld",
    ("published", "withhold"): "withheld",
}
PAIRS = list(itertools.product([state.value for state in PhotoState], WORKFLOW.actions))


@pytest.mark.parametrize(("state", "action"), PAIRS)
def test_each_pair_is_allowed_or_refused_as_the_table_says(state, action):
    if (state, action) in ALLOWED:
        assert WORKFLOW.next_state(state, action) == ALLOWED[state, action]
    else:
        with pytest.raises(Conflict):
            WORKFLOW.transition(state, action)


def test_every_state_is_reached_and_none_is_dead():
    assert WORKFLOW.reachable() == {state.value for state in PhotoState}
    assert WORKFLOW.dead_states() == frozenset()


def test_only_a_dispatcher_publishes():
    assert {line.who for line in WORKFLOW.table if line.target == "published"} == {("dispatcher",)}
