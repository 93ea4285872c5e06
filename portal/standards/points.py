"""Points of a single answer, and whether it can be an answer at all."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from portal.standards.types import (
    AllOrNothing,
    Answer,
    Deduct,
    Indicator,
    IndicatorKind,
    Linear,
    NotApplicable,
    PerUnit,
    Piecewise,
    Rubric,
)


class InvalidAnswer(ValueError):
    """An answer that this indicator cannot have: forms check with `answer_problem` first."""

    def __init__(self, code: str, problem: str) -> None:
        super().__init__(f"{code}: {problem}")
        self.code = code
        self.problem = problem


def answer_problem(indicator: Indicator, answer: Answer) -> str | None:
    """Why an answer cannot be: a key (`wrong_kind`, `negative`, `above_one` …), or None if it can."""
    if isinstance(answer, NotApplicable):
        if not indicator.may_not_apply:
            return "always_applies"
        return None if answer.reason.strip() else "reason_needed"
    match indicator.rule:
        case AllOrNothing():
            return None if isinstance(answer, bool) else "wrong_kind"
        case Rubric() as rubric:
            return None if rubric.level(answer) else "unknown_level"
        case _:
            return _value_problem(indicator, answer)


def _value_problem(indicator: Indicator, answer: Answer) -> str | None:
    if isinstance(answer, bool | str | NotApplicable):
        return "wrong_kind"
    if not answer.is_finite():
        return "not_a_number"
    if indicator.kind is IndicatorKind.RATIO:
        # A fall may turn out to be a rise: below zero is an honest answer, and gets no points.
        return None if -10 <= answer <= 1 else "above_one"
    return "negative" if answer < 0 else None


def points_of(indicator: Indicator, answer: Answer) -> Fraction:
    """Points by the rule, out of the indicator's printed maximum, exactly."""
    maximum = Fraction(indicator.max_points)
    match indicator.rule:
        case AllOrNothing():
            return maximum if answer is True else Fraction(0)
        case Rubric() as rubric:
            level = rubric.level(answer)
            return maximum * Fraction(level.share) if level else Fraction(0)
        case Deduct(points_each):
            return max(Fraction(0), maximum - Fraction(points_each) * _value(answer))
        case Linear(zero_at, full_at):
            zero, full = Fraction(zero_at), Fraction(full_at)
            return maximum * _clamped((_value(answer) - zero) / (full - zero))
        case PerUnit(full_at):
            return maximum * _clamped(_value(answer) / Fraction(full_at))
        case Piecewise() as piecewise:
            return maximum * _share(piecewise, _value(answer))


def _value(answer: Answer) -> Fraction:
    return Fraction(answer) if isinstance(answer, Decimal) else Fraction(0)


def _clamped(share: Fraction) -> Fraction:
    return min(max(share, Fraction(0)), Fraction(1))


def _share(piecewise: Piecewise, value: Fraction) -> Fraction:
    points = [(Fraction(one.at), Fraction(one.share)) for one in piecewise.points]
    if value <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if value <= right:
            return low + (high - low) * (value - left) / (right - left)
    return points[-1][1]
