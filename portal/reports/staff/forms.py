"""What staff fill in: one form for each step, which knows its words and the command it becomes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField

from portal.core.forms import BaseForm, MaxLength, Needed, choices
from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l
from portal.reports.catalogue import Catalogue, Reason
from portal.reports.models import Report
from portal.reports.types import (
    AcceptReport,
    AskExtension,
    AskReporter,
    DispatchReport,
    GrantExtension,
    MergeReport,
    ReceiveResult,
    RefuseExtension,
    RejectReport,
    ReportAction,
    ResolveReport,
    ReturnReport,
    StagedPhotos,
    TransferReport,
    UnmergeReport,
)

MAX_TEXT = 2000
PUBLIC_NOTE: Text = _l("Everybody can read this, the reporter too. Name no private person.")
STAFF_NOTE: Text = _l("Only staff read this.")


def _text(text: Text) -> str:
    """WTForms takes lazy texts; its types do not say so."""
    return cast(str, text)


def _note(label: Text, hint: Text = PUBLIC_NOTE, needed: Text | None = None) -> TextAreaField:
    checks: list[Any] = [Needed(needed)] if needed is not None else []
    return TextAreaField(_text(label), description=_text(hint), validators=[*checks, MaxLength(MAX_TEXT)])


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


def _reasons(reasons: Iterable[Reason], prompt: Text) -> list[Any]:
    return choices([("", prompt), *((one.code, one.text.text()) for one in reasons)])


class UnitForm(StepForm):
    """A step that names the unit; what routing suggests is chosen already."""

    unit_id = SelectField(_text(_l("Unit")), validators=[Needed(_l("Choose a unit."))])
    category = SelectField(
        _text(_l("Kind of waste")), description=_text(_l("Correct it if the photo shows otherwise."))
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
    note = _note(_l("A word to the reporter"))

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
    reason_code = SelectField(_text(_l("Reason")), validators=[Needed(_l("Choose a reason."))])
    note = _note(_l("More about it"))

    def offer(self, report: Report, content: Catalogue) -> None:  # noqa: ARG002 -- same for every report
        self.reason_code.choices = _reasons(content.rejection_reasons.values(), _l("Choose a reason"))

    def to_command(self) -> RejectReport:
        return RejectReport(str(self.reason_code.data), self.note.data or "")


class DispatchForm(UnitForm):
    action, endpoint = ReportAction.DISPATCH, "reports_panel.dispatch"
    title, button, icon = _l("Send to a unit"), _l("Send to the unit"), "send"
    note = _note(_l("A word to the unit and the reporter"))

    def to_command(self) -> DispatchReport:
        return DispatchReport(int(self.unit_id.data), str(self.category.data), self.note.data or "")


class TakeForm(StepForm):
    action, endpoint = ReportAction.TAKE, "reports_panel.handling"
    title, button, icon = _l("Begin"), _l("Take it on"), "truck"
    hint = _l("Tells the reporter that work has begun.")

    def to_command(self) -> None:
        return None


class ReturnForm(StepForm):
    action, endpoint = ReportAction.RETURN, "reports_panel.return_"
    title, button, icon, kind = _l("Return to the dispatcher"), _l("Return the report"), "undo-2", "secondary"
    ground = SelectField(_text(_l("Reason")), validators=[Needed(_l("Choose a reason."))])
    note = _note(_l("More about it"), STAFF_NOTE)

    def offer(self, report: Report, content: Catalogue) -> None:  # noqa: ARG002 -- same for every report
        self.ground.choices = _reasons(content.return_grounds.values(), _l("Choose a reason"))

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
    question = _note(_l("Question"), _l("The reporter reads it."), _l("Write the question."))

    def to_command(self) -> AskReporter:
        return AskReporter(self.question.data or "")


class ExtensionForm(StepForm):
    action, endpoint = ReportAction.ASK_EXTENSION, "reports_panel.extension"
    title, button, icon, kind = _l("Ask for more time"), _l("Ask the dispatcher"), "hourglass", "secondary"
    hint = _l("More time is granted once. The reporter is told.")
    reason = _note(_l("Why is more time needed?"), STAFF_NOTE, _l("Say why more time is needed."))

    def to_command(self) -> AskExtension:
        return AskExtension(self.reason.data or "")


class ExtensionDecisionForm(StepForm):
    action, endpoint = ReportAction.GRANT_EXTENSION, "reports_panel.extension_decision"
    title, button, icon = _l("Decide on more time"), _l("Record the decision"), "hourglass"
    decision = RadioField(
        _text(_l("The unit asks for more time")),
        choices=choices([("grant", _l("Grant it")), ("refuse", _l("Refuse it"))]),
        validate_choice=False,
        validators=[Needed(_l("Choose whether to grant it."))],
    )
    reason = _note(
        _l("Note or reason"), _l("A refusal needs a reason. When it is granted, everybody can read this.")
    )

    def to_command(self) -> GrantExtension | RefuseExtension:
        if self.decision.data == "grant":
            return GrantExtension(self.reason.data or "")
        return RefuseExtension(self.reason.data or "")


class ResolveForm(StepForm):
    action, endpoint = ReportAction.RESOLVE, "reports_panel.resolution"
    title, button, icon = _l("It is done"), _l("Report it as done"), "circle-check"
    hint = _l("Show it: with a photo of the place as it is now. The reporter and neighbours can dispute it.")
    takes_photos = True
    note = _note(_l("What was done"), needed=_l("Say in a few words what was done."))
    no_photo_reason = _note(
        _l("Why there is no photo"), _l("Only when a photo cannot be had. Only staff read this.")
    )

    def to_command(self, photos: StagedPhotos | None = None) -> ResolveReport:
        return ResolveReport(self.note.data or "", photos or StagedPhotos(), self.no_photo_reason.data or "")


class TransferForm(StepForm):
    action, endpoint = ReportAction.TRANSFER, "reports_panel.transfer"
    title, button, icon, kind = (
        _l("Hand over to another body"),
        _l("Hand it over"),
        "arrow-right",
        "secondary",
    )
    body = SelectField(
        _text(_l("Receiving body")), validators=[Needed(_l("Choose the body that takes it over."))]
    )
    reason = _note(_l("Reason"), needed=_l("Say why it is handed over."))

    def offer(self, report: Report, content: Catalogue) -> None:  # noqa: ARG002 -- same for every report
        self.body.choices = _reasons(content.receiving_bodies.values(), _l("Choose a body"))

    def to_command(self) -> TransferReport:
        return TransferReport(str(self.body.data), self.reason.data or "")


class ResultForm(StepForm):
    action, endpoint = ReportAction.RECEIVE_RESULT, "reports_panel.result"
    title, button, icon = _l("Record the result"), _l("Close with this result"), "badge-check"
    result = _note(_l("What the other body answered"), needed=_l("Write what the other body answered."))

    def to_command(self) -> ReceiveResult:
        return ReceiveResult(self.result.data or "")


class MergeForm(StepForm):
    action, endpoint = ReportAction.MERGE, "reports_panel.merge"
    title, button, icon, kind = _l("Merge into another report"), _l("Merge"), "merge", "secondary"
    hint = _l("The same dumping was reported before: that report leads, and both reporters hear of it.")
    lead_ref = StringField(
        _text(_l("Number of the leading report")),
        validators=[Needed(_l("Enter the number of the leading report.")), MaxLength(40)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    note = _note(_l("A word to the reporter"))

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
    reason = _note(_l("Reason"), STAFF_NOTE, _l("Say why it is another dumping."))

    def to_command(self) -> UnmergeReport:
        return UnmergeReport(self.reason.data or "")


FORMS: tuple[type[StepForm], ...] = (
    AcceptForm,
    DispatchForm,
    ExtensionDecisionForm,
    ResolveForm,
    TakeForm,
    ResultForm,
    UnmergeForm,
    QuestionForm,
    ExtensionForm,
    MergeForm,
    ReturnForm,
    TransferForm,
    RejectForm,
)
"""In the order in which a page offers them: what is done most often first, what ends a report last."""
