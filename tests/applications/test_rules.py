"""The table of an application, against a list written by hand from the design."""

import pytest

from portal.applications.rules import WORKFLOW
from portal.applications.types import ApplicationState
from portal.core.errors import Conflict

BEFORE_NOTICE = [
    "draft",
    "submitted",
    "screening",
    "returned",
    "scoring",
    "adjudicating",
    "inspecting",
    "proposed",
]
ALLOWED = {
    "start": {None: "draft"},
    "submit": {"draft": "submitted", "returned": "submitted"},
    "screen": {"submitted": "screening"},
    "return": {"screening": "returned"},
    "lapse": {"returned": "rejected"},
    "reject": {"screening": "rejected"},
    "assign": {"screening": "scoring"},
    "disagree": {"scoring": "adjudicating"},
    "inspect": {"scoring": "inspecting", "adjudicating": "inspecting"},
    "propose": {"scoring": "proposed", "adjudicating": "proposed", "inspecting": "proposed"},
    "refuse": {"scoring": "rejected", "adjudicating": "rejected", "inspecting": "rejected"},
    "send_back": {"proposed": "screening"},
    "open_notice": {"proposed": "public_notice"},
    "hold": {"public_notice": "objection_hold"},
    "resume": {"objection_hold": "public_notice"},
    "uphold": {"objection_hold": "rejected"},
    "certify": {"public_notice": "certified"},
    "withdraw": dict.fromkeys(BEFORE_NOTICE, "withdrawn"),
}
STATES = [None, *(state.value for state in ApplicationState)]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", ALLOWED)
def test_every_pair_of_state_and_action_is_allowed_or_refused_as_designed(state, action):
    if state in ALLOWED[action]:
        assert WORKFLOW.next_state(state, action) == ALLOWED[action][state]
    else:
        with pytest.raises(Conflict):
            WORKFLOW.next_state(state, action)


def test_the_table_has_no_other_action():
    assert set(WORKFLOW.actions) == set(ALLOWED)


def test_every_state_can_be_reached_and_none_is_dead():
    assert WORKFLOW.reachable() == {state.value for state in ApplicationState}
    assert WORKFLOW.dead_states() == frozenset()
