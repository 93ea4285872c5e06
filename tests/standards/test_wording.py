from portal.standards.points import answer_problem
from portal.standards.rules import WORKFLOW
from portal.standards.sheet import Outcome
from portal.standards.types import SiteVisit, StandardState
from portal.standards.wording import ANSWER_PROBLEMS, EVENTS, OUTCOMES, SITE_VISITS, STATES
from tests.factories.standards import a_prerequisite, a_standard
from tests.standards.test_points import IMPOSSIBLE

STANDARD = a_standard(prerequisites=(a_prerequisite("a-P1"),))


def test_every_key_has_its_sentence():
    assert set(OUTCOMES) == set(Outcome)
    assert set(STATES) == set(StandardState)
    assert set(SITE_VISITS) == set(SiteVisit)
    assert set(EVENTS) == set(WORKFLOW.actions)
    assert {answer_problem(indicator, answer) for indicator, answer, _ in IMPOSSIBLE} <= set(ANSWER_PROBLEMS)
