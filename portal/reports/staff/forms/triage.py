"""What a dispatcher decides of a report: take it up, refuse it, send it to a unit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from wtforms import HiddenField, SelectField

from portal.core.forms import Needed, choices
from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l
from portal.reports.catalogue import Catalogue
from portal.reports.models import Report
from portal.reports.staff.forms.step import (
    StepForm,
    lazy,
    note_field,
    reason_choices,
)
from portal.reports.types import (
    AcceptReport,
    DispatchReport,
    RejectReport,
    ReportAction,
)


class UnitForm(StepForm):
    """A step that names the unit; what routing suggests is chosen already."""

    unit_id = SelectField(lazy(_l("Unit")), validators=[Needed(_l("Choose a unit."))])
    category = SelectField(
        lazy(_l("Kind of waste")), description=lazy(_l("Correct it if the photo shows otherwise."))
    )

    def offer(self, report: Report, content: Catalogue) -> None:
        self.category.choices = choices([(one.code, one.label.text()) for one in content.categories.values()])
        if self.category.data is None and report.category in content.categories:
            self.category.data = report.category

    def offer_units(self, units: Iterable[tuple[int, Text]], suggested: int | None) -> None:
        self.unit_id.choices = choices(
            [("", _l("Choose a unit")), *((str(key), name) for key, name in units)]
        )
        if self.unit_id.data is None and suggested is not None:
            self.unit_id.data = str(suggested)


class AcceptForm(UnitForm):
    """Two buttons: most reports are sent to a unit in the same breath, some need another look first."""

    action, endpoint = ReportAction.ACCEPT, "reports_panel.acceptance"
    title, button, icon = _l("Accept"), _l("Accept only"), "clipboard-check"
    both: ClassVar[Text] = _l("Accept and send")
    then = HiddenField()
    note = note_field(_l("A word to the reporter"))

    @property
    def sends(self) -> bool:
        """Whether the report goes to the unit at once."""
        return bool(self.then.data == "dispatch")

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        if not self.sends:
            self.unit_id.validators = self.category.validators = ()
            self.unit_id.validate_choice = self.category.validate_choice = False
        return bool(super().validate(*args, **kwargs))

    def to_command(self) -> AcceptReport:
        return AcceptReport(self.note.data or "")

    def to_dispatch(self) -> DispatchReport:
        """The second step. The word to the reporter stands with the first."""
        return DispatchReport(int(self.unit_id.data), str(self.category.data))


class RejectForm(StepForm):
    action, endpoint = ReportAction.REJECT, "reports_panel.rejection"
    title, button, icon, kind = _l("Do not accept"), _l("Refuse the report"), "circle-minus", "danger"
    hint = _l("The reporter reads the reason, and where to turn instead.")
    reason_code = SelectField(lazy(_l("Reason")), validators=[Needed(_l("Choose a reason."))])
    note = note_field(_l("More about it"))

    def offer(self, report: Report, content: Catalogue) -> None:  # noqa: ARG002 -- same for every report
        self.reason_code.choices = reason_choices(content.rejection_reasons.values(), _l("Choose a reason"))

    def to_command(self) -> RejectReport:
        return RejectReport(str(self.reason_code.data), self.note.data or "")


class DispatchForm(UnitForm):
    action, endpoint = ReportAction.DISPATCH, "reports_panel.dispatch"
    title, button, icon = _l("Send to a unit"), _l("Send to the unit"), "send"
    note = note_field(_l("A word to the unit and the reporter"))

    def to_command(self) -> DispatchReport:
        return DispatchReport(int(self.unit_id.data), str(self.category.data), self.note.data or "")
