"""The life of a report as one table, and the conditions that a table cannot say."""

from __future__ import annotations

from collections.abc import Iterable

from portal.core.workflow import BACK, START, Workflow, step
from portal.reports.types import Party, ReportAction, ReportState

_S = ReportState
_DISPATCHER, _HANDLER, _REPORTER, _SYSTEM = Party.DISPATCHER, Party.HANDLER, Party.REPORTER, Party.SYSTEM

WORKFLOW = Workflow(
    name="report",
    states=ReportState,
    table=(
        step("submit", START, _S.RECEIVED, _REPORTER, "photo or description", "place", "submission id"),
        step("accept", _S.RECEIVED, _S.ACCEPTED, _DISPATCHER),
        step(
            "reject",
            (_S.RECEIVED, _S.ACCEPTED, _S.RETURNED, _S.REOPENED),
            _S.REJECTED,
            _DISPATCHER,
            "reason code",
        ),
        step(
            "merge",
            (_S.RECEIVED, _S.ACCEPTED, _S.DISPATCHED, _S.IN_PROGRESS, _S.RETURNED, _S.REOPENED),
            _S.MERGED,
            _DISPATCHER,
            "lead report",
        ),
        step("unmerge", _S.MERGED, BACK, _DISPATCHER, "reason"),
        step("release", _S.MERGED, BACK, _SYSTEM, "lead withdrawn"),
        step(
            "dispatch",
            (_S.ACCEPTED, _S.RETURNED, _S.REOPENED),
            _S.DISPATCHED,
            _DISPATCHER,
            "unit",
            "category",
        ),
        step("take", _S.DISPATCHED, _S.IN_PROGRESS, _HANDLER),
        step("return", _S.DISPATCHED, _S.RETURNED, _HANDLER, "ground", "within 5 working days"),
        step(
            "ask_reporter",
            (_S.DISPATCHED, _S.IN_PROGRESS),
            _S.AWAITING_REPORTER,
            (_HANDLER, _DISPATCHER),
            "question",
        ),
        step("answer", _S.AWAITING_REPORTER, BACK, _REPORTER),
        step("no_answer", _S.AWAITING_REPORTER, BACK, _SYSTEM, "7 days"),
        step("ask_extension", _S.IN_PROGRESS, _S.IN_PROGRESS, _HANDLER, "reason"),
        step("grant_extension", _S.IN_PROGRESS, _S.IN_PROGRESS, _DISPATCHER, "asked, not granted before"),
        step("refuse_extension", _S.IN_PROGRESS, _S.IN_PROGRESS, _DISPATCHER, "asked", "reason"),
        step(
            "resolve",
            _S.IN_PROGRESS,
            _S.RESOLVED,
            _HANDLER,
            "note",
            "new after-photo or the reason why none",
        ),
        step("confirm", _S.RESOLVED, _S.CLOSED, _REPORTER),
        step("close_silent", _S.RESOLVED, _S.CLOSED, _SYSTEM, "10 days"),
        step(
            "dispute",
            (_S.RESOLVED, _S.CLOSED),
            _S.REOPENED,
            (_REPORTER, Party.SUPPORTER),
            "reason",
            "once, or 3 supporters within 30 days",
        ),
        step(
            "transfer",
            (_S.ACCEPTED, _S.DISPATCHED, _S.IN_PROGRESS, _S.RETURNED, _S.REOPENED),
            _S.TRANSFERRED,
            _DISPATCHER,
            "receiving body",
            "reason",
        ),
        step("receive_result", _S.TRANSFERRED, _S.CLOSED, (_DISPATCHER, _SYSTEM), "result"),
        step(
            "withdraw",
            (_S.RECEIVED, _S.ACCEPTED, _S.AWAITING_REPORTER),
            _S.WITHDRAWN,
            _REPORTER,
        ),
    ),
    terminal=frozenset({_S.REJECTED, _S.CLOSED, _S.WITHDRAWN}),
    waiting=frozenset({_S.MERGED, _S.TRANSFERRED}),
)

