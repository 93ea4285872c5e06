import random
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.standards.scoring import (
    InvalidAnswer,
    Outcome,
    ReasonNot,
    Shortfall,
    combine,
    rounded,
    score,
)
from portal.standards.types import Answers, Deduct, Linear, NotApplicable, PerUnit
from tests.factories.standards import RUBRIC, a_dimension, a_prerequisite, a_standard, an_indicator

D = Decimal

# Two dimensions of 40 and 60 points.
TWO = a_standard(
    a_dimension(
        "a-1",
        an_indicator("a-1.1", max_points=20),
        an_indicator("a-1.2", rule=PerUnit(D(3)), max_points=12),
        an_indicator("a-1.3", max_points=8, may_not_apply=True),
    ),
    a_dimension(
        "a-2",
        an_indicator("a-2.1", rule=Linear(D(80), D(30)), max_points=30),
        an_indicator("a-2.2", rule=RUBRIC, max_points=20),
        an_indicator("a-2.3", rule=Deduct(D(2)), max_points=10),
    ),
    prerequisites=(a_prerequisite("a-P1"), a_prerequisite("a-P2", veto=False)),
)
MET = {"a-P1": True, "a-P2": True}
FULL = {
    "a-1.1": True,
    "a-1.2": D(3),
    "a-1.3": True,
    "a-2.1": D(30),
    "a-2.2": "full",
    "a-2.3": D(0),
}


def scored(prerequisites=MET, bonus=(), **changes):
    answers = FULL | {code.replace("_", "-", 1).replace("_", "."): value for code, value in changes.items()}
    known = {code: value for code, value in answers.items() if value is not None}
    return score(TWO, Answers(known, prerequisites, frozenset(bonus)))


def test_score_of_a_sheet_worked_out_by_hand():
    sheet = scored(a_1_2=D(1), a_1_3=False, a_2_1=D(45), a_2_2="mostly", a_2_3=D(1))

    # a-1: 20 + 12/3 + 0 = 24; a-2: 30 * (80-45)/50 + 20 * 0.6 + (10-2) = 21 + 12 + 8 = 41
    assert [part.points for part in sheet.dimensions] == [D("24.00"), D("41.00")]
    assert sheet.total == D("65.00")
    assert sheet.reasons_not == (ReasonNot(Shortfall.TOTAL, None, D("65.00"), D(80)),)
    assert (sheet.certifiable, sheet.level) == (False, None)


def test_score_of_full_answers_is_certifiable_with_the_highest_level():
    sheet = scored()
    assert (sheet.total, sheet.certifiable, sheet.complete) == (D("100.00"), True, True)
    assert sheet.level is TWO.levels[2]


def test_missing_answers_count_nothing_and_are_listed():
    sheet = score(TWO, Answers({"a-1.1": True}, {"a-P1": True}))
    assert sheet.total == D("20.00")
    assert sheet.missing == ("a-1.2", "a-1.3", "a-2.1", "a-2.2", "a-2.3")
    assert sheet.missing_prerequisites == ("a-P2",)
    assert not sheet.complete
    assert ReasonNot(Shortfall.PREREQUISITE_MISSING, "a-P2") in sheet.reasons_not


def test_no_answers_at_all_is_a_sheet_of_zero():
    sheet = score(TWO, Answers())
    assert (sheet.total, len(sheet.missing), sheet.certifiable) == (D("0.00"), 6, False)


def test_a_failed_veto_refuses_a_perfect_score():
    sheet = scored(prerequisites={"a-P1": False, "a-P2": True})
    assert sheet.reasons_not == (ReasonNot(Shortfall.VETO, "a-P1"),)


def test_a_failed_prerequisite_without_veto_refuses_too():
    sheet = scored(prerequisites={"a-P1": True, "a-P2": False})
    assert sheet.reasons_not == (ReasonNot(Shortfall.PREREQUISITE, "a-P2"),)


def test_a_dimension_below_its_floor_refuses_a_passing_total():
    sheet = scored(a_1_1=False, a_1_2=D("2.9"))
    # a-1: 0 + 11.6 + 8 = 19.6 of 40, floor 20; total 79.6
    assert [(one.shortfall, one.code, one.have, one.need) for one in sheet.reasons_not] == [
        (Shortfall.TOTAL, None, D("79.60"), D(80)),
        (Shortfall.FLOOR, "a-1", D("19.60"), D("20.00")),
    ]


