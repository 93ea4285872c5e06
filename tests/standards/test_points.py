from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.standards.points import answer_problem, points_of
from portal.standards.types import (
    AllOrNothing,
    Breakpoint,
    Deduct,
    IndicatorKind,
    Linear,
    NotApplicable,
    PerUnit,
    Piecewise,
)
from tests.factories.standards import RUBRIC, an_indicator

D = Decimal
PIECEWISE = Piecewise((Breakpoint(D(0), D(0)), Breakpoint(D(10), D("0.5")), Breakpoint(D(30), D(1))))

# rule, printed maximum, answer, points: each worked out by hand.
EXAMPLES = [
    (AllOrNothing(), 5, True, "5"),
    (AllOrNothing(), 5, False, "0"),
    (Linear(D("0.6"), D("0.9")), 8, D("0.75"), "4"),
    (Linear(D("0.6"), D("0.9")), 8, D("0.6"), "0"),
    (Linear(D("0.6"), D("0.9")), 8, D("0.95"), "8"),
    (Linear(D("0.6"), D("0.9")), 8, D("0.2"), "0"),
    (Linear(D("80"), D("30")), 8, D("30"), "8"),
    (Linear(D("80"), D("30")), 8, D("55"), "4"),
    (Linear(D("80"), D("30")), 8, D("10"), "8"),
    (Linear(D("80"), D("30")), 8, D("81"), "0"),
    (Linear(D("0"), D("0.05")), 7, D("-0.10"), "0"),
    (PerUnit(D(3)), 4, D(1), "4/3"),
    (PerUnit(D(3)), 4, D(3), "4"),
    (PerUnit(D(3)), 4, D(9), "4"),
    (PerUnit(D(12)), 4, D("4.5"), "3/2"),
    (Deduct(D("1.5")), 6, D(0), "6"),
    (Deduct(D("1.5")), 6, D(3), "3/2"),
    (Deduct(D("1.5")), 6, D(5), "0"),
    (RUBRIC, 7, "full", "7"),
    (RUBRIC, 7, "mostly", "21/5"),
    (RUBRIC, 7, "none", "0"),
    (PIECEWISE, 10, D(5), "5/2"),
    (PIECEWISE, 10, D(10), "5"),
    (PIECEWISE, 10, D(20), "15/2"),
    (PIECEWISE, 10, D(31), "10"),
]


@pytest.mark.parametrize(("rule", "maximum", "answer", "points"), EXAMPLES)
def test_points_of_worked_examples(rule, maximum, answer, points):
    assert points_of(an_indicator(rule=rule, max_points=maximum), answer) == Fraction(points)


values = st.decimals(min_value=0, max_value=1000, places=3)
rules = st.one_of(
    st.tuples(values, values).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: Linear(*pair)),
    values.filter(bool).map(PerUnit),
    values.filter(bool).map(Deduct),
    st.just(PIECEWISE),
)


@given(rule=rules, maximum=st.integers(1, 40), answer=values)
def test_points_are_between_none_and_the_printed_maximum(rule, maximum, answer):
    assert 0 <= points_of(an_indicator(rule=rule, max_points=maximum), answer) <= maximum


@given(rule=rules, maximum=st.integers(1, 40), pair=st.tuples(values, values))
def test_points_never_fall_when_the_answer_gets_better(rule, maximum, pair):
    indicator = an_indicator(rule=rule, max_points=maximum)
    worse, better = sorted(pair)
    if isinstance(rule, Deduct) or (isinstance(rule, Linear) and rule.zero_at > rule.full_at):
        worse, better = better, worse
    assert points_of(indicator, worse) <= points_of(indicator, better)


RATIO = an_indicator(rule=Linear(D(0), D(1)), kind=IndicatorKind.RATIO)
COUNT = an_indicator(rule=PerUnit(D(3)))

IMPOSSIBLE = [
    (an_indicator(), D(1), "wrong_kind"),
    (an_indicator(), "full", "wrong_kind"),
    (COUNT, True, "wrong_kind"),
    (COUNT, "3", "wrong_kind"),
    (COUNT, D(-1), "negative"),
    (COUNT, D("NaN"), "not_a_number"),
    (COUNT, D("Infinity"), "not_a_number"),
    (RATIO, D(85), "above_one"),
    (RATIO, D(-11), "above_one"),
    (an_indicator(rule=RUBRIC), "best", "unknown_level"),
    (an_indicator(rule=RUBRIC), D(1), "unknown_level"),
    (COUNT, NotApplicable("no laboratory"), "always_applies"),
    (an_indicator(may_not_apply=True), NotApplicable("  "), "reason_needed"),
]


@pytest.mark.parametrize(("indicator", "answer", "problem"), IMPOSSIBLE)
def test_answer_problem_names_what_cannot_be(indicator, answer, problem):
    assert answer_problem(indicator, answer) == problem


@pytest.mark.parametrize(
    ("indicator", "answer"),
    [
        (an_indicator(), False),
        (COUNT, D(0)),
        (RATIO, D(1)),
        (RATIO, D("-0.2")),
        (an_indicator(rule=RUBRIC), "none"),
        (an_indicator(may_not_apply=True), NotApplicable("no laboratory")),
    ],
)
def test_answer_problem_accepts_what_can_be(indicator, answer):
    assert answer_problem(indicator, answer) is None
