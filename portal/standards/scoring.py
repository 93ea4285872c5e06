"""The score of a set of answers under a standard: one calculation for everybody.

The applicant's preview, the reviewer's sheet, the decision and the public recomputation all call
`score`. Marks and floors are compared with the published, rounded numbers, so that a reader with
pencil and paper comes to the same verdict.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from portal.standards.points import InvalidAnswer, answer_problem, points_of
from portal.standards.sheet import (
    DimensionScore,
    IndicatorScore,
    Outcome,
    ReasonNot,
    Score,
    Shortfall,
    rounded,
)
from portal.standards.types import Answer, Answers, Dimension, Indicator, Level, NotApplicable, Standard

__all__ = [
    "DimensionScore",
    "IndicatorScore",
    "InvalidAnswer",
    "Outcome",
    "ReasonNot",
    "Score",
    "Shortfall",
    "answer_problem",
    "combine",
    "points_of",
    "rounded",
    "score",
]


def score(standard: Standard, answers: Answers) -> Score:
    """Score answers, complete or not; raises InvalidAnswer for one that its indicator cannot have."""
    _check(standard, answers)
    dimensions = tuple(_score_dimension(standard, part, answers.indicators) for part in standard.dimensions)
    lines = [line for part in dimensions for line in part.indicators]
    prerequisites = {one.code: answers.prerequisites.get(one.code) for one in standard.prerequisites}
    return _assemble(
        standard,
        dimensions,
        prerequisites,
        answers.bonus,
        missing=tuple(line.indicator.code for line in lines if line.outcome is Outcome.MISSING),
        awaiting=tuple(line.indicator.code for line in lines if line.outcome is Outcome.AWAITING_APPROVAL),
    )


def combine(standard: Standard, scores: Sequence[Score]) -> Score:
    """Several independent sheets as one: mean of the points, strict majority of conditions and bonus items.

    The result has no lines of its own: they are in the single sheets. An even split is not a majority.
    """
    if not scores:
        raise ValueError("nothing to combine")
    count = len(scores)
    dimensions = tuple(
        DimensionScore(part, _mean([one.dimensions[at].exact for one in scores]), _floor(standard, part))
        for at, part in enumerate(standard.dimensions)
    )
    prerequisites = {
        one.code: _majority([sheet.prerequisites[one.code] for sheet in scores])
        for one in standard.prerequisites
    }
    granted = frozenset(
        one.code
        for one in standard.bonus
        if 2 * sum(one.code in sheet.bonus_items for sheet in scores) > count
    )
    return _assemble(
        standard,
        dimensions,
        prerequisites,
        granted,
        missing=_in_any(scores, "missing"),
        awaiting=_in_any(scores, "awaiting_approval"),
    )


def _check(standard: Standard, answers: Answers) -> None:
    for code, answer in answers.indicators.items():
        indicator = standard.indicators.get(code)
        problem = answer_problem(indicator, answer) if indicator else "unknown_indicator"
        if problem:
            raise InvalidAnswer(code, problem)


def _score_dimension(
    standard: Standard, dimension: Dimension, answers: Mapping[str, Answer]
) -> DimensionScore:
    factor = _factor(dimension, answers)
    lines = tuple(_score_indicator(one, answers.get(one.code), factor) for one in dimension.indicators)
    exact = sum((line.exact for line in lines), Fraction(0))
    return DimensionScore(dimension, exact, _floor(standard, dimension), lines)


def _score_indicator(indicator: Indicator, answer: Answer | None, factor: Fraction) -> IndicatorScore:
    if answer is None:
        return IndicatorScore(indicator, None, Outcome.MISSING, Fraction(0), factor)
    if isinstance(answer, NotApplicable):
        outcome = Outcome.NOT_APPLICABLE if answer.approved else Outcome.AWAITING_APPROVAL
        return IndicatorScore(indicator, answer, outcome, Fraction(0), factor)
    raw = points_of(indicator, answer)
    outcome = Outcome.FULL if raw == indicator.max_points else Outcome.PARTIAL if raw else Outcome.NONE
    return IndicatorScore(indicator, answer, outcome, raw, factor)


def _factor(dimension: Dimension, answers: Mapping[str, Answer]) -> Fraction:
    """Points of what does not apply are spread over the rest of the dimension in proportion."""
    left_out = Fraction(0)
    for indicator in dimension.indicators:
        answer = answers.get(indicator.code)
        if isinstance(answer, NotApplicable) and answer.approved:
            left_out += Fraction(indicator.max_points)
    weight = Fraction(dimension.weight)
    return weight / (weight - left_out) if left_out < weight else Fraction(0)


def _assemble(
    standard: Standard,
    dimensions: tuple[DimensionScore, ...],
    prerequisites: Mapping[str, bool | None],
    bonus_items: frozenset[str],
    *,
    missing: tuple[str, ...],
    awaiting: tuple[str, ...],
) -> Score:
    exact_total = sum((part.exact for part in dimensions), Fraction(0))
    granted = frozenset(one.code for one in standard.bonus) & bonus_items
    claimed = sum((one.points for one in standard.bonus if one.code in granted), Decimal(0))
    bonus = min(claimed, standard.bonus_cap)
    reasons = _reasons_not(standard, dimensions, prerequisites, rounded(exact_total))
    return Score(
        standard_code=standard.code,
        standard_version=standard.version,
        dimensions=dimensions,
        exact_total=exact_total,
        prerequisites=prerequisites,
        bonus_items=granted,
        bonus=bonus,
        reasons_not=reasons,
        level=None if reasons else _level(standard, rounded(exact_total) + bonus),
        missing=missing,
        missing_prerequisites=tuple(code for code, met in prerequisites.items() if met is None),
        awaiting_approval=awaiting,
    )


def _reasons_not(
    standard: Standard,
    dimensions: tuple[DimensionScore, ...],
    prerequisites: Mapping[str, bool | None],
    total: Decimal,
) -> tuple[ReasonNot, ...]:
    reasons = []
    for one in standard.prerequisites:
        met = prerequisites[one.code]
        if met is None:
            reasons.append(ReasonNot(Shortfall.PREREQUISITE_MISSING, one.code))
        elif not met:
            reasons.append(ReasonNot(Shortfall.VETO if one.veto else Shortfall.PREREQUISITE, one.code))
    if total < standard.pass_mark:
        reasons.append(ReasonNot(Shortfall.TOTAL, None, total, standard.pass_mark))
    reasons += [
        ReasonNot(Shortfall.FLOOR, part.dimension.code, part.points, part.floor)
        for part in dimensions
        if not part.reaches_floor
    ]
    return tuple(reasons)


def _level(standard: Standard, star_total: Decimal) -> Level | None:
    reached = [level for level in standard.levels if star_total >= level.min_score]
    return max(reached, key=lambda level: level.min_score, default=None)


def _floor(standard: Standard, dimension: Dimension) -> Decimal:
    return rounded(Fraction(dimension.weight) * Fraction(standard.dimension_floor))


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _majority(votes: Sequence[bool | None]) -> bool | None:
    if any(vote is None for vote in votes):
        return None
    return 2 * sum(vote is True for vote in votes) > len(votes)


def _in_any(scores: Sequence[Score], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for one in scores for code in getattr(one, name)))