def test_not_applicable_spreads_its_points_over_the_rest_of_the_dimension():
    sheet = scored(a_1_2=D(1), a_1_3=NotApplicable("no laboratory", approved=True))
    # 8 points are spread over 32: (20 + 4) * 40/32 = 30
    assert sheet.dimensions[0].points == D("30.00")
    assert [line.attainable for line in sheet.dimensions[0].indicators] == [D("25.00"), D("15.00"), D("0.00")]
    assert sheet.lines["a-1.3"].outcome is Outcome.NOT_APPLICABLE


def test_not_applicable_counts_nothing_until_it_is_approved():
    sheet = scored(a_1_3=NotApplicable("no laboratory"))
    assert sheet.dimensions[0].points == D("32.00")
    assert sheet.awaiting_approval == ("a-1.3",)
    assert not sheet.complete


def test_bonus_lifts_the_stars_and_is_capped():
    sheet = scored(a_2_2="mostly", a_1_3=False, bonus={"X1", "X2"})
    assert (sheet.total, sheet.bonus, sheet.star_total) == (D("84.00"), D(10), D("94.00"))
    assert sheet.level is TWO.levels[1]


def test_bonus_never_lifts_over_the_pass_mark():
    sheet = scored(a_2_1=D(80), bonus={"X1", "X2", "unknown"})
    assert (sheet.total, sheet.star_total, sheet.certifiable) == (D("70.00"), D("80.00"), False)
    assert sheet.level is None
    assert sheet.bonus_items == {"X1", "X2"}


@pytest.mark.parametrize(("marks", "total"), [(("79.994"), "79.99"), (("79.995"), "80.00")])
def test_the_pass_mark_is_compared_with_the_published_total(marks, total):
    standard = a_standard(
        a_dimension("a-1", an_indicator("a-1.1", rule=Linear(D(0), D(100)), max_points=100)),
        levels=TWO.levels,
    )
    sheet = score(standard, Answers({"a-1.1": D(marks)}))
    assert sheet.total == D(total)
    assert sheet.certifiable is (D(total) >= 80)


def test_the_total_is_not_a_sum_of_rounded_parts():
    thirds = a_dimension(
        "a-1", *[an_indicator(f"a-1.{n}", rule=PerUnit(D(3)), max_points=1) for n in range(3)]
    )
    sheet = score(a_standard(thirds), Answers({f"a-1.{n}": D(1) for n in range(3)}))
    assert [line.points for line in sheet.dimensions[0].indicators] == [D("0.33")] * 3
    assert sheet.total == D("1.00")


@pytest.mark.parametrize(
    ("code", "answer", "problem"),
    [
        ("a-1.1", D(1), "wrong_kind"),
        ("a-9.9", True, "unknown_indicator"),
        ("a-1.1", NotApplicable("x"), "always_applies"),
    ],
)
def test_score_refuses_an_answer_that_cannot_be(code, answer, problem):
    with pytest.raises(InvalidAnswer) as refused:
        score(TWO, Answers({code: answer}))
    assert (refused.value.code, refused.value.problem) == (code, problem)


def test_combine_takes_the_mean_of_exact_points():
    together = combine(TWO, [scored(a_1_2=D(1)), scored(a_1_2=D(2))])
    assert together.total == D("94.00")
    assert [part.points for part in together.dimensions] == [D("34.00"), D("60.00")]
    assert together.level is TWO.levels[1]


@pytest.mark.parametrize(
    ("votes", "met"),
    [((True, True), True), ((True, False), False), ((True, False, True), True), ((True, None), None)],
)
def test_combine_takes_the_majority_on_prerequisites(votes, met):
    sheets = [
        scored(prerequisites={"a-P1": True} | ({} if vote is None else {"a-P2": vote})) for vote in votes
    ]
    assert combine(TWO, sheets).prerequisites["a-P2"] is met


def test_combine_grants_a_bonus_item_by_majority():
    together = combine(TWO, [scored(bonus={"X1", "X2"}), scored(bonus={"X1"}), scored()])
    assert together.bonus_items == {"X1"}


