"""How a standard is filled in: page by page, each a section with its items."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from portal.core.i18n import Label
from portal.standards.sheet import Outcome, Score
from portal.standards.types import EvidenceKind, Indicator, IndicatorKind, Standard


class ItemKind(StrEnum):
    """What is asked at an item, and so which control it gets."""

    YES_NO = "yes_no"
    NUMBER = "number"
    PERCENT = "percent"
    LEVEL = "level"
    CLAIM = "claim"
    """A bonus item: claimed or not."""


@dataclass(frozen=True)
class Item:
    """One question. `indicator` is None for prerequisites and bonus items."""

    code: str
    name: Label
    kind: ItemKind
    indicator: Indicator | None = None
    veto: bool = False
    points: Decimal | None = None

    @property
    def evidence(self) -> tuple[EvidenceKind, ...]:
        return self.indicator.evidence if self.indicator else ()

    @property
    def may_not_apply(self) -> bool:
        return self.indicator is not None and self.indicator.may_not_apply


@dataclass(frozen=True)
class Section:
    """A page of the application: `slug` stands in its address."""

    slug: str
    name: Label
    items: tuple[Item, ...]


class SectionState(StrEnum):
    """How far a section is; the key of its tag in the task list."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"
    OPTIONAL = "optional"


PREREQUISITES, BONUS = "prerequisites", "bonus"
_PREREQUISITES_NAME = Label("前置条件", "Prerequisites", "前置條件")
_BONUS_NAME = Label("加分项", "Bonus", "加分項")
_KINDS = {
    IndicatorKind.BOOLEAN: ItemKind.YES_NO,
    IndicatorKind.NUMBER: ItemKind.NUMBER,
    IndicatorKind.RATIO: ItemKind.PERCENT,
    IndicatorKind.RUBRIC: ItemKind.LEVEL,
}
_WIDE = str.maketrans("０１２３４５６７８９．，－％", "0123456789.,-%")
_LARGEST = Decimal(10) ** 12
_MOST_DECIMALS = 6


def sections_of(standard: Standard) -> tuple[Section, ...]:
    """The prerequisites, each dimension, and the bonus items, in the order of the standard."""
    required = tuple(
        Item(one.code, one.text, ItemKind.YES_NO, veto=one.veto) for one in standard.prerequisites
    )
    claims = tuple(Item(one.code, one.name, ItemKind.CLAIM, points=one.points) for one in standard.bonus)
    middle = tuple(
        Section(part.code, part.name, tuple(_item(one) for one in part.indicators))
        for part in standard.dimensions
    )
    first = Section(PREREQUISITES, _PREREQUISITES_NAME, required)
    return (first, *middle, Section(BONUS, _BONUS_NAME, claims)) if claims else (first, *middle)


def section_state(section: Section, score: Score, with_evidence: Collection[str]) -> SectionState:
    """Complete when every item is answered, met, and proved where it claims points."""
    if section.slug == BONUS:
        return SectionState.COMPLETE if score.bonus_items else SectionState.OPTIONAL
    if all(_is_done(item, score, with_evidence) for item in section.items):
        return SectionState.COMPLETE
    started = any(_is_answered(item, score) for item in section.items)
    return SectionState.IN_PROGRESS if started else SectionState.NOT_STARTED


def parse_value(item: Item, typed: str) -> bool | Decimal | str | None:
    """What a person typed or chose, as a value; None for nothing. Raises ValueError where it is no number.

    Full-width digits, thousands separators and a percent sign are understood; a share is typed in percent
    and kept between 0 and 1.
    """
    typed = typed.strip()
    if not typed:
        return None
    if item.kind in (ItemKind.YES_NO, ItemKind.CLAIM):
        return {"yes": True, "no": False}.get(typed)
    if item.kind is ItemKind.LEVEL:
        return typed
    plain = typed.translate(_WIDE).replace(",", "").replace(" ", "").removesuffix("%")
    try:
        value = Decimal(plain)
    except InvalidOperation as error:
        raise ValueError(typed) from error
    if not value.is_finite() or abs(value) >= _LARGEST or _decimals(value) > _MOST_DECIMALS:
        raise ValueError(typed)
    return value / 100 if item.kind is ItemKind.PERCENT else value


def typed_form(item: Item, value: object) -> str:
    """A kept value as it stands in its control."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if item.kind is ItemKind.PERCENT:
        return format((Decimal(str(value)) * 100).normalize(), "f")
    return str(value)


def _item(indicator: Indicator) -> Item:
    return Item(
        indicator.code, indicator.name, _KINDS[indicator.kind], indicator, points=indicator.max_points
    )


def _is_answered(item: Item, score: Score) -> bool:
    if item.indicator is None:
        return score.prerequisites.get(item.code) is not None
    return score.lines[item.code].outcome is not Outcome.MISSING


def _is_done(item: Item, score: Score, with_evidence: Collection[str]) -> bool:
    if not _is_answered(item, score):
        return False
    if item.indicator is None:
        return score.prerequisites[item.code] is True
    return score.lines[item.code].raw == 0 or item.code in with_evidence


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
