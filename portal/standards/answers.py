"""Answers as they are kept (plain JSON values) turned into answers as they are scored."""

from decimal import Decimal, InvalidOperation

from portal.standards.types import Answer, Indicator, NotApplicable, Rubric

Stored = bool | int | float | str | Decimal | None


def as_answer(
    indicator: Indicator,
    value: Stored,
    *,
    not_applicable: bool = False,
    reason: str = "",
    approved: bool = False,
) -> Answer | None:
    """The answer that a kept value stands for; None if there is none yet.

    A rubric level is kept as its code or its place in the list (0 is the best); a number as a JSON number
    or as its digits. What cannot be an answer comes back as text, for `answer_problem` to name.
    """
    if not_applicable:
        return NotApplicable(reason, approved)
    if value is None or value == "":
        return None
    if isinstance(indicator.rule, Rubric):
        return _level_code(indicator.rule, value)
    if isinstance(value, bool | Decimal):
        return value
    try:
        return Decimal(str(value).strip())
    except InvalidOperation:
        return str(value)


def _level_code(rubric: Rubric, value: Stored) -> str:
    place = isinstance(value, int) and not isinstance(value, bool)
    if place and 0 <= int(str(value)) < len(rubric.levels):
        return rubric.levels[int(str(value))].code
    return str(value)
