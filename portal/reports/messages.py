"""The words of reports: states, steps, and what each means for whoever reads it."""

from __future__ import annotations

from dataclasses import dataclass

from portal.core.i18n import Label, Text, lazy_pgettext
from portal.core.i18n import lazy_gettext as _l
from portal.notifications.types import Message
from portal.reports.catalogue import Catalogue
from portal.reports.models import Report, ReportEvent
from portal.reports.rules import WITH_DISPATCHER, WITH_UNIT
from portal.reports.types import Extension, Party, ReportAction, ReportState


@dataclass(frozen=True)
class Shown:
    """How a state or step looks: its word, the tone and icon of its tag, and a sentence that explains it."""

    label: Text
    tone: str
    icon: str
    meaning: Text = ""


STATES: dict[ReportState, Shown] = {
    ReportState.RECEIVED: Shown(
        lazy_pgettext("report", "Received"), "info", "inbox", _l("A dispatcher looks at it next.")
    ),
    ReportState.ACCEPTED: Shown(
        lazy_pgettext("report", "Accepted"),
        "info",
        "clipboard-check",
        _l("It is being sent to the responsible unit."),
    ),
    ReportState.REJECTED: Shown(
        lazy_pgettext("report", "Not accepted"),
        "neutral",
        "circle-minus",
        _l("It is not dealt with here. The reason is given below."),
    ),
    ReportState.MERGED: Shown(
        lazy_pgettext("report", "Merged"),
        "neutral",
        "merge",
        _l("Others reported the same. What is done stands in the leading report."),
    ),
    ReportState.DISPATCHED: Shown(
        lazy_pgettext("report", "Sent to a unit"), "progress", "send", _l("The unit has it and will begin.")
    ),
    ReportState.IN_PROGRESS: Shown(
        lazy_pgettext("report", "Being dealt with"), "progress", "wrench", _l("The unit is working on it.")
    ),
    ReportState.RETURNED: Shown(
        lazy_pgettext("report", "Returned"),
        "warning",
        "undo-2",
        _l("Another unit is responsible; it is being sent there."),
    ),
    ReportState.AWAITING_REPORTER: Shown(
        lazy_pgettext("report", "More details needed"),
        "waiting",
        "circle-question-mark",
        _l("The unit needs to know more from the reporter."),
    ),
    ReportState.RESOLVED: Shown(
        lazy_pgettext("report", "Resolved"),
        "success",
        "circle-check",
        _l("The unit says that it is done. The reporter can confirm or dispute it."),
    ),
    ReportState.CLOSED: Shown(
        lazy_pgettext("report", "Closed"), "success", "badge-check", _l("Done, and nobody objects.")
    ),
    ReportState.REOPENED: Shown(
        lazy_pgettext("report", "Reopened"),
        "warning",
        "rotate-ccw",
        _l("It was not done well. It is being dealt with again."),
    ),
    ReportState.TRANSFERRED: Shown(
        lazy_pgettext("report", "Handed over"),
        "info",
        "arrow-right",
        _l("Another body deals with it; its result is awaited."),
    ),
    ReportState.WITHDRAWN: Shown(
        lazy_pgettext("report", "Withdrawn"), "neutral", "x", _l("The reporter has taken it back.")
    ),
}

TO_REPORTER: dict[ReportState, Text] = {
    ReportState.AWAITING_REPORTER: _l("The unit has a question for you. It goes on when you have answered."),
    ReportState.RESOLVED: _l("The unit says that it is done. Please look whether it is, and tell us."),
    ReportState.WITHDRAWN: _l("You have taken it back."),
}
"""What a state means to the reporter themselves, where that is said differently to everybody else."""

