"""What all steps of staff share: the form, its notes, its choices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from wtforms import HiddenField, TextAreaField

from portal.core.forms import BaseForm, MaxLength, Needed, choices
from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l
from portal.reports.catalogue import Catalogue, Reason
from portal.reports.models import Report
from portal.reports.types import (
    ReportAction,
)

MAX_TEXT = 2000
PUBLIC_NOTE: Text = _l("Everybody can read this, the reporter too. Name no private person.")
STAFF_NOTE: Text = _l("Only staff read this.")


def lazy(text: Text) -> str:
    """WTForms takes lazy texts; its types do not say so."""
    return cast(str, text)


def note_field(label: Text, hint: Text = PUBLIC_NOTE, needed: Text | None = None) -> TextAreaField:
    checks: list[Any] = [Needed(needed)] if needed is not None else []
    return TextAreaField(lazy(label), description=lazy(hint), validators=[*checks, MaxLength(MAX_TEXT)])


def reason_choices(reasons: Iterable[Reason], prompt: Text) -> list[Any]:
    return choices([("", prompt), *((one.code, one.text.text()) for one in reasons)])


class StepForm(BaseForm):
    """A step of the table. `events` is how long the history was on the page that the person looked at."""

    action: ClassVar[ReportAction]
    endpoint: ClassVar[str]
    title: ClassVar[Text]
    button: ClassVar[Text]
    icon: ClassVar[str] = "check"
    kind: ClassVar[str] = "primary"
    hint: ClassVar[Text] = ""
    takes_photos: ClassVar[bool] = False

    photo_errors: list[Text]
    photo_count: int = 0
    """How many photos come with it, where it takes any."""

    events = HiddenField()

    def __init__(self, report: Report, content: Catalogue, **kwargs: Any) -> None:
        super().__init__(prefix=f"{self.action}-", **kwargs)
        self.explanation: Text = self.hint
        self.photo_errors = []
        if self.events.data is None:
            self.look_at(report)
        self.offer(report, content)

    def look_at(self, report: Report) -> None:
        self.events.data = str(report.event_count)

    def offer(self, report: Report, content: Catalogue) -> None:
        """Fill in the choices."""

    @property
    def typed(self) -> list[tuple[Text, str]]:
        """What a person wrote, with its label: nothing of it is lost when the step has become impossible."""
        texts = (field for field in self if field.type in ("StringField", "TextAreaField") and field.data)
        return [(field.label.text, str(field.data)) for field in texts]

    def to_command(self) -> Any:
        raise NotImplementedError
