"""When two sheets are not enough: to the point and the prerequisite."""

from decimal import Decimal
from pathlib import Path

import pytest

from portal.reviews.disagreement import WhyThird, why_third
from portal.reviews.settings import load_review_settings
from portal.standards.scoring import score
from portal.standards.types import Answers, Deduct
from tests.factories.standards import a_dimension, a_prerequisite, a_standard, an_indicator

SETTINGS = load_review_settings(Path("config"))
DIFFER, PREREQUISITE, NEAR = WhyThird.TOTALS_DIFFER, WhyThird.PREREQUISITE_DIFFERS, WhyThird.NEAR_THE_CUT

# One finding takes a hundredth of a point, so that totals can be set as wanted.
STANDARD = a_standard(
    a_dimension("a-1", an_indicator("a-1.1", rule=Deduct(Decimal("0.01")), max_points=100)),
    prerequisites=(a_prerequisite("a-P1"),),
)


def sheet(total, *, met=True):
    found = (100 - Decimal(total)) * 100
    return score(STANDARD, Answers({"a-1.1": found}, {"a-P1": met}, frozenset()))


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("100", "90", ()),
        ("100", "89.99", (DIFFER,)),
        ("89.99", "100", (DIFFER,)),
        ("83.01", "83.01", ()),
        ("83", "83", (NEAR,)),
        ("77", "77", (NEAR,)),
        ("76.99", "76.99", ()),
        ("87", "77", (NEAR,)),
        ("60", "95", (DIFFER, NEAR)),
        ("60", "60", ()),
    ],
)
def test_a_third_is_called_by_the_distance_and_by_the_cut(one, other, why):
    assert STANDARD.pass_mark == 80
    assert why_third(STANDARD, [sheet(one), sheet(other)], SETTINGS) == why


def test_a_prerequisite_judged_differently_calls_a_third():
    differ = [sheet("95"), sheet("95", met=False)]
    agree = [sheet("95", met=False), sheet("95", met=False)]

    assert why_third(STANDARD, differ, SETTINGS) == (PREREQUISITE,)
    assert why_third(STANDARD, agree, SETTINGS) == ()