STEPS: dict[ReportAction, Shown] = {
    ReportAction.SUBMIT: Shown(lazy_pgettext("step", "Reported"), "info", "camera"),
    ReportAction.ACCEPT: Shown(lazy_pgettext("step", "Accepted"), "info", "clipboard-check"),
    ReportAction.REJECT: Shown(lazy_pgettext("step", "Not accepted"), "neutral", "circle-minus"),
    ReportAction.MERGE: Shown(lazy_pgettext("step", "Merged into another report"), "neutral", "merge"),
    ReportAction.UNMERGE: Shown(lazy_pgettext("step", "Taken out of the other report"), "neutral", "undo-2"),
    ReportAction.RELEASE: Shown(
        lazy_pgettext("step", "The leading report was withdrawn; this one goes on by itself"),
        "info",
        "undo-2",
    ),
    ReportAction.DISPATCH: Shown(lazy_pgettext("step", "Sent to the responsible unit"), "progress", "send"),
    ReportAction.TAKE: Shown(lazy_pgettext("step", "The unit has begun"), "progress", "wrench"),
    ReportAction.RETURN: Shown(lazy_pgettext("step", "Returned by the unit"), "warning", "undo-2"),
    ReportAction.ASK_REPORTER: Shown(
        lazy_pgettext("step", "The reporter was asked a question"), "waiting", "circle-question-mark"
    ),
    ReportAction.ANSWER: Shown(lazy_pgettext("step", "The reporter has answered"), "info", "message-square"),
    ReportAction.NO_ANSWER: Shown(
        lazy_pgettext("step", "No answer came; it goes on without"), "neutral", "clock"
    ),
    ReportAction.ASK_EXTENSION: Shown(
        lazy_pgettext("step", "The unit asks for more time"), "waiting", "hourglass"
    ),
    ReportAction.GRANT_EXTENSION: Shown(
        lazy_pgettext("step", "More time was granted"), "waiting", "calendar"
    ),
    ReportAction.REFUSE_EXTENSION: Shown(
        lazy_pgettext("step", "More time was refused"), "neutral", "calendar"
    ),
    ReportAction.RESOLVE: Shown(
        lazy_pgettext("step", "The unit says that it is done"), "success", "circle-check"
    ),
    ReportAction.CONFIRM: Shown(
        lazy_pgettext("step", "The reporter has confirmed it"), "success", "badge-check"
    ),
    ReportAction.CLOSE_SILENT: Shown(
        lazy_pgettext("step", "Closed, as nobody objected"), "success", "badge-check"
    ),
    ReportAction.DISPUTE: Shown(lazy_pgettext("step", "Disputed: it was not done"), "warning", "rotate-ccw"),
    ReportAction.TRANSFER: Shown(lazy_pgettext("step", "Handed over to another body"), "info", "arrow-right"),
    ReportAction.RECEIVE_RESULT: Shown(
        lazy_pgettext("step", "The other body has answered"), "success", "badge-check"
    ),
    ReportAction.WITHDRAW: Shown(lazy_pgettext("step", "Withdrawn by the reporter"), "neutral", "x"),
}

PARTIES: dict[Party, Text] = {
    Party.REPORTER: _l("Reporter"),
    Party.SUPPORTER: _l("People who see it too"),
    Party.DISPATCHER: _l("Dispatch desk"),
    Party.HANDLER: _l("Handling unit"),
    Party.SYSTEM: _l("Automatically"),
}

EXTENSIONS: dict[Extension, Text] = {
    Extension.NONE: _l("Not asked for"),
    Extension.ASKED: _l("Asked for, to be decided"),
    Extension.GRANTED: _l("Granted once"),
    Extension.REFUSED: _l("Refused"),
}


def meaning_to_reporter(state: ReportState) -> Text:
    return TO_REPORTER.get(state, STATES[state].meaning)


def step_taken(report: Report, event: ReportEvent, content: Catalogue, *, handled: Report) -> Message:
    """What the reporter reads about one step, with what they can do next.

    It is a step of `handled`: their own report, or the one into which it was merged.
    """
    reason = content.rejection_reasons.get(str(event.data.get("reason_code")))
    return Message(
        "reports/step",
        {
            "ref": report.ref,
            "lead": handled.ref if handled is not report else "",
            "action": event.action.value,
            "step": STEPS[event.action].label,
            "meaning": meaning_to_reporter(event.to_state),
            "note": event.note,
            "reason": reason.text if reason else "",
            "turn_to": reason.turn_to if reason else "",
            "due_at": handled.due_at if event.to_state in WITH_UNIT else None,
            "days": content.levels.dispute_days,
        },
        link=f"/reports/{report.ref}/progress",
    )


def step_for_staff(report: Report, event: ReportEvent, place: Label, content: Catalogue) -> Message:
    """What those read whose turn it is. Never a word of the reporter: that stands in the panel only."""
    category = content.categories.get(report.category)
    ground = content.return_grounds.get(str(event.data.get("ground")))
    return Message(
        "reports/staff_step",
        {
            "ref": report.ref,
            "step": STEPS[event.action].label,
            "kind": category.label if category else "",
            "urgent": report.urgent,
            "place": place,
            "ground": ground.text if ground else "",
            "due_at": report.due_at if event.to_state in WITH_DISPATCHER | WITH_UNIT else None,
        },
        link=f"/panel/reports/{report.ref}",
    )
