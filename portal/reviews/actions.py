"""The verbs of screening and review. Seats are drawn, answered, filled in, handed in and put together."""

from __future__ import annotations

import secrets
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.types import (
    ApplicationState,
    MoveApplication,
    RequestedCorrection,
    ReturnApplication,
)
from portal.audit.actions import record
from portal.core.actor import Actor
from portal.core.clock import WorkCalendar
from portal.core.errors import Conflict, Invalid, require
from portal.core.i18n import lazy_gettext as _l
from portal.reviews.disagreement import why_third
from portal.reviews.drawing import TooFewReviewers, draw
from portal.reviews.models import AssignmentEvent, ReviewAssignment, ReviewItem, Screening
from portal.reviews.permissions import can_answer_offer, can_score, can_screen
from portal.reviews.queries import (
    OPEN_SEAT,
    case_of,
    combined_of,
    declared_for,
    find_screening,
    items_of,
    list_candidates,
    list_seats,
    own_score,
    to_judged,
)
from portal.reviews.rules import WORKFLOW
from portal.reviews.settings import ReviewSettings
from portal.reviews.sheets import unjudged
from portal.reviews.types import AssignmentKind, AssignmentState, ReviewItemInput, SubmitReview
from portal.standards.answers import as_answer
from portal.standards.points import answer_problem
from portal.standards.queries import get_by_hash
from portal.standards.types import SiteVisit


class StaleItem(Conflict):
    """The same reviewer saved this line in another window. `newer` is what stands now."""

    code = "stale_item"

    def __init__(self, newer: ReviewItem) -> None:
        super().__init__(_l("This line was saved in another window meanwhile. Compare, then decide."))
        self.newer = newer


def screen(session: Session, application: Application, *, actor: Actor, now: datetime) -> Screening:
    """Take a submitted application into the formal check."""
    require(can_screen(actor, application))
    applications.move(session, application, MoveApplication("screen"), actor=actor, now=now)
    screening = Screening(
        application_id=application.id,
        round=application.correction_round,
        officer_id=actor.person_id,
        checks={},
        started_at=now,
    )
    session.add(screening)
    session.flush()
    return screening


def save_checks(
    session: Session, application: Application, checks: dict[str, bool], *, actor: Actor, now: datetime
) -> None:
    """Keep the ticks of the formal check."""
    require(can_screen(actor, application))
    screening = find_screening(session, application)
    if screening is None or application.state is not ApplicationState.SCREENING:
        raise Conflict
    screening.checks = dict(checks)
    _record(
        session,
        application,
        "save_checks",
        {"checked": sorted(k for k, v in checks.items() if v)},
        actor,
        now,
    )


def return_application(
    session: Session,
    application: Application,
    corrections: tuple[RequestedCorrection, ...],
    note: str,
    *,
    actor: Actor,
    calendar: WorkCalendar,
    now: datetime,
) -> None:
    """Ask for corrections and end this round's screening."""
    require(can_screen(actor, application))
    _end_screening(session, application, now)
    command = ReturnApplication(corrections, note)
    applications.return_for_correction(session, application, command, actor=actor, calendar=calendar, now=now)


def reject(session: Session, application: Application, reason: str, *, actor: Actor, now: datetime) -> None:
    """End an application that is not eligible."""
    require(can_screen(actor, application))
    if not reason:
        raise Invalid.field("reason", _l("Give the reason; the applicant will read it."))
    _end_screening(session, application, now)
    applications.move(session, application, MoveApplication("reject", reason), actor=actor, now=now)


def assign(
    session: Session,
    application: Application,
    settings: ReviewSettings,
    *,
    actor: Actor,
    calendar: WorkCalendar,
    now: datetime,
    seed: str | None = None,
) -> list[ReviewAssignment]:
    """Draw the first reviewers and begin scoring. A given `seed` makes the draw repeatable."""
    require(can_screen(actor, application))
    _end_screening(session, application, now)
    applications.move(session, application, MoveApplication("assign"), actor=actor, now=now)
    return _offer_seats(
        session, application, AssignmentKind.FIRST, settings.reviewers, settings,
        actor=actor, calendar=calendar, now=now, seed=seed,
    )  # fmt: skip


