"""Seats are drawn, offered, taken, given back and freed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal.applications.actions import title_of
from portal.applications.models import Application
from portal.core.actor import Actor
from portal.core.clock import WorkCalendar
from portal.core.errors import Conflict, Invalid, require
from portal.core.i18n import lazy_gettext as _l
from portal.places.queries import find_area
from portal.reviews import messages
from portal.reviews.actions.telling import tell_officers, tell_reviewer
from portal.reviews.actions.trail import note_step, take_step
from portal.reviews.drawing import Draw, TooFewReviewers, draw
from portal.reviews.models import ReviewAssignment
from portal.reviews.permissions import IN_REVIEW, can_answer_offer, can_screen
from portal.reviews.queries import (
    case_of,
    empty_seats,
    has_reviewed,
    list_candidates,
    list_seats,
    since_draw,
)
from portal.reviews.settings import ReviewSettings
from portal.reviews.types import AssignmentKind, AssignmentState

_DISTRICT = 6
"""Digits of a district's code."""


def require_officer(session: Session, application: Application, actor: Actor) -> None:
    """An officer of the area without a tie to the applicant, and without a seat of their own."""
    seated = has_reviewed(session, application.id, actor.person_id or 0)
    require(can_screen(actor, application, seated=seated))


def accept_seat(session: Session, assignment: ReviewAssignment, *, actor: Actor, now: datetime) -> None:
    """Take the seat with the declaration that there is no conflict; only now is any content shown."""
    require(can_answer_offer(actor, assignment))
    assignment.no_conflict_declared_at = now
    take_step(session, assignment, "accept", actor=actor, now=now)


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
        raise Invalid.field("reason", _l("Say briefly why."))
    assignment.reason = reason
    take_step(
        session,
        assignment,
        "declare_conflict" if conflict else "decline",
        actor=actor,
        now=now,
        reason=reason,
    )
    fill_empty_seats(session, assignment.application, settings, calendar=calendar, now=now)


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
    require_officer(session, assignment.application, actor)
    if assignment.application.state not in IN_REVIEW:
        raise Conflict(_l("The review is over; nobody is replaced any more."))
    if not reason:
        raise Invalid.field("reason", _l("Say briefly why."))
    assignment.reason = reason
    data = {"reason": reason}
    take_step(session, assignment, "replace", actor=actor, now=now, reason=reason, data=data)
    title = title_of(session, assignment.application)
    tell_reviewer(session, assignment, messages.replaced(title), now=now)
    fill_empty_seats(session, assignment.application, settings, calendar=calendar, now=now)


def fill_empty_seats(
    session: Session,
    application: Application,
    settings: ReviewSettings,
    *,
    calendar: WorkCalendar,
    now: datetime,
    tell: bool = True,
) -> None:
    """Draw for each seat that is empty. Where nobody is left it stays empty, officers are told (`tell`), and
    the review waits: a seat given back and a sheet handed in are never refused for want of another reviewer.
    """
    for kind in empty_seats(application, since_draw(session, application, list_seats(session, application))):
        try:
            offer_seats(
                session, application, kind, 1, settings,
                actor=Actor.system(), calendar=calendar, now=now, seed=None,
            )  # fmt: skip
        except Conflict:
            if tell:
                title = title_of(session, application)
                tell_officers(session, application, messages.seat_empty(application, title), now=now)
            return


def fill_seat(
    session: Session,
    assignment: ReviewAssignment,
    settings: ReviewSettings,
    *,
    calendar: WorkCalendar,
    now: datetime,
) -> None:
    """Draw another reviewer for the seat. Raises Conflict, with nothing changed, when nobody is left."""
    offer_seats(
        session, assignment.application, assignment.kind, 1, settings,
        actor=Actor.system(), calendar=calendar, now=now, seed=None,
    )  # fmt: skip


def offer_seats(
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
    """Draw and ask. Raises Conflict, with nothing changed, where fewer may be drawn than `seats`."""
    drawn = _draw(session, application, seats, settings, seed)
    offered = [
        ReviewAssignment(
            application_id=application.id,
            reviewer_id=person_id,
            kind=kind,
            state=AssignmentState.OFFERED,
            draw=drawn.as_json(),
            offered_at=now,
            answer_due_at=calendar.add_working_days(now, settings.answer_days),
            due_at=calendar.add_working_days(now, settings.working_days),
        )
        for person_id in drawn.drawn
    ]
    session.add_all(offered)
    session.flush()
    _note_offers(session, application, offered, actor=actor, now=now)
    return offered


def _draw(
    session: Session, application: Application, seats: int, settings: ReviewSettings, seed: str | None
) -> Draw:
    try:
        return draw(
            list_candidates(session, application.area_code, since=application.created_at),
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


def _note_offers(
    session: Session,
    application: Application,
    offered: Sequence[ReviewAssignment],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Each offer gets its event and its letter, which names the district and nothing else of the place."""
    title = title_of(session, application)
    district = find_area(session, application.area_code[:_DISTRICT])
    for seat in offered:
        data = {"kind": seat.kind.value}
        note_step(session, seat, application, "offer", None, actor=actor, now=now, data=data)
        tell_reviewer(
            session, seat, messages.offered(seat, title, district.name if district else None), now=now
        )
