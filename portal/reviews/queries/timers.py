"""What waits for a day to come, offers without an answer and sheets, while the application is in review."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, joinedload

from portal.applications.models import Application
from portal.applications.types import ApplicationState
from portal.reviews.models import AssignmentEvent, ReviewAssignment
from portal.reviews.permissions import IN_REVIEW
from portal.reviews.queries.seats import OPEN_SEAT, empty_seats, list_seats, since_draw
from portal.reviews.types import AssignmentState


def list_unanswered(session: Session, now: datetime, limit: int = 100) -> list[ReviewAssignment]:
    """Offers whose time to answer is over, the longest first."""
    due = ReviewAssignment.answer_due_at
    offered = ReviewAssignment.state == AssignmentState.OFFERED
    return _listed(session, _waiting().where(offered, due < now).order_by(due, ReviewAssignment.id), limit)


def list_seats_due(
    session: Session, until: datetime, *, without: str, limit: int = 100
) -> list[ReviewAssignment]:
    """Seats taken whose sheet is due before `until` and for which the step `without` was not taken yet."""
    due = ReviewAssignment.due_at
    done = exists().where(
        AssignmentEvent.assignment_id == ReviewAssignment.id, AssignmentEvent.action == without
    )
    taken = ReviewAssignment.state == AssignmentState.ACCEPTED
    return _listed(
        session, _waiting().where(taken, due <= until, ~done).order_by(due, ReviewAssignment.id), limit
    )


def list_seats_of_withdrawn(session: Session, limit: int = 100) -> list[ReviewAssignment]:
    """Seats still open although the application was withdrawn, the oldest first."""
    statement = (
        select(ReviewAssignment)
        .join(ReviewAssignment.application)
        .where(
            ReviewAssignment.state.in_(OPEN_SEAT),
            Application.state == ApplicationState.WITHDRAWN,
        )
        .options(joinedload(ReviewAssignment.application).joinedload(Application.organisation))
        .order_by(ReviewAssignment.id)
    )
    return _listed(session, statement, limit)


def list_with_empty_seats(session: Session, limit: int = 500) -> list[Application]:
    """Applications in review with a seat for which nobody could be drawn, the longest waiting first."""
    waiting = session.scalars(
        select(Application)
        .where(Application.state.in_((ApplicationState.SCORING, ApplicationState.ADJUDICATING)))
        .order_by(Application.submitted_at, Application.id)
        .limit(limit)
    ).all()
    return [one for one in waiting if empty_seats(one, since_draw(session, one, list_seats(session, one)))]


def has_event(session: Session, seat: ReviewAssignment, action: str) -> bool:
    """Whether this step was ever taken."""
    statement = select(AssignmentEvent.id).where(
        AssignmentEvent.assignment_id == seat.id, AssignmentEvent.action == action
    )
    return session.scalars(statement.limit(1)).first() is not None


def _waiting() -> Select[Any]:
    return (
        select(ReviewAssignment)
        .join(ReviewAssignment.application)
        .where(Application.state.in_(IN_REVIEW))
        .options(joinedload(ReviewAssignment.application).joinedload(Application.organisation))
    )


def _listed(session: Session, statement: Select[Any], limit: int) -> list[ReviewAssignment]:
    return list(session.scalars(statement.limit(limit).with_for_update(of=ReviewAssignment)))