def accept_seat(session: Session, assignment: ReviewAssignment, *, actor: Actor, now: datetime) -> None:
    """Take the seat with the declaration that there is no conflict; only now is any content shown."""
    require(can_answer_offer(actor, assignment))
    assignment.no_conflict_declared_at = now
    _step(session, assignment, "accept", actor=actor, now=now)


def decline_seat(
    session: Session,
    assignment: ReviewAssignment,
    reason: str,
    settings: ReviewSettings,
    *,
    conflict: bool,
    actor: Actor,
    calendar: WorkCalendar,
    now: datetime,
) -> None:
    """Give the seat back, or declare a conflict; another reviewer is drawn at once."""
    require(can_answer_offer(actor, assignment))
    if not reason:
        raise Invalid.field("reason", _l("Say shortly why."))
    assignment.reason = reason
    _step(
        session,
        assignment,
        "declare_conflict" if conflict else "decline",
        actor=actor,
        now=now,
        reason=reason,
    )
    _fill_seat(session, assignment, settings, calendar=calendar, now=now)


def replace_reviewer(
    session: Session,
    assignment: ReviewAssignment,
    reason: str,
    settings: ReviewSettings,
    *,
    actor: Actor,
    calendar: WorkCalendar,
    now: datetime,
) -> None:
    """Free a seat whose reviewer cannot finish, and draw another. What was scored there is not used."""
    require(can_screen(actor, assignment.application))
    if not reason:
        raise Invalid.field("reason", _l("Say shortly why."))
    assignment.reason = reason
    _step(session, assignment, "replace", actor=actor, now=now, reason=reason)
    _fill_seat(session, assignment, settings, calendar=calendar, now=now)


def save_item(
    session: Session, assignment: ReviewAssignment, item: ReviewItemInput, *, actor: Actor, now: datetime
) -> ReviewItem:
    """Keep one line of the sheet. Raises StaleItem, or Invalid where the value cannot be."""
    require(can_score(actor, assignment))
    _check_value(session, assignment.application, item)
    row = session.scalars(
        select(ReviewItem).where(ReviewItem.assignment_id == assignment.id, ReviewItem.code == item.code)
    ).one_or_none()
    value = format(item.value, "f") if isinstance(item.value, Decimal) else item.value
    if row is None:
        row = ReviewItem(assignment_id=assignment.id, code=item.code, version=0)
        session.add(row)
    elif (row.finding, row.value, row.comment) == (item.finding, value, item.comment):
        return row
    elif row.version != item.based_on:
        raise StaleItem(row)
    row.finding, row.value, row.comment = item.finding, value, item.comment
    row.version, row.updated_at = (row.version or 0) + 1, now
    session.flush()
    return row


def submit_review(
    session: Session,
    assignment: ReviewAssignment,
    command: SubmitReview,
    settings: ReviewSettings,
    *,
    actor: Actor,
    calendar: WorkCalendar,
    now: datetime,
) -> None:
    """Hand the sheet in; it is frozen. The last one in decides how it goes on."""
    require(can_score(actor, assignment))
    application = assignment.application
    standard = get_by_hash(session, application.standard_hash)
    declared = declared_for(session, application)
    judged = to_judged(items_of(session, [assignment.id]).get(assignment.id, {}))
    left = unjudged(standard, declared, judged)
    if left:
        raise Invalid.field("", _l("Lines not yet judged: %(codes)s", codes=", ".join(left)))
    if assignment.kind is AssignmentKind.ADJUDICATOR and not command.reason:
        raise Invalid.field("reason", _l("An adjudicator gives a reason."))
    assignment.overall, assignment.reason = command.overall, command.reason
    assignment.submitted_at = now
    assignment.total = str(own_score(standard, declared, judged).total)
    _step(session, assignment, "submit", actor=actor, now=now, data={"total": assignment.total})
    _go_on(session, application, settings, calendar=calendar, now=now)


