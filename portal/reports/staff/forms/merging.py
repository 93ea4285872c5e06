"""One dumping, reported more than once."""

from __future__ import annotations

from wtforms import StringField

from portal.core.forms import MaxLength, Needed
from portal.core.i18n import lazy_gettext as _l
from portal.reports.staff.forms.step import (
    STAFF_NOTE,
    StepForm,
    lazy,
    note_field,
)
from portal.reports.types import (
    MergeReport,
    ReportAction,
    UnmergeReport,
)


class MergeForm(StepForm):
    action, endpoint = ReportAction.MERGE, "reports_panel.merge"
    title, button, icon, kind = _l("Merge into another report"), _l("Merge"), "merge", "secondary"
    hint = _l("The same dumping was reported before: that report leads, and both reporters hear of it.")
    lead_ref = StringField(
        lazy(_l("Number of the leading report")),
        validators=[Needed(_l("Enter the number of the leading report.")), MaxLength(40)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    note = note_field(_l("A word to the reporter"))

    def to_command(self) -> MergeReport:
        return MergeReport(self.lead_ref.data or "", self.note.data or "")


class UnmergeForm(StepForm):
    action, endpoint = ReportAction.UNMERGE, "reports_panel.unmerge"
    title, button, icon, kind = (
        _l("Take it out again"),
        _l("Take it out of the other report"),
        "undo-2",
        "secondary",
    )
    reason = note_field(_l("Reason"), STAFF_NOTE, _l("Say why it is another dumping."))

    def to_command(self) -> UnmergeReport:
        return UnmergeReport(self.reason.data or "")
