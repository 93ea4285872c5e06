"""The published standard of a cell type, and what is answered against it, as values.

Numbers are `Decimal` exactly as printed in the standard; ratios run from 0 to 1. Every text is a
`Label` in three languages. Nothing here knows how a standard is stored or shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from urllib.parse import urlsplit

from portal.core.i18n import Label


class StandardState(StrEnum):
    """Life of one version; a published version never changes."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class IndicatorKind(StrEnum):
    """What is asked: yes or no, a count or amount, a share, or one of several described levels."""

    BOOLEAN = "boolean"
    NUMBER = "number"
    RATIO = "ratio"
    RUBRIC = "rubric"


class SiteVisit(StrEnum):
    """Whether certification needs inspectors on the spot."""

    ALWAYS = "always"
    SAMPLE = "sample"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class AllOrNothing:
    """Full points when met, else none."""


@dataclass(frozen=True, slots=True)
class Linear:
    """No points at `zero_at`, full at `full_at`, in proportion between (`zero_at` may be above)."""

    zero_at: Decimal
    full_at: Decimal


@dataclass(frozen=True, slots=True)
class PerUnit:
    """Points in proportion to the count, full at `full_at`."""

    full_at: Decimal


@dataclass(frozen=True, slots=True)
class Deduct:
    """Full points less `points_each` for every finding, not below zero."""

    points_each: Decimal


@dataclass(frozen=True, slots=True)
class RubricLevel:
    """A described level worth `share` (0 to 1) of the points."""

    code: str
    share: Decimal
    label: Label


@dataclass(frozen=True, slots=True)
class Rubric:
    """Levels from best to worst; the answer is a level's code."""

    levels: tuple[RubricLevel, ...]

    def level(self, code: object) -> RubricLevel | None:
        return next((level for level in self.levels if level.code == code), None)


@dataclass(frozen=True, slots=True)
class Breakpoint:
    """At value `at` the indicator is worth `share` (0 to 1) of its points."""

    at: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class Piecewise:
    """Straight lines between breakpoints of rising `at`; flat before the first and after the last."""

    points: tuple[Breakpoint, ...]


Rule = AllOrNothing | Linear | PerUnit | Deduct | Rubric | Piecewise


@dataclass(frozen=True, slots=True)
class Source:
    """A public document that an item was taken from; `seen` says how much of it could be read."""

    code: str
    title: Label
    issuer: Label
    document: str | None
    year: int | None
    url: str | None
    seen: Label

    @property
    def official_url(self) -> str | None:
        """The address if it is a government's own: what was read as a copy elsewhere is never linked."""
        host = urlsplit(self.url or "").hostname or ""
        return self.url if host.endswith(".gov.cn") else None


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """A kind of document or photo that proves an answer."""

    code: str
    label: Label


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """A condition that must be met; a veto also ends the application when found later."""

    code: str
    text: Label
    veto: bool
    inferred: bool
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One scored question. `inferred` means that the item or its figures are not from a source."""

    code: str
    name: Label
    kind: IndicatorKind
    unit: Label | None
    max_points: Decimal
    rule: Rule
    rule_text: Label
    evidence: tuple[EvidenceKind, ...]
    sources: tuple[Source, ...]
    inferred: bool
    points_inferred: bool
    may_not_apply: bool = False


@dataclass(frozen=True, slots=True)
class Dimension:
    """A group of indicators whose points add up to `weight`."""

    code: str
    name: Label
    weight: Decimal
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Bonus:
    """Extra points that count for stars only."""

    code: str
    name: Label
    points: Decimal
    inferred: bool


@dataclass(frozen=True, slots=True)
class Level:
    """A star level reached at `min_score` of total and bonus together."""

    code: str
    name: Label
    min_score: Decimal


@dataclass(frozen=True)
class Standard:
    """One version of the standard of one cell type."""

    code: str
    version: str
    name: Label
    lead_department: Label
    applies_to: Label
    prerequisites: tuple[Prerequisite, ...]
    dimensions: tuple[Dimension, ...]
    bonus: tuple[Bonus, ...]
    bonus_cap: Decimal
    pass_mark: Decimal
    dimension_floor: Decimal
    levels: tuple[Level, ...]
    validity_years: int
    notice_working_days: int
    spot_checks_per_year: int
    blind: bool
    site_visit: SiteVisit
    sources: tuple[Source, ...]
    inferred: frozenset[str] = frozenset()
    """Names of the settings above whose value is this standard's own and not from a source."""

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        return {indicator.code: indicator for indicator in self._walk()}

    @property
    def total_points(self) -> Decimal:
        return sum((dimension.weight for dimension in self.dimensions), Decimal(0))

    def _walk(self) -> Iterator[Indicator]:
        for dimension in self.dimensions:
            yield from dimension.indicators


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """An answer that the question does not apply; it counts only once an officer has approved it."""

    reason: str
    approved: bool = False


Answer = bool | Decimal | str | NotApplicable
"""Yes or no; a value (ratios 0 to 1); the code of a rubric level; or not applicable."""


@dataclass(frozen=True)
class Answers:
    """What is known so far, by code. What is absent has not been answered."""

    indicators: Mapping[str, Answer] = field(default_factory=dict)
    prerequisites: Mapping[str, bool] = field(default_factory=dict)
    bonus: frozenset[str] = frozenset()
