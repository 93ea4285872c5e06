"""Which publishers hear: those who may act, so neither the proposer nor anybody who had a seat."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.applications.actions import tell_staff
from portal.applications.models import Application
from portal.core.actor import Role
from portal.notifications.types import Message
from portal.publication.models import Decision
from portal.reviews.queries import list_seats


def tell_publishers(
    session: Session, application: Application, decision: Decision, message: Message, *, now: datetime
) -> None:
    seated = {seat.reviewer_id for seat in list_seats(session, application)}
    without = seated | {decision.decided_by_id}
    tell_staff(session, application, Role.PUBLISHER, message, now=now, without=without)
