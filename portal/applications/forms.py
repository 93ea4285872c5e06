"""The forms of an application: one page per section of its standard, and the verbs at its end."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, cast

from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from portal.applications.models import ApplicationAnswer
from portal.applications.sections import Item, ItemKind, Section, parse_value, typed_form
from portal.applications.types import AnswerItem, StartApplication, SubmitApplication, WithdrawApplication
from portal.core.errors import Invalid
from portal.core.forms import BaseForm, ItemsForm, MaxLength, Needed
from portal.core.i18n import Text, current_locale
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.standards.types import Rubric

_NOTE, _REASON = 2000, 500


class StartForm(BaseForm):
    """Which organisation applies, and for which cell type."""

    organisation = RadioField(
        _l("Which organisation applies?"), coerce=int, validators=[Needed(_l("Choose the organisation."))]
    )
    cell_type = SelectField(_l("Type of cell"), validators=[Needed(_l("Choose the type of cell."))])

    def offer(self, organisations: list[tuple[int, str]], cell_types: list[tuple[str, str]]) -> None:
        """Give both questions their choices."""
        self.organisation.choices = organisations
        self.cell_type.choices = [("", _("Choose…")), *cell_types]

    def prefill(self, cell_type: str | None) -> None:
        """Choose what is already known: the type that was asked for, and the only organisation."""
        organisations, cell_types = self.organisation.choices, self.cell_type.choices
        if any(choice[0] == cell_type for choice in cell_types or ()):
            self.cell_type.data = cell_type
        if isinstance(organisations, list) and len(organisations) == 1:
            self.organisation.data = organisations[0][0]

    def to_command(self) -> StartApplication:
        return StartApplication(int(self.organisation.data), str(self.cell_type.data))


class SubmitForm(BaseForm):
    declared_true = BooleanField(
        _l("I confirm, for the organisation, that what is stated is true and the evidence is genuine.")
    )

    def to_command(self) -> SubmitApplication:
        return SubmitApplication(bool(self.declared_true.data))


class WithdrawForm(BaseForm):
    reason = TextAreaField(
        _l("Why are you withdrawing?"),
        validators=[Needed(_l("Say briefly why you are withdrawing.")), MaxLength(_REASON)],
    )

    def to_command(self) -> WithdrawApplication:
        return WithdrawApplication(self.reason.data or "")


class LetterForm(BaseForm):
    letter = FileField(_l("Signed commitment letter"))


class SectionForm(ItemsForm):
    """Made for one section by `make_section_form`; its fields are named after what they hold and the code."""

    items: tuple[Item, ...] = ()

    def answer_in_words(self, item: Item, value: object) -> Text:
        """A kept value as people read it: the words of its choice, or the number as it is typed."""
        return self.in_words("value", item.code, typed_form(item, value))

    def fill(self, answers: Mapping[str, ApplicationAnswer]) -> None:
        for item in self.items:
            row = answers.get(item.code)
            if row is None:
                continue
            self.part("value", item.code).data = typed_form(item, row.value)
            self.part("note", item.code).data = row.note
            self.part("version", item.code).data = str(row.version)
            self.part("was", item.code).data = _mark(typed_form(item, row.value), row.note, row.reason)
            if item.may_not_apply:
                self.part("applies_not", item.code).data = row.not_applicable
                self.part("reason", item.code).data = row.reason

    def to_answer(self, item: Item) -> AnswerItem:
        """What was typed at one item; raises Invalid with the names of this form's fields."""
        typed = str(self.part("value", item.code).data or "")
        applies_not = bool(item.may_not_apply and self.part("applies_not", item.code).data)
        try:
            value = None if applies_not else parse_value(item, typed)
        except ValueError as error:
            text = _("“%(item)s”: enter a number, for instance 12 or 87.5.", item=item.name.text())
            raise Invalid.field(f"value-{item.code}", text) from error
        return AnswerItem(
            code=item.code,
            value=value,
            note=self.part("note", item.code).data or "",
            not_applicable=applies_not,
            reason=(self.part("reason", item.code).data or "") if applies_not else "",
            based_on=_number(self.part("version", item.code).data),
        )

    def is_untouched(self, item: Item, answer: AnswerItem) -> bool:
        """Whether the answer is still what the page was opened with: nothing of this person's to keep."""
        return bool(
            self.part("was", item.code).data
            == _mark(typed_form(item, answer.value), answer.note, answer.reason)
        )


def make_section_form(section: Section) -> type[SectionForm]:
    """The form class of one section: per item a value, a note, files, and where allowed "does not apply"."""
    fields: dict[str, Any] = {"items": section.items}
    for item in section.items:
        fields[f"value-{item.code}"] = _value_field(item)
        fields[f"note-{item.code}"] = TextAreaField(_l("How it is done here"), validators=[MaxLength(_NOTE)])
        fields[f"version-{item.code}"] = HiddenField(default="0")
        fields[f"was-{item.code}"] = HiddenField()
        if item.indicator is not None:
            fields[f"files-{item.code}"] = MultipleFileField(_l("Add evidence"))
        if item.may_not_apply:
            fields[f"applies_not-{item.code}"] = BooleanField(_l("This does not apply to us"))
            fields[f"reason-{item.code}"] = StringField(
                _l("Why it does not apply"), validators=[MaxLength(_REASON)]
            )
    return cast("type[SectionForm]", type("SectionForm", (SectionForm,), fields))


def _value_field(item: Item) -> Any:
    name = item.name.text()
    if item.kind is ItemKind.YES_NO:
        return RadioField(name, choices=[("yes", _l("Yes")), ("no", _l("No"))], validate_choice=False)
    if item.kind is ItemKind.CLAIM:
        return RadioField(name, choices=[("yes", _l("We claim it")), ("no", _l("No"))], validate_choice=False)
    if item.kind is ItemKind.LEVEL and item.indicator and isinstance(item.indicator.rule, Rubric):
        locale = current_locale()
        levels = [(level.code, level.label.text(locale)) for level in item.indicator.rule.levels]
        return RadioField(name, choices=levels, validate_choice=False)
    return StringField(name, validators=[MaxLength(40)])


def _mark(*parts: str) -> str:
    """A short sign by which an answer is known again."""
    return hashlib.sha256("\0".join(" ".join(part.split()) for part in parts).encode()).hexdigest()[:16]


def _number(text: Any) -> int:
    digits = str(text or "0")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0
