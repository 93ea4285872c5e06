import pytest

from portal.core.errors import Conflict
from portal.standards.rules import WORKFLOW, version_key
from portal.standards.types import StandardState

ALLOWED = {
    (None, "import"): "draft",
    ("draft", "revise"): "draft",
    ("draft", "publish"): "published",
    ("published", "retire"): "retired",
}
EVERY = [(state, action) for state in (None, *StandardState) for action in WORKFLOW.actions]


@pytest.mark.parametrize(("state", "action"), EVERY)
def test_each_step_is_possible_only_where_the_table_says(state, action):
    if (state, action) in ALLOWED:
        assert WORKFLOW.next_state(state, action) == ALLOWED[state, action]
    else:
        with pytest.raises(Conflict):
            WORKFLOW.next_state(state, action)


def test_every_state_is_reached_and_none_is_dead():
    assert WORKFLOW.reachable() == {state.value for state in StandardState}
    assert WORKFLOW.dead_states() == frozenset()


def test_version_key_counts_rather_than_spells():
    assert sorted(["2026.10", "2026.2", "2027.1"], key=version_key) == ["2026.2", "2026.10", "2027.1"]