INTERRUPTIONS = frozenset({_S.MERGED, _S.AWAITING_REPORTER})
"""States from which a report goes back to where it was; the clock stands still in them."""

OPEN = frozenset(
    {
        _S.RECEIVED,
        _S.ACCEPTED,
        _S.DISPATCHED,
        _S.IN_PROGRESS,
        _S.RETURNED,
        _S.AWAITING_REPORTER,
        _S.REOPENED,
        _S.TRANSFERRED,
    }
)
"""States in which somebody still owes the reporter an answer."""

WITH_DISPATCHER = frozenset({_S.RECEIVED, _S.ACCEPTED, _S.RETURNED, _S.REOPENED})
WITH_UNIT = frozenset({_S.DISPATCHED, _S.IN_PROGRESS, _S.AWAITING_REPORTER})
LEADS_NOTHING = frozenset({_S.MERGED, _S.REJECTED, _S.WITHDRAWN, _S.CLOSED})
"""States in which a report cannot take others in: nobody would do anything for them any more."""

_A = ReportAction
TELLS_STAFF: dict[ReportAction, Party] = {
    _A.DISPATCH: _HANDLER,
    _A.ANSWER: _HANDLER,
    _A.NO_ANSWER: _HANDLER,
    _A.GRANT_EXTENSION: _HANDLER,
    _A.REFUSE_EXTENSION: _HANDLER,
    _A.RETURN: _DISPATCHER,
    _A.ASK_EXTENSION: _DISPATCHER,
    _A.DISPUTE: _DISPATCHER,
}
"""Steps after which it is staff's turn, and whose."""

OF_ONE_REPORTER = frozenset({_A.ASK_REPORTER, _A.NO_ANSWER})
"""Steps that concern the reporter of this report, not those whose reports were merged into it."""

TAKES_AWAY = frozenset({_A.MERGE, _A.TRANSFER, _A.WITHDRAW})
"""Steps that take a report out of a unit's hands."""


def staff_to_tell(
    action: ReportAction, source: ReportState | None, target: ReportState, *, urgent: bool
) -> Party | None:
    """Whether handlers of the unit or dispatchers of the place hear of a step; most steps need nobody."""
    if action is _A.SUBMIT:
        return _DISPATCHER if urgent else None
    if action in TAKES_AWAY:
        return _HANDLER if source in WITH_UNIT else None
    if action is _A.RELEASE:
        return _HANDLER if target in WITH_UNIT else _DISPATCHER
    if action is _A.UNMERGE:  # the dispatcher who takes it out knows of it
        return _HANDLER if target in WITH_UNIT else None
    return TELLS_STAFF.get(action)


def next_state(state: ReportState | None, action: str, before: ReportState | None = None) -> ReportState:
    """Where `action` leads; `before` is the state to which an interruption goes back."""
    return ReportState(WORKFLOW.next_state(state, action, before))


def state_to_keep(state: ReportState, target: ReportState) -> ReportState | None:
    """The state to come back to once in `target`; None where there is no coming back."""
    return state if target in INTERRUPTIONS else None


def replay(events: Iterable[tuple[ReportAction, ReportState | None, ReportState]]) -> ReportState | None:
    """The state that a history of (action, from, to) leads to. Raises Conflict where a step is impossible.

    Raises ValueError where a row says something else than the table makes of the rows before it.
    """
    state: ReportState | None = None
    before: ReportState | None = None
    for action, source, target in events:
        if source != state:
            raise ValueError(f"{action} starts from {source}, but the report was {state}")
        reached = next_state(state, action, before)
        if reached != target:
            raise ValueError(f"{action} from {source} leads to {reached}, not to {target}")
        if state is not None and reached in INTERRUPTIONS:
            before = state
        state = reached
    return state


def email_purpose(report_id: int) -> str:
    """What a reporter's e-mail address is sealed for; needed again to open it."""
    return f"report:{report_id}"


def account_purpose(report_id: int) -> str:
    """What the id of a reporter's account is sealed for."""
    return f"report account:{report_id}"


ACCOUNT_MARK = "reporter's account"
"""Purpose of the keyed hash by which somebody's own reports are found."""
