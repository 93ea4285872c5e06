"""Forms: HTTP input becomes one typed command, or a list of errors in the person's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import Flask, request
from flask_wtf import FlaskForm
from wtforms import Field, Form, SelectMultipleField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.fields.core import UnboundField
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from portal.core.errors import Invalid, TooMany
from portal.core.i18n import Text, gettext, ngettext
from portal.core.i18n import lazy_gettext as _l

MOST_FORM_BYTES = 4 * 1024 * 1024
"""Of a form without files. A sheet full of long Chinese comments stays below a quarter of it."""


def init_app(app: Flask) -> None:
    """Limit forms without files: they are decoded as a whole, 6 MB a second, and werkzeug sets no limit."""

    @app.before_request
    def _limit() -> None:
        if request.mimetype == "application/x-www-form-urlencoded":
            request.max_content_length = MOST_FORM_BYTES


class Translations:
    """WTForms' own messages through our catalogue.

    Its own fallback by way of Babel shows Simplified Chinese to readers of Traditional.
    """

    def gettext(self, string: str) -> str:
        return gettext(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return ngettext(singular, plural, n)


# WTForms' sentences that our forms can show, named here so that the catalogue test sees them.
WTFORMS_TEXTS: tuple[Text, ...] = (
    _l("This field is required."),
    _l("Not a valid choice."),
    _l("Not a valid choice"),
    _l("Invalid input."),
    _l("Not a valid integer value."),
    _l("Not a valid decimal value."),
    _l("Not a valid date value."),
    _l("Not a valid datetime value."),
    _l("Invalid email address."),
    _l("Invalid Choice: could not coerce."),
    _l("'%(value)s' is not a valid choice for this field."),
    _l("CSRF token missing."),
)


def clean_text(value: Any) -> Any:
    """Strip the ends, unify line ends, drop NUL: neither database nor person can do anything with it."""
    if not isinstance(value, str):
        return value
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()


class BaseForm(FlaskForm):  # type: ignore[misc]  # untyped base
    """All forms of the portal. Subclasses add fields and `to_command()`."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # untyped base
        locales = ()

        def get_translations(self, form: Form) -> Translations:  # noqa: ARG002 -- their signature
            return Translations()

        def bind_field(self, form: Form, unbound_field: UnboundField[Any], options: dict[str, Any]) -> Field:
            if unbound_field.field_class.__name__ in (
                "StringField",
                "TextAreaField",
                "EmailField",
                "TelField",
            ):
                given = unbound_field.kwargs
                cleaned = {**given, "filters": [clean_text, *given.get("filters", ())]}
                unbound_field = UnboundField(
                    unbound_field.field_class, *unbound_field.args, name=unbound_field.name, **cleaned
                )
            made: Field = unbound_field.bind(form=form, **options)
            return made

    form_errors: list[Text]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form_errors = []

    def show(self, invalid: Invalid) -> None:
        """Put a rule's refusal back onto the fields it names, keeping what was typed."""
        for name, texts in invalid.errors.items():
            field = self._fields.get(name)
            if field is None:
                self.form_errors.extend(texts)
            else:
                field.errors = [*field.errors, *texts]

    def error_summary(self) -> list[tuple[str | None, Text]]:
        """All errors in the order of the fields, each with the id of the element to go to (or None)."""
        found: list[tuple[str | None, Text]] = [(None, text) for text in self.form_errors]
        for field in self._fields.values():
            found += [(field.id, text) for text in _flat(field.errors)]
        return found

    @property
    def has_errors(self) -> bool:
        return bool(self.error_summary())


class CheckboxListField(SelectMultipleField):
    """Several choices, shown as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def wait_text(refused: TooMany) -> str:
    """When it may be sent again."""
    return ngettext(
        "Too many attempts. Try again in %(num)s minute.",
        "Too many attempts. Try again in %(num)s minutes.",
        (refused.retry_after + 59) // 60,
    )


def choices(pairs: Iterable[tuple[str, Text]]) -> list[Any]:
    """The options of a select or of radios, from (value, label) pairs."""
    return [SelectChoice(value, label) for value, label in pairs]


class MaxLength:
    """At most `limit` characters, said with both numbers so that a person knows how much to cut."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.field_flags = {"maxlength": limit}

    def __call__(self, form: Form, field: Field) -> None:  # noqa: ARG002 -- their signature
        length = len(field.data or "")
        if length > self.limit:
            raise ValidationError(
                gettext(
                    "Please keep to %(limit)s characters; there are %(length)s now.",
                    limit=self.limit,
                    length=length,
                )
            )


class Needed:
    """Must be filled in, or ticked; `text` says what is asked for, in the words of the question."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.field_flags = {"required": True}

    def __call__(self, form: Form, field: Field) -> None:  # noqa: ARG002 -- their signature
        if field.data is None or field.data is False or field.data == "" or field.data == []:
            field.errors = []
            raise StopValidation(str(self.text))


def _flat(errors: Any) -> list[Text]:
    if isinstance(errors, dict):
        return [text for value in errors.values() for text in _flat(value)]
    if isinstance(errors, Sequence) and not isinstance(errors, str):
        return [text for value in errors for text in _flat(value)]
    return [errors] if errors else []


class ItemsForm(BaseForm):
    """The same few fields for each of many items; they are named `<kind>-<code>`."""

    def part(self, kind: str, code: str) -> Any:
        """The field of `kind` of an item, or None where that item has no such field."""
        return self._fields.get(f"{kind}-{code}")

    def in_words(self, kind: str, code: str, typed: str) -> Text:
        """What a control says when this stands in it: the words of its choice, or what was typed itself."""
        words: dict[str, Text] = dict(getattr(self.part(kind, code), "choices", None) or ())
        return words.get(typed, typed) or "–"

    def kept_in_words(self, code: str, typed: Mapping[str, str]) -> list[tuple[Text, Text]]:
        """What stands in the controls of an item as people read it, each with its label; by kind of field."""
        return [
            (self.part(kind, code).label.text, self.in_words(kind, code, text))
            for kind, text in typed.items()
            if self.part(kind, code) is not None
        ]