def _go_on(
    session: Session,
    application: Application,
    settings: ReviewSettings,
    *,
    calendar: WorkCalendar,
    now: datetime,
) -> None:
    """When every called sheet is in: call a third reviewer, send inspectors, or leave it to the officer."""
    seats = [
        seat
        for seat in list_seats(session, application)
        if seat.state in (*OPEN_SEAT, AssignmentState.SUBMITTED)
    ]
    if any(seat.state is not AssignmentState.SUBMITTED for seat in seats):
        return
    system = Actor.system()
    combined = combined_of(session, application, seats)
    called = any(seat.kind is AssignmentKind.ADJUDICATOR for seat in seats)
    reasons = (
        () if called else why_third(combined.standard, [seat.score for seat in combined.seats], settings)
    )
    if reasons:
        command = MoveApplication("disagree", ", ".join(reasons), {"why": list(reasons)})
        applications.move(session, application, command, actor=system, now=now)
        _offer_seats(
            session, application, AssignmentKind.ADJUDICATOR, 1, settings,
            actor=system, calendar=calendar, now=now, seed=None,
        )  # fmt: skip
    elif combined.standard.site_visit is SiteVisit.ALWAYS:
        applications.move(session, application, MoveApplication("inspect"), actor=system, now=now)


def _fill_seat(
    session: Session,
    assignment: ReviewAssignment,
    settings: ReviewSettings,
    *,
    calendar: WorkCalendar,
    now: datetime,
) -> None:
    _offer_seats(
        session, assignment.application, assignment.kind, 1, settings,
        actor=Actor.system(), calendar=calendar, now=now, seed=None,
    )  # fmt: skip


def _offer_seats(
    session: Session,
    application: Application,
    kind: AssignmentKind,
    seats: int,
    settings: ReviewSettings,
    *,
    actor: Actor,
    calendar: WorkCalendar,
    now: datetime,
    seed: str | None,
) -> list[ReviewAssignment]:
    try:
        drawn = draw(
            list_candidates(session, application.area_code),
            case_of(session, application),
            seats=seats,
            seed=seed or secrets.token_hex(16),
            exclude_same_district=settings.exclude_same_district,
        )
    except TooFewReviewers as error:
        text = _l(
            "Only %(found)s eligible reviewers for %(needed)s seats.", found=error.found, needed=error.needed
        )
        raise Conflict(text) from error
    offered = []
    for person_id in drawn.drawn:
        assignment = ReviewAssignment(
            application_id=application.id,
            reviewer_id=person_id,
            kind=kind,
            state=AssignmentState.OFFERED,
            draw=drawn.as_json(),
            offered_at=now,
            due_at=calendar.add_working_days(now, settings.working_days),
        )
        session.add(assignment)
        session.flush()
        _note(
            session, assignment, application, "offer", None, actor=actor, now=now, data={"kind": kind.value}
        )
        offered.append(assignment)
    return offered


def _step(
    session: Session,
    assignment: ReviewAssignment,
    action: str,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    before = assignment.state
    assignment.state = AssignmentState(WORKFLOW.next_state(before, action))
    session.flush()
    _note(
        session,
        assignment,
        assignment.application,
        action,
        before,
        actor=actor,
        now=now,
        reason=reason,
        data=data,
    )


def _note(
    session: Session,
    assignment: ReviewAssignment,
    application: Application,
    action: str,
    before: AssignmentState | None,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    last = session.scalar(
        select(func.max(AssignmentEvent.seq)).where(AssignmentEvent.assignment_id == assignment.id)
    )
    session.add(
        AssignmentEvent(
            assignment_id=assignment.id,
            seq=(last or 0) + 1,
            action=action,
            from_state=before,
            to_state=assignment.state,
            actor=actor.audit_name,
            reason=reason,
            at=now,
        )
    )
    _record(session, application, action, {"assignment": assignment.id} | (data or {}), actor, now)


def _record(
    session: Session, application: Application, verb: str, data: dict[str, Any], actor: Actor, now: datetime
) -> None:
    subject = ("application", application.ref)
    record(session, actor=actor, action=f"reviews.{verb}", subject=subject, data=data, now=now)


def _end_screening(session: Session, application: Application, now: datetime) -> None:
    screening = find_screening(session, application)
    if screening is not None and screening.ended_at is None:
        screening.ended_at = now


def _check_value(session: Session, application: Application, item: ReviewItemInput) -> None:
    standard = get_by_hash(session, application.standard_hash)
    indicator = standard.indicators.get(item.code)
    if indicator is None:
        known = {one.code for one in standard.prerequisites} | {one.code for one in standard.bonus}
        if item.code not in known or not (item.value is None or isinstance(item.value, bool)):
            raise Invalid.field("value", applications.PROBLEMS["wrong_kind"])
        return
    answer = as_answer(indicator, item.value)
    problem = answer_problem(indicator, answer) if answer is not None else None
    if problem:
        raise Invalid.field("value", applications.PROBLEMS[problem])
