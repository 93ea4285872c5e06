"""The table of a review assignment, the draw, when a third is called, and agreement."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.errors import Conflict
from portal.reviews.agreement import alpha
from portal.reviews.drawing import Candidate, Case, Excluded, TooFewReviewers, draw
from portal.reviews.rules import WORKFLOW
from portal.reviews.settings import load_review_settings
from portal.reviews.types import AssignmentState

ALLOWED = {
    "offer": {None: "offered"},
    "accept": {"offered": "accepted"},
    "decline": {"offered": "declined"},
    "declare_conflict": {"offered": "conflicted"},
    "submit": {"accepted": "submitted"},
    "replace": {"accepted": "replaced"},
    "lapse": {"offered": "lapsed"},
    "end": {"offered": "lapsed", "accepted": "lapsed"},
    "nobody_left": {"offered": "offered"},
    "remind": {"accepted": "accepted"},
    "overdue": {"accepted": "accepted"},
}


@pytest.mark.parametrize("state", [None, *(state.value for state in AssignmentState)])
@pytest.mark.parametrize("action", ALLOWED)
def test_every_pair_of_state_and_action_is_allowed_or_refused_as_designed(state, action):
    if state in ALLOWED[action]:
        assert WORKFLOW.next_state(state, action) == ALLOWED[action][state]
    else:
        with pytest.raises(Conflict):
            WORKFLOW.next_state(state, action)


def test_the_table_is_whole():
    assert set(WORKFLOW.actions) == set(ALLOWED)
    assert WORKFLOW.reachable() == {state.value for state in AssignmentState}
    assert WORKFLOW.dead_states() == frozenset()


CASE = Case(organisation_id=7, district="990101", seated=frozenset({3}), deciders=frozenset({4}))
POOL = [
    Candidate(1),
    Candidate(2, district="990101"),
    Candidate(3),
    Candidate(4),
    Candidate(5, organisations=frozenset({7})),
    Candidate(6),
]


def test_who_has_a_tie_to_the_case_is_never_drawn():
    result = draw(POOL, CASE, seats=2, seed="s")
    assert result.pool == (1, 2, 6)
    assert result.excluded == {3: Excluded.SEATED, 4: Excluded.OFFICER, 5: Excluded.MEMBER}


def test_the_same_district_is_excluded_where_the_city_says_so():
    assert draw(POOL, CASE, seats=2, seed="s", exclude_same_district=True).pool == (1, 6)


def test_too_few_reviewers_is_said_with_both_numbers():
    with pytest.raises(TooFewReviewers) as refused:
        draw(POOL, CASE, seats=4, seed="s")
    assert (refused.value.found, refused.value.needed) == (3, 4)


@given(st.text(min_size=1), st.permutations(POOL))
def test_the_draw_depends_on_the_seed_alone(seed, pool):
    assert draw(pool, CASE, seats=2, seed=seed) == draw(POOL, CASE, seats=2, seed=seed)


def test_every_eligible_reviewer_is_drawn_about_equally_often():
    counts = dict.fromkeys((1, 2, 6), 0)
    for number in range(900):
        for person in draw(POOL, CASE, seats=2, seed=str(number)).drawn:
            counts[person] += 1
    assert all(540 < count < 660 for count in counts.values())


def test_full_agreement_is_one():
    assert alpha([[value, value] for value in range(12)]) == 1


def test_agreement_by_chance_is_about_zero_and_contrariness_below():
    assert alpha([[0, 1]] * 6 + [[1, 0]] * 6) < 0


def test_the_worked_example_of_the_literature():
    # The worked example of three coders and fifteen units with gaps, interval metric: 0.811.
    a = [None, None, None, None, None, 3, 4, 1, 2, 1, 1, 3, 3, None, 3]
    b = [1, None, 2, 1, 3, 3, 4, 3, None, None, None, None, None, None, None]
    c = [None, None, 2, 1, 3, 4, 4, None, 2, 1, 1, 3, 3, None, 4]
    assert round(alpha(list(zip(a, b, c, strict=True)), least=5), 3) == 0.811


def test_few_items_say_nothing():
    assert alpha([[1, 2]] * 9) is None


def test_the_citys_settings_are_read():
    settings = load_review_settings(Path("config").resolve())
    assert (settings.reviewers, settings.differ_by, settings.near_cut) == (2, Decimal(10), Decimal(3))
    assert (settings.working_days, settings.answer_days, settings.remind_days) == (10, 3, 2)
