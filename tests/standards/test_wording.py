from decimal import Decimal

import pytest

from portal.core.i18n import in_locale
from portal.standards.points import answer_problem
from portal.standards.rules import WORKFLOW
from portal.standards.sheet import Outcome, ReasonNot, Shortfall
from portal.standards.types import SiteVisit, StandardState
from portal.standards.wording import ANSWER_PROBLEMS, EVENTS, OUTCOMES, SITE_VISITS, STATES, reason_text
from tests.factories.standards import a_prerequisite, a_standard
from tests.standards.test_points import IMPOSSIBLE

STANDARD = a_standard(prerequisites=(a_prerequisite("a-P1"),))


def test_every_key_has_its_sentence():
    assert set(OUTCOMES) == set(Outcome)
    assert set(STATES) == set(StandardState)
    assert set(SITE_VISITS) == set(SiteVisit)
    assert set(EVENTS) == set(WORKFLOW.actions)
    assert {answer_problem(indicator, answer) for indicator, answer, _ in IMPOSSIBLE} <= set(ANSWER_PROBLEMS)


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (ReasonNot(Shortfall.VETO, "a-P1"), "A veto: “a-P1” is not met."),
        (ReasonNot(Shortfall.PREREQUISITE, "a-P1"), "The prerequisite “a-P1” is not met."),
        (ReasonNot(Shortfall.PREREQUISITE_MISSING, "a-P1"), "The prerequisite “a-P1” has not been answered."),
        (
            ReasonNot(Shortfall.TOTAL, None, Decimal("79.99"), Decimal(80)),
            "The total is 79.99; 80 are needed.",
        ),
        (
            ReasonNot(Shortfall.FLOOR, "a-1", Decimal("4.00"), Decimal("5.00")),
            "“a-1” has 4.00 points; at least 5.00 are needed.",
        ),
    ],
)
def test_reason_text_says_what_stands_in_the_way(reason, text):
    with in_locale("en"):
        assert str(reason_text(STANDARD, reason)) == text
