"""A reviewer's sheet: declared answers, what the reviewer says of each, and the score that follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.reviews.types import Finding
from portal.standards.answers import as_answer
from portal.standards.types import Answer, Answers, Indicator, IndicatorKind, NotApplicable, Standard


@dataclass(frozen=True)
class Declared:
    """What the applicant handed in for one item, with whether the officer approved "does not apply"."""

    value: Any = None
    note: str = ""
    not_applicable: bool = False
    reason: str = ""
    approved: bool = False
    evidence: tuple[int, ...] = ()


@dataclass(frozen=True)
class Judged:
    """What the reviewer says: a finding on a declared value, or the value that the reviewer gives."""

    finding: Finding | None = None
    value: Any = None
    comment: str = ""


def declared_items(content: Mapping[str, Any], approved: frozenset[str]) -> dict[str, Declared]:
    """The answers of a snapshot by code."""
    return {
        code: Declared(
            value=answer["value"],
            note=answer["note"],
            not_applicable=answer["not_applicable"],
            reason=answer["reason"],
            approved=code in approved,
            evidence=tuple(answer["evidence"]),
        )
        for code, answer in content["answers"].items()
    }


def needs_judgement(declared: Declared) -> bool:
    """Items that do not apply are the officer's matter, not the reviewer's."""
    return not (declared.not_applicable and declared.approved)


def is_judged(indicator: Indicator | None, judged: Judged | None) -> bool:
    """Whether the line is complete: prerequisites and rubrics need a value, the others a finding."""
    if judged is None:
        return False
    if indicator is None or indicator.kind is IndicatorKind.RUBRIC:
        return judged.value is not None
    if judged.finding is Finding.ADJUST:
        return judged.value is not None
    return judged.finding is not None


def unjudged(standard: Standard, declared: Mapping[str, Declared], judged: Mapping[str, Judged]) -> list[str]:
    """The codes still to be judged, in the order of the standard."""
    codes = [one.code for one in standard.prerequisites if not is_judged(None, judged.get(one.code))]
    for code, indicator in standard.indicators.items():
        if needs_judgement(declared.get(code, Declared())) and not is_judged(indicator, judged.get(code)):
            codes.append(code)
    return codes


def judged_answers(
    standard: Standard, declared: Mapping[str, Declared], judged: Mapping[str, Judged]
) -> Answers:
    """The answers that this sheet scores.

    Accepted: the declared value. Adjusted: the reviewer's value. Unverified, or not yet judged: nothing, so
    no points. Rubric levels, prerequisites and bonus items are the reviewer's own judgement.
    """
    indicators: dict[str, Answer] = {}
    for code, indicator in standard.indicators.items():
        answer = _answer(indicator, declared.get(code, Declared()), judged.get(code))
        if answer is not None:
            indicators[code] = answer
    prerequisites = {
        one.code: judged[one.code].value is True
        for one in standard.prerequisites
        if one.code in judged and judged[one.code].value is not None
    }
    bonus = frozenset(
        one.code for one in standard.bonus if one.code in judged and judged[one.code].value is True
    )
    return Answers(indicators, prerequisites, bonus)


def _answer(indicator: Indicator, declared: Declared, judged: Judged | None) -> Answer | None:
    if declared.not_applicable and declared.approved:
        return NotApplicable(declared.reason, approved=True)
    if judged is None:
        return None
    if indicator.kind is IndicatorKind.RUBRIC or judged.finding is Finding.ADJUST:
        return as_answer(indicator, judged.value)
    if judged.finding is Finding.ACCEPT and not declared.not_applicable:
        return as_answer(indicator, declared.value)
    return None
