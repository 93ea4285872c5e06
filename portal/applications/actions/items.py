"""What may stand in an answer."""

from __future__ import annotations

from portal.applications.types import (
    AnswerItem,
)
from portal.core.errors import Invalid, NotFound
from portal.core.i18n import Label, Text
from portal.core.i18n import lazy_gettext as _l
from portal.standards.answers import as_answer
from portal.standards.points import answer_problem
from portal.standards.types import Standard

PROBLEMS: dict[str, Text] = {
    "always_applies": _l("This indicator applies to everyone."),
    "reason_needed": _l("Say why it does not apply."),
    "wrong_kind": _l("This is not the kind of answer asked for."),
    "unknown_level": _l("Choose one of the levels."),
    "not_a_number": _l("Enter a number."),
    "above_one": _l("A share is between 0 and 100 percent."),
    "negative": _l("The number cannot be below zero."),
}


def check_item(standard: Standard, item: AnswerItem) -> None:
    must_be_known(standard, item.code)
    indicator = standard.indicators.get(item.code)
    if indicator is None:
        if item.value is not None and not isinstance(item.value, bool):
            raise Invalid.field("value", PROBLEMS["wrong_kind"])
        return
    answer = as_answer(indicator, item.value, not_applicable=item.not_applicable, reason=item.reason)
    problem = answer_problem(indicator, answer) if answer is not None else None
    if problem:
        raise Invalid.field("reason" if problem == "reason_needed" else "value", PROBLEMS[problem])


def must_be_known(standard: Standard, code: str) -> None:
    others = {one.code for one in standard.prerequisites} | {one.code for one in standard.bonus}
    if code not in standard.indicators and code not in others:
        raise NotFound


def names_of_items(standard: Standard) -> dict[str, Label]:
    """What each prerequisite, indicator and bonus item is called, by its code."""
    names = {one.code: one.text for one in standard.prerequisites}
    names |= {code: one.name for code, one in standard.indicators.items()}
    return names | {one.code: one.name for one in standard.bonus}
