"""What the unit does with a report: begin, give it back, ask, say that it is done."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField

from portal.core.errors import Invalid
from portal.core.forms import Needed
from portal.core.i18n import lazy_gettext as _l
from portal.reports.catalogue import Catalogue
from portal.reports.conditions import check_evidence
from portal.reports.models import Report
from portal.reports.staff.forms.step import (
    STAFF_NOTE,
    StepForm,
    lazy,
    note_field,
    reason_choices,
)
from portal.reports.types import (
    AskReporter,
    ReportAction,
    ResolveReport,
    ReturnReport,
    StagedPhotos,
)


class TakeForm(StepForm):
    action, endpoint = ReportAction.TAKE, "reports_panel.handling"
    title, button, icon = _l("Begin"), _l("Take it on"), "truck"
    hint = _l("Tells the reporter that work has begun.")

    def to_command(self) -> None:
        return None


class ReturnForm(StepForm):
    action, endpoint = ReportAction.RETURN, "reports_panel.return_"
    title, button, icon, kind = _l("Return to the dispatcher"), _l("Return the report"), "undo-2", "secondary"
    ground = SelectField(lazy(_l("Reason")), validators=[Needed(_l("Choose a reason."))])
    note = note_field(_l("More about it"), STAFF_NOTE)

    def offer(self, report: Report, content: Catalogue) -> None:  # noqa: ARG002 -- same for every report
        self.ground.choices = reason_choices(content.return_grounds.values(), _l("Choose a reason"))

    def to_command(self) -> ReturnReport:
        return ReturnReport(str(self.ground.data), self.note.data or "")


class QuestionForm(StepForm):
    action, endpoint = ReportAction.ASK_REPORTER, "reports_panel.question"
    title, button, icon, kind = (
        _l("Ask the reporter"),
        _l("Send the question"),
        "circle-question-mark",
        "secondary",
    )
    hint = _l("The clock stands still until the answer, or until the time for it is over.")
    question = note_field(_l("Question"), _l("The reporter reads it."), _l("Write the question."))

    def to_command(self) -> AskReporter:
        return AskReporter(self.question.data or "")


class ResolveForm(StepForm):
    action, endpoint = ReportAction.RESOLVE, "reports_panel.resolution"
    title, button, icon = _l("It is done"), _l("Report it as done"), "circle-check"
    hint = _l("Show it: with a photo of the place as it is now. The reporter and neighbours can dispute it.")
    takes_photos = True
    note = note_field(_l("What was done"), needed=_l("Say in a few words what was done."))
    no_photo_reason = note_field(
        _l("Why there is no photo"), _l("Only when a photo cannot be had. Only staff read this.")
    )

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """With the words also the photos, so that nobody mends one only to be told of the other."""
        fine = bool(super().validate(*args, **kwargs))
        try:
            check_evidence(self.photo_count, self.no_photo_reason.data or "")
        except Invalid as missing:
            self.photo_errors = [text for texts in missing.errors.values() for text in texts]
        return fine and not self.photo_errors

    def to_command(self, photos: StagedPhotos | None = None) -> ResolveReport:
        return ResolveReport(self.note.data or "", photos or StagedPhotos(), self.no_photo_reason.data or "")
