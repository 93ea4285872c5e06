"""The forms of screening and of a reviewer's sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField

from portal.applications.sections import Item, ItemKind, Section, parse_value, typed_form
from portal.applications.types import RequestedCorrection
from portal.core.errors import Invalid
from portal.core.forms import BaseForm, ItemsForm, MaxLength, Needed
from portal.core.i18n import Text, lazy_pgettext, measured
from portal.core.i18n import lazy_gettext as _l
from portal.reviews.models import ReviewItem
from portal.reviews.rules import CHECKS
from portal.reviews.types import Finding, ReviewItemInput, SubmitReview
from portal.standards.types import Rubric

_COMMENT, _REASON = 1000, 500

POINTS: dict[str, Any] = {
    "organisation": _l("The organisation exists, is of this type and lies in the area"),
    "letter": _l("The commitment letter is signed and stamped"),
    "prerequisites": _l("Every prerequisite is answered and its evidence can be read"),
    "evidence": _l("The evidence is of the kinds that the standard asks for and can be opened"),
    "credit": _l("The public credit platform shows no serious dishonesty in three years"),
}


class ChecksForm(BaseForm):
    """The formal check as a list of ticks."""

    def ticked(self) -> dict[str, bool]:
        return {name: bool(self._fields[name].data) for name in CHECKS}


for _name in CHECKS:
    setattr(ChecksForm, _name, BooleanField(POINTS[_name]))


class ReasonForm(BaseForm):
    reason = TextAreaField(_l("Reason"), validators=[Needed(_l("Give the reason.")), MaxLength(_REASON)])


class ReplaceForm(BaseForm):
    reason = TextAreaField(
        _l("Why can this reviewer not finish?"),
        validators=[Needed(_l("Say briefly why.")), MaxLength(_REASON)],
    )


class CorrectionForm(BaseForm):
    """What is to be corrected, item by item; made for one standard by `make_correction_form`."""

    items: tuple[Item, ...] = ()
    note = TextAreaField(_l("Note to the applicant"), validators=[MaxLength(_COMMENT)])

    def text_of(self, item: Item) -> Any:
        return self._fields[f"text-{item.code}"]

    def to_corrections(self) -> tuple[RequestedCorrection, ...]:
        asked = ((item.code, self.text_of(item).data or "") for item in self.items)
        return tuple(RequestedCorrection(code, text) for code, text in asked if text)

    def show(self, invalid: Invalid) -> None:
        """What is said of the list as a whole stands at its first line, where one begins to write."""
        first = f"text-{self.items[0].code}"
        super().show(
            Invalid({name if name in self else first: texts for name, texts in invalid.errors.items()})
        )


class AcceptForm(BaseForm):
    no_conflict = BooleanField(
        _l("I have no tie to this organisation: no employment, no relatives in charge, no money from it."),
        validators=[Needed(_l("Declare that there is no conflict, or give the seat back below."))],
    )


class RefuseForm(BaseForm):
    conflict = RadioField(
        _l("Why do you give the seat back?"),
        choices=[("no", _l("I cannot do it in time")), ("yes", _l("I have a conflict of interest"))],
        validators=[Needed(_l("Say which: no time, or a conflict of interest."))],
    )
    reason = TextAreaField(
        _l("In a few words"), validators=[Needed(_l("Say briefly why.")), MaxLength(_REASON)]
    )


class HandInForm(BaseForm):
    overall = TextAreaField(_l("Overall remarks"), validators=[MaxLength(_COMMENT)])
    reason = TextAreaField(_l("Reason of the adjudication"), validators=[MaxLength(_COMMENT)])

    def to_command(self) -> SubmitReview:
        return SubmitReview(self.overall.data or "", self.reason.data or "")

    def show(self, invalid: Invalid) -> None:
        """What is said of the sheet as a whole stands beside the button that hands it in."""
        super().show(Invalid({n if n in self else "overall": texts for n, texts in invalid.errors.items()}))


class SheetForm(ItemsForm):
    """A reviewer's sheet; made for one standard by `make_sheet_form`."""

    items: tuple[Item, ...] = ()

    def fill(self, rows: Mapping[str, ReviewItem]) -> None:
        for item in self.items:
            row = rows.get(item.code)
            if row is None:
                continue
            self.part("value", item.code).data = typed_form(item, row.value)
            self.part("comment", item.code).data = row.comment
            self.part("version", item.code).data = str(row.version)
            if self.part("finding", item.code) is not None:
                self.part("finding", item.code).data = row.finding.value if row.finding else None

    def saved(self, item: Item, row: ReviewItem) -> list[tuple[Text, Text]]:
        """A kept line in words: the finding, the value and the comment."""
        typed = {
            "finding": row.finding.value if row.finding else "",
            "value": _measured(item, typed_form(item, row.value)),
            "comment": row.comment,
        }
        return self.kept_in_words(item.code, typed)

    def to_input(self, item: Item) -> ReviewItemInput:
        """What was typed at one line; raises Invalid with the names of this form's fields."""
        finding = self._finding(item)
        typed = str(self.part("value", item.code).data or "")
        given = finding is Finding.ADJUST or self.part("finding", item.code) is None
        try:
            value = parse_value(item, typed) if given else None
        except ValueError as error:
            raise Invalid.field(f"value-{item.code}", _l("Enter a number.")) from error
        version = str(self.part("version", item.code).data or "0")
        return ReviewItemInput(
            code=item.code,
            finding=finding,
            value=value,
            comment=self.part("comment", item.code).data or "",
            based_on=int(version) if version.isdecimal() and len(version) < 10 else 0,
        )

    def _finding(self, item: Item) -> Finding | None:
        field = self.part("finding", item.code)
        known = {finding.value for finding in Finding}
        return Finding(field.data) if field is not None and field.data in known else None


