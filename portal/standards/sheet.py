"""A score sheet as a value: every line, what it adds up to, and what the sum means.

Sums are exact (fractions). Each published number is rounded once, half up, to two places, from the
exact value and never from another rounded number.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from portal.standards.types import Answer, Dimension, Indicator, Level


class Outcome(StrEnum):
    """Why an indicator has its points; the key of the sentence shown to a reader."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    AWAITING_APPROVAL = "awaiting_approval"


class Shortfall(StrEnum):
    """What stands between an application and its certificate."""

    VETO = "veto"
    PREREQUISITE = "prerequisite"
    PREREQUISITE_MISSING = "prerequisite_missing"
    TOTAL = "total"
    FLOOR = "floor"


@dataclass(frozen=True, slots=True)
class IndicatorScore:
    """One line of the sheet: `raw` points by the rule, times the re-weighting `factor`."""

    indicator: Indicator
    answer: Answer | None
    outcome: Outcome
    raw: Fraction
    factor: Fraction

    @property
    def exact(self) -> Fraction:
        return self.raw * self.factor

    @property
    def points(self) -> Decimal:
        return rounded(self.exact)

    @property
    def attainable(self) -> Decimal:
        """Most points this line can give here: more than printed when others do not apply."""
        if self.outcome is Outcome.NOT_APPLICABLE:
            return Decimal("0.00")
        return rounded(Fraction(self.indicator.max_points) * self.factor)


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """Points of one dimension against its floor, with the lines they come from."""

    dimension: Dimension
    exact: Fraction
    floor: Decimal
    indicators: tuple[IndicatorScore, ...] = ()

    @property
    def points(self) -> Decimal:
        return rounded(self.exact)

    @property
    def reaches_floor(self) -> bool:
        return self.points >= self.floor


@dataclass(frozen=True, slots=True)
class ReasonNot:
    """One reason against certification; `code` names the prerequisite or dimension, if any."""

    shortfall: Shortfall
    code: str | None = None
    have: Decimal | None = None
    need: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """The whole sheet. `level` is None unless certifiable."""

    standard_code: str
    standard_version: str
    dimensions: tuple[DimensionScore, ...]
    exact_total: Fraction
    prerequisites: Mapping[str, bool | None]
    bonus_items: frozenset[str]
    bonus: Decimal
    reasons_not: tuple[ReasonNot, ...]
    level: Level | None
    missing: tuple[str, ...] = ()
    missing_prerequisites: tuple[str, ...] = ()
    awaiting_approval: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal:
        return rounded(self.exact_total)

    @property
    def star_total(self) -> Decimal:
        """Total and capped bonus: decides stars, never the pass."""
        return self.total + self.bonus

    @property
    def certifiable(self) -> bool:
        return not self.reasons_not

    @property
    def complete(self) -> bool:
        return not (self.missing or self.missing_prerequisites or self.awaiting_approval)

    @property
    def lines(self) -> dict[str, IndicatorScore]:
        return {line.indicator.code: line for part in self.dimensions for line in part.indicators}


def rounded(value: Fraction) -> Decimal:
    """Two places, half up: the only rounding there is."""
    return Decimal(math.floor(value * 100 + Fraction(1, 2))).scaleb(-2)
