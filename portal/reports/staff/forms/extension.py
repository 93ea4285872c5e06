"""More time: asked for by the unit, decided by a dispatcher."""

from __future__ import annotations

from wtforms import RadioField

from portal.core.forms import Needed, choices
from portal.core.i18n import lazy_gettext as _l
from portal.reports.staff.forms.step import (
    STAFF_NOTE,
    StepForm,
    lazy,
    note_field,
)
from portal.reports.types import (
    AskExtension,
    GrantExtension,
    RefuseExtension,
    ReportAction,
)


class ExtensionForm(StepForm):
    action, endpoint = ReportAction.ASK_EXTENSION, "reports_panel.extension"
    title, button, icon, kind = _l("Ask for more time"), _l("Ask the dispatcher"), "hourglass", "secondary"
    hint = _l("More time is granted once. The reporter is told.")
    reason = note_field(_l("Why is more time needed?"), STAFF_NOTE, _l("Say why more time is needed."))

    def to_command(self) -> AskExtension:
        return AskExtension(self.reason.data or "")


class ExtensionDecisionForm(StepForm):
    action, endpoint = ReportAction.GRANT_EXTENSION, "reports_panel.extension_decision"
    title, button, icon = _l("Decide on more time"), _l("Record the decision"), "hourglass"
    decision = RadioField(
        lazy(_l("The unit asks for more time")),
        choices=choices([("grant", _l("Grant it")), ("refuse", _l("Refuse it"))]),
        validate_choice=False,
        validators=[Needed(_l("Choose whether to grant it."))],
    )
    reason = note_field(
        _l("Note or reason"), _l("A refusal needs a reason. When it is granted, everybody can read this.")
    )

    def to_command(self) -> GrantExtension | RefuseExtension:
        if self.decision.data == "grant":
            return GrantExtension(self.reason.data or "")
        return RefuseExtension(self.reason.data or "")
