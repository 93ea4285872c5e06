"""The life of a report as one table, and the conditions that a table cannot say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from portal.core.errors import Conflict, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import BACK, START, Workflow, step
from portal.reports.types import Extension, Party, ReportAction, ReportState, Voice

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
LEADS_NOTHING = frozenset({_S.MERGED, _S.REJECTED, _S.WITHDRAWN})
"""States in which a report cannot take others in."""

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

TAKES_AWAY = frozenset({_A.MERGE, _A.TRANSFER, _A.WITHDRAW})
"""Steps that take a report out of a unit's hands."""


def staff_to_tell(action: ReportAction, source: ReportState | None, *, urgent: bool) -> Party | None:
    """Whether handlers of the unit or dispatchers of the place hear of a step; most steps need nobody."""
    if action is _A.SUBMIT:
        return _DISPATCHER if urgent else None
    if action in TAKES_AWAY:
        return _HANDLER if source in WITH_UNIT else None
    return TELLS_STAFF.get(action)


RATINGS = range(1, 6)
MAX_DESCRIPTION = 2000
MAX_PHOTOS = 6
PHOTOS = "photos"
"""What refusals name where the photos are meant; forms show it beside the photos."""


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


def check_extension(action: ReportAction, extension: Extension) -> None:
    """Asked for while none is asked or granted; decided on only while asked. Raises Conflict."""
    if action is ReportAction.ASK_EXTENSION and extension in (Extension.ASKED, Extension.GRANTED):
        raise Conflict(
            _l("More time has already been asked for.")
            if extension is Extension.ASKED
            else _l("More time is granted only once, and it was granted already.")
        )
    decides = action in (ReportAction.GRANT_EXTENSION, ReportAction.REFUSE_EXTENSION)
    if decides and extension is not Extension.ASKED:
        raise Conflict(_l("No request for more time is open."))


def check_dispute(resolved_at: datetime | None, now: datetime, *, days: int, earlier: int) -> None:
    """A reporter disputes once, within `days` of the resolution. Raises Conflict."""
    if earlier:
        raise Conflict(_l("You have disputed this report once already. You can report the place again."))
    if resolved_at is not None and now > resolved_at + timedelta(days=days):
        raise Conflict(_l("The time for disputing this has run out. You can report the place again."))


def count_distinct(voices: Iterable[Voice]) -> int:
    """How many people these are at least: accounts, and networks from which only guests speak.

    One person may own many cookies, but not as easily many networks or accounts. A whole village behind one
    address is one guest; those who sign in count each.
    """
    all_voices = list(voices)
    accounts = {one.account for one in all_voices if one.account}
    with_account = {one.network for one in all_voices if one.account}
    return len(accounts) + len({one.network for one in all_voices} - with_account)


def can_still_dispute(resolved_at: datetime | None, now: datetime, *, days: int, earlier: int) -> bool:
    """Whether `check_dispute` would let the reporter dispute."""
    try:
        check_dispute(resolved_at, now, days=days, earlier=earlier)
    except Conflict:
        return False
    return True


def check_lead(*, same: bool, state: ReportState) -> None:
    """A report is merged into another one that goes on. Raises Invalid on `lead_ref`."""
    if same:
        raise Invalid.field("lead_ref", _l("A report cannot be merged into itself."))
    if state in LEADS_NOTHING:
        raise Invalid.field(
            "lead_ref", _l("That report cannot take in others: it was itself ended or merged.")
        )


def check_rating(rating: int | None) -> None:
    if rating is not None and rating not in RATINGS:
        raise Invalid.field("rating", _l("Choose from one to five stars."))


def email_purpose(report_id: int) -> str:
    """What a reporter's e-mail address is sealed for; needed again to open it."""
    return f"report:{report_id}"


def account_purpose(report_id: int) -> str:
    """What the id of a reporter's account is sealed for."""
    return f"report account:{report_id}"


ACCOUNT_MARK = "reporter's account"
"""Purpose of the keyed hash by which somebody's own reports are found."""


def needed(name: str, text: str) -> None:
    """Raise Invalid on field `name` when `text` is blank."""
    if not text.strip():
        raise Invalid.field(name, _l("Please say why or what in a few words."))


def check_evidence(photos: int, no_photo_reason: str) -> None:
    """A resolution shows the place afterwards, or says why it cannot. Raises Invalid."""
    if not photos and not no_photo_reason.strip():
        raise Invalid.field(
            "after_photos", _l("Add a photo of the place as it is now, or say why there is none.")
        )


def check_submission(description: str, photos: int) -> None:
    """A photo or some words, within what a person can read. Raises Invalid."""
    if not photos and not description.strip():
        raise Invalid.field(PHOTOS, _l("Add a photo, or describe in a few words what you saw."))
    if len(description) > MAX_DESCRIPTION:
        raise Invalid.field(
            "description",
            _l(
                "Please keep to %(limit)s characters; there are %(length)s now.",
                limit=MAX_DESCRIPTION,
                length=len(description),
            ),
        )
    check_photo_count(PHOTOS, photos)


def check_place(*, pointed: bool, address: str) -> None:
    """A point, or words by which somebody can find the place. Raises Invalid on `address`."""
    if not pointed and not address.strip():
        raise Invalid.field(
            "address",
            _l(
                "Please also write where exactly it is,"
                " for example a house number, a shop or a bridge nearby."
            ),
        )


def check_photo_count(name: str, photos: int) -> None:
    if photos > MAX_PHOTOS:
        raise Invalid.field(name, _l("At most %(limit)s photos, please.", limit=MAX_PHOTOS))