def test_combine_of_one_sheet_says_the_same_as_the_sheet():
    sheet = scored(a_2_1=D(44), a_1_2=D(1), bonus={"X1"})
    together = combine(TWO, [sheet])
    assert (together.exact_total, together.reasons_not, together.bonus, together.level) == (
        sheet.exact_total,
        sheet.reasons_not,
        sheet.bonus,
        sheet.level,
    )


# --- properties ---

booleans = st.booleans()
numbers = st.decimals(min_value=0, max_value=100, places=3)


@st.composite
def some_answers(draw):
    answers = {
        "a-1.1": draw(st.none() | booleans),
        "a-1.2": draw(st.none() | numbers),
        "a-1.3": draw(st.none() | booleans | st.builds(NotApplicable, st.just("none here"), st.booleans())),
        "a-2.1": draw(st.none() | numbers),
        "a-2.2": draw(st.none() | st.sampled_from([level.code for level in RUBRIC.levels])),
        "a-2.3": draw(st.none() | numbers),
    }
    prerequisites = draw(st.dictionaries(st.sampled_from(["a-P1", "a-P2"]), booleans))
    bonus = draw(st.frozensets(st.sampled_from(["X1", "X2"])))
    return Answers({code: one for code, one in answers.items() if one is not None}, prerequisites, bonus)


@given(some_answers())
def test_points_stay_within_bounds(answers):
    sheet = score(TWO, answers)
    assert 0 <= sheet.total <= 100
    assert all(0 <= part.points <= part.dimension.weight for part in sheet.dimensions)
    assert all(0 <= line.points <= line.attainable for line in sheet.lines.values())
    assert 0 <= sheet.bonus <= TWO.bonus_cap


@given(some_answers())
def test_each_number_is_rounded_once_from_its_exact_value(answers):
    sheet = score(TWO, answers)
    assert sheet.exact_total == sum(line.exact for line in sheet.lines.values())
    assert abs(Fraction(sheet.total) - sheet.exact_total) <= Fraction(1, 200)


@given(some_answers(), st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_nothing(answers, shuffler: random.Random):
    items = list(answers.indicators.items())
    shuffler.shuffle(items)
    again = score(TWO, Answers(dict(items), dict(reversed(answers.prerequisites.items())), answers.bonus))
    assert again == score(TWO, answers)


@given(some_answers())
def test_reweighting_keeps_the_dimension_maximum(answers):
    for part in score(TWO, answers).dimensions:
        attainable = sum(
            Fraction(line.indicator.max_points) * line.factor
            for line in part.indicators
            if line.outcome is not Outcome.NOT_APPLICABLE
        )
        assert attainable == Fraction(part.dimension.weight)


@given(some_answers(), st.sampled_from(["a-1.1", "a-1.2", "a-2.1", "a-2.2", "a-2.3"]))
def test_a_full_answer_never_lowers_the_score(answers, code):
    better = score(
        TWO, Answers({**answers.indicators, code: FULL[code]}, answers.prerequisites, answers.bonus)
    )
    before = score(TWO, answers)
    assert better.exact_total >= before.exact_total
    assert better.certifiable or not before.certifiable


@given(some_answers())
def test_certifiable_exactly_when_everything_holds(answers):
    sheet = score(TWO, answers)
    holds = (
        all(answers.prerequisites.get(code) is True for code in ("a-P1", "a-P2"))
        and sheet.total >= 80
        and all(part.points >= part.floor for part in sheet.dimensions)
    )
    assert sheet.certifiable is holds
    assert (sheet.level is not None) is holds


@given(st.lists(some_answers(), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_combine_does_not_depend_on_the_order_of_reviewers(all_answers, shuffler: random.Random):
    sheets = [score(TWO, answers) for answers in all_answers]
    one = combine(TWO, sheets)
    shuffler.shuffle(sheets)
    two = combine(TWO, sheets)
    assert (one.exact_total, one.prerequisites, one.bonus, one.reasons_not) == (
        two.exact_total,
        two.prerequisites,
        two.bonus,
        two.reasons_not,
    )


@given(st.fractions(min_value=0, max_value=1000))
def test_rounded_is_half_up_to_two_places(value):
    exact = D(value.numerator * 10**12 // value.denominator).scaleb(-12)
    assume(Fraction(exact) == value or (exact * 1000) % 10 != 5)
    assert rounded(value) == exact.quantize(D("0.01"), ROUND_HALF_UP)
