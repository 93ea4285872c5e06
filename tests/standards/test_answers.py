from decimal import Decimal

import pytest

from portal.standards.answers import as_answer
from portal.standards.points import answer_problem
from portal.standards.types import Linear, NotApplicable, PerUnit
from tests.factories.standards import RUBRIC, an_indicator

COUNT = an_indicator(rule=PerUnit(Decimal(3)))
SHARE = an_indicator(rule=Linear(Decimal(0), Decimal(1)))
LEVELS = an_indicator(rule=RUBRIC)


@pytest.mark.parametrize(
    ("indicator", "kept", "answer"),
    [
        (an_indicator(), True, True),
        (an_indicator(), False, False),
        (an_indicator(), None, None),
        (COUNT, "", None),
        (COUNT, 2, Decimal(2)),
        (COUNT, " 2.50 ", Decimal("2.50")),
        (SHARE, 0.1, Decimal("0.1")),
        (SHARE, Decimal("0.1"), Decimal("0.1")),
        (LEVELS, 1, "mostly"),
        (LEVELS, "mostly", "mostly"),
    ],
)
def test_as_answer_turns_what_is_kept_into_what_is_scored(indicator, kept, answer):
    assert as_answer(indicator, kept) == answer


@pytest.mark.parametrize(("indicator", "kept"), [(COUNT, "many"), (LEVELS, 4), (LEVELS, True), (COUNT, True)])
def test_what_cannot_be_an_answer_is_left_for_answer_problem(indicator, kept):
    assert answer_problem(indicator, as_answer(indicator, kept)) is not None


def test_not_applicable_keeps_its_reason_and_approval():
    answer = as_answer(COUNT, 3, not_applicable=True, reason="no laboratory", approved=True)
    assert answer == NotApplicable("no laboratory", approved=True)
