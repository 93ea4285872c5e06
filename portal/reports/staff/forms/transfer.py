"""Another body takes a report over, and answers."""

from __future__ import annotations

from wtforms import SelectField

from portal.core.forms import Needed
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
    ReceiveResult,
    ReportAction,
    TransferReport,
)


class TransferForm(StepForm):
    action, endpoint = ReportAction.TRANSFER, "reports_panel.transfer"
    title, button, icon, kind = (
        _l("Hand over to another body"),
        _l("Hand it over"),
        "arrow-right",
        "secondary",
    )
    body = SelectField(
        lazy(_l("Receiving body")), validators=[Needed(_l("Choose the body that takes it over."))]
    )
    reason = note_field(_l("Reason"), needed=_l("Say why it is handed over."))

    def offer(self, report: Report, content: Catalogue) -> None:  # noqa: ARG002 -- same for every report
        self.body.choices = reason_choices(content.receiving_bodies.values(), _l("Choose a body"))

    def to_command(self) -> TransferReport:
        return TransferReport(str(self.body.data), self.reason.data or "")


class ResultForm(StepForm):
    action, endpoint = ReportAction.RECEIVE_RESULT, "reports_panel.result"
    title, button, icon = _l("Record the result"), _l("Close with this result"), "badge-check"
    result = note_field(_l("What the other body answered"), needed=_l("Write what the other body answered."))

    def to_command(self) -> ReceiveResult:
        return ReceiveResult(self.result.data or "")
