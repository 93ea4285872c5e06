"""The tables of a certificate, its notice and objections: each pair of state and step, allowed or refused."""

import pytest

from portal.core.errors import Conflict
from portal.publication.rules import APPEAL, CERTIFICATE, MEASURE, NOTICE, OBJECTION

ALLOWED = {
    CERTIFICATE: {
        "issue": {None: "active"},
        "due": {"active": "recheck_due"},
        "remind": {"recheck_due": "recheck_due"},
        "pass": {"recheck_due": "active"},
        "fail": {"recheck_due": "suspended"},
        "overdue": {"recheck_due": "suspended"},
        "suspend": {"active": "suspended"},
        "mended": {"suspended": "active"},
        "revoke": {"active": "revoked", "recheck_due": "revoked", "suspended": "revoked"},
        "uphold_appeal": {"revoked": "active"},
        "expire": {"active": "expired", "recheck_due": "expired", "suspended": "expired"},
        "renew": {"active": "superseded", "recheck_due": "superseded", "expired": "superseded"},
    },
    NOTICE: {
        "open": {None: "open"},
        "hold": {"open": "held"},
        "resume": {"held": "open"},
        "close": {"open": "closed"},
        "uphold": {"held": "withdrawn"},
    },
    OBJECTION: {
        "object": {None: "received"},
        "admit": {"received": "admitted"},
        "not_admit": {"received": "not_admitted"},
        "answer": {"admitted": "answered"},
    },
    MEASURE: {
        "propose": {None: "proposed"},
        "confirm": {"proposed": "confirmed"},
        "refuse": {"proposed": "refused"},
    },
    APPEAL: {
        "appeal": {None: "received"},
        "uphold": {"received": "upheld"},
        "dismiss": {"received": "dismissed"},
    },
}
EVERY = [
    pytest.param(workflow, state, action, id=f"{workflow.name}-{state}-{action}")
    for workflow in ALLOWED
    for state in (None, *(state.value for state in workflow.states))
    for action in workflow.actions
]


@pytest.mark.parametrize(("workflow", "state", "action"), EVERY)
def test_each_step_is_possible_only_where_the_table_says(workflow, state, action):
    expected = ALLOWED[workflow][action].get(state)
    if expected is None:
        with pytest.raises(Conflict):
            workflow.next_state(state, action)
    else:
        assert workflow.next_state(state, action) == expected


@pytest.mark.parametrize("workflow", ALLOWED, ids=lambda one: one.name)
def test_the_table_is_whole(workflow):
    assert set(workflow.actions) == set(ALLOWED[workflow])
    assert workflow.reachable() == {state.value for state in workflow.states}
    assert workflow.dead_states() == frozenset()