FINDINGS = [
    (Finding.ACCEPT.value, _l("Proved as stated")),
    (Finding.ADJUST.value, _l("Another value")),
    (Finding.UNVERIFIED.value, _l("Not proved")),
]


def make_sheet_form(sections: tuple[Section, ...]) -> type[SheetForm]:
    items = tuple(item for section in sections for item in section.items)
    fields: dict[str, Any] = {"items": items}
    for item in items:
        if has_finding(item):
            fields[f"finding-{item.code}"] = RadioField(
                _l("Evidence"), choices=FINDINGS, validate_choice=False
            )
        fields[f"value-{item.code}"] = _value_field(item)
        fields[f"comment-{item.code}"] = StringField(_l("Comment"), validators=[MaxLength(_COMMENT)])
        fields[f"version-{item.code}"] = HiddenField(default="0")
    return cast("type[SheetForm]", type("SheetForm", (SheetForm,), fields))


def _measured(item: Item, typed: str) -> str:
    """A number with its unit; what is chosen stays as it is."""
    if not typed or item.indicator is None or item.kind not in (ItemKind.NUMBER, ItemKind.PERCENT):
        return typed
    return measured(typed, item.indicator.unit)


def has_finding(item: Item) -> bool:
    """Declared values are verified; conditions, rubrics and bonus are the reviewer's own judgement."""
    return item.indicator is not None and item.kind is not ItemKind.LEVEL


def make_correction_form(sections: tuple[Section, ...]) -> type[CorrectionForm]:
    items = tuple(item for section in sections for item in section.items if item.kind is not ItemKind.CLAIM)
    fields: dict[str, Any] = {"items": items}
    for item in items:
        fields[f"text-{item.code}"] = StringField(item.name.text(), validators=[MaxLength(_REASON)])
    return cast("type[CorrectionForm]", type("CorrectionForm", (CorrectionForm,), fields))


def _value_field(item: Item) -> Any:
    yes_no = [("yes", _l("Yes")), ("no", _l("No"))]
    if item.indicator is None:
        return RadioField(_l("Is it met?"), choices=yes_no, validate_choice=False)
    if item.kind is ItemKind.LEVEL and isinstance(item.indicator.rule, Rubric):
        levels = [(level.code, level.label.text()) for level in item.indicator.rule.levels]
        return RadioField(lazy_pgettext("rubric", "Level"), choices=levels, validate_choice=False)
    if item.kind is ItemKind.YES_NO:
        return RadioField(_l("Value found"), choices=yes_no, validate_choice=False)
    return StringField(_l("Value found"), validators=[MaxLength(40)])
