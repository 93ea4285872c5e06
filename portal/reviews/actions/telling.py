"""Who hears of a review. Whoever has or had a seat at the application never hears as an officer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.queries import get_person
from portal.accounts.types import PersonState
from portal.applications.actions import tell_staff
from portal.applications.models import Application
from portal.core.actor import Role
from portal.notifications.actions import notify
from portal.notifications.types import Message
from portal.reviews.models import ReviewAssignment
from portal.reviews.queries import find_screening, list_seats


def tell_reviewer(session: Session, seat: ReviewAssignment, message: Message, *, now: datetime) -> None:
    person = get_person(session, seat.reviewer_id)
    if person.state is PersonState.ACTIVE:
        notify(session, person, message, now=now)


def tell_officers(session: Session, application: Application, message: Message, *, now: datetime) -> None:
    """The officer who screened it; all of the area where that one no longer holds the role."""
    screening = find_screening(session, application)
    tell_staff(
        session,
        application,
        Role.CERTIFICATION_OFFICER,
        message,
        now=now,
        without={seat.reviewer_id for seat in list_seats(session, application)},
        rather=screening.officer_id if screening else None,
    )
