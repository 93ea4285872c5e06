"""The table of a report's life, held against the specification pair by pair, and against random walks."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.errors import Conflict, Invalid
from portal.places.types import LocatedPlace, Point
from portal.reports import conditions
from portal.reports.forms import report_place
from portal.reports.rules import WORKFLOW, next_state, replay, state_to_keep
from portal.reports.types import Extension, ReportAction, ReportState

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)

ALLOWED = {
    (None, "submit"): "received",
    ("received", "accept"): "accepted",
    ("received", "reject"): "rejected",
    ("accepted", "reject"): "rejected",
    ("returned", "reject"): "rejected",
    ("reopened", "reject"): "rejected",
    ("received", "merge"): "merged",
    ("accepted", "merge"): "merged",
    ("dispatched", "merge"): "merged",
    ("in_progress", "merge"): "merged",
    ("returned", "merge"): "merged",
    ("reopened", "merge"): "merged",
    ("merged", "unmerge"): "back",
    ("merged", "release"): "back",
    ("accepted", "dispatch"): "dispatched",
    ("returned", "dispatch"): "dispatched",
    ("reopened", "dispatch"): "dispatched",
    ("dispatched", "take"): "in_progress",
    ("dispatched", "return"): "returned",
    ("dispatched", "ask_reporter"): "awaiting_reporter",
    ("in_progress", "ask_reporter"): "awaiting_reporter",
    ("awaiting_reporter", "answer"): "back",
    ("awaiting_reporter", "no_answer"): "back",
    ("in_progress", "ask_extension"): "in_progress",
    ("in_progress", "grant_extension"): "in_progress",
    ("in_progress", "refuse_extension"): "in_progress",
    ("in_progress", "resolve"): "resolved",
    ("resolved", "confirm"): "closed",
    ("resolved", "close_silent"): "closed",
    ("resolved", "dispute"): "reopened",
    ("closed", "dispute"): "reopened",
    ("accepted", "transfer"): "transferred",
    ("dispatched", "transfer"): "transferred",
    ("in_progress", "transfer"): "transferred",
    ("returned", "transfer"): "transferred",
    ("reopened", "transfer"): "transferred",
    ("transferred", "receive_result"): "closed",
    ("received", "withdraw"): "withdrawn",
    ("accepted", "withdraw"): "withdrawn",
    ("awaiting_reporter", "withdraw"): "withdrawn",
}
PAIRS = list(product([None, *ReportState], ReportAction))


@pytest.mark.parametrize(("state", "action"), PAIRS)
def test_every_pair_is_allowed_or_forbidden_as_specified(state, action):
    expected = ALLOWED.get((state.value if state else None, action.value))
    if expected is None:
        with pytest.raises(Conflict):
            WORKFLOW.transition(state, action)
    else:
        assert WORKFLOW.transition(state, action).target == expected


def test_the_table_names_every_action_and_no_other():
    assert set(WORKFLOW.actions) == {action.value for action in ReportAction}


def test_every_state_is_reachable_and_none_is_dead():
    assert WORKFLOW.reachable() == {state.value for state in ReportState}
    assert WORKFLOW.dead_states() == frozenset()


def test_an_interruption_goes_back_to_where_the_report_was():
    for state in WORKFLOW.targets(ReportState.MERGED):
        assert next_state(ReportState.MERGED, "unmerge", ReportState(state)) == state


@st.composite
def histories(draw):
    """A random walk over the table, kept as the rows that the portal would write."""
    events, state, before = [], None, None
    for _ in range(draw(st.integers(1, 40))):
        possible = WORKFLOW.actions_from(state)
        if not possible:
            break
        action = ReportAction(draw(st.sampled_from(possible)))
        target = next_state(state, action, before)
        events.append((action, state, target))
        if state is not None and target is not state:
            before = state_to_keep(state, target)
        state = target
    return events, state


@given(histories())
def test_replaying_a_history_gives_the_present_state(history):
    events, state = history
    assert replay(events) == state


@given(histories(), st.sampled_from(list(ReportState)))
def test_replay_finds_a_row_that_says_something_else(history, other):
    events, state = history
    if other is not state:
        action, source, _ = events[-1]
        with pytest.raises(ValueError):
            replay([*events[:-1], (action, source, other)])


@given(histories())
def test_replay_finds_a_missing_row(history):
    events, _ = history
    if len(events) > 2 and events[-2][1] != events[-2][2]:
        with pytest.raises((ValueError, Conflict)):
            replay([*events[:-2], events[-1]])


@pytest.mark.parametrize(
    ("action", "extension", "allowed"),
    [
        (ReportAction.ASK_EXTENSION, Extension.NONE, True),
        (ReportAction.ASK_EXTENSION, Extension.REFUSED, True),
        (ReportAction.ASK_EXTENSION, Extension.ASKED, False),
        (ReportAction.ASK_EXTENSION, Extension.GRANTED, False),
        (ReportAction.GRANT_EXTENSION, Extension.ASKED, True),
        (ReportAction.GRANT_EXTENSION, Extension.NONE, False),
        (ReportAction.GRANT_EXTENSION, Extension.GRANTED, False),
        (ReportAction.REFUSE_EXTENSION, Extension.ASKED, True),
        (ReportAction.REFUSE_EXTENSION, Extension.REFUSED, False),
    ],
)
def test_more_time_is_asked_for_and_granted_once(action, extension, allowed):
    if allowed:
        conditions.check_extension(action, extension)
    else:
        with pytest.raises(Conflict):
            conditions.check_extension(action, extension)


def test_a_reporter_disputes_once_and_in_time():
    resolved = NOW - timedelta(days=30)
    conditions.check_dispute(resolved, NOW, days=30, earlier=0)
    with pytest.raises(Conflict):
        conditions.check_dispute(resolved, NOW, days=30, earlier=1)
    with pytest.raises(Conflict):
        conditions.check_dispute(resolved - timedelta(seconds=1), NOW, days=30, earlier=0)


@pytest.mark.parametrize(
    ("description", "photos", "field"),
    [("", 0, "photos"), ("  ", 0, "photos"), ("x" * 2001, 1, "description"), ("x", 7, "photos")],
)
def test_a_submission_shows_or_tells_within_limits(description, photos, field):
    with pytest.raises(Invalid) as refused:
        conditions.check_submission(description, photos)
    assert list(refused.value.errors) == [field]


@pytest.mark.parametrize(("description", "photos"), [("", 1), ("x", 0), ("x" * 2000, 6)])
def test_a_photo_or_some_words_are_enough(description, photos):
    conditions.check_submission(description, photos)


@pytest.mark.parametrize("state", [ReportState.MERGED, ReportState.REJECTED, ReportState.WITHDRAWN])
def test_a_report_that_ended_takes_in_no_others(state):
    with pytest.raises(Invalid):
        conditions.check_lead(same=False, state=state)


def test_a_report_is_not_merged_into_itself():
    with pytest.raises(Invalid):
        conditions.check_lead(same=True, state=ReportState.ACCEPTED)


def test_the_public_gets_a_rounded_place_and_staff_the_exact_one():
    exact = Point(lng=101.22012, lat=40.62093)
    kept = report_place(LocatedPlace(area_code="990101001", point=exact, original=exact), "phone", 100)
    assert (kept.lng, kept.lat) == (exact.lng, exact.lat)
    assert kept.public_lng != exact.lng
    assert kept.public_lat != exact.lat
    beside = Point(lng=101.22013, lat=40.62094)
    same = report_place(LocatedPlace(area_code="990101001", point=beside, original=beside), "phone", 100)
    assert (same.public_lng, same.public_lat) == (kept.public_lng, kept.public_lat)
