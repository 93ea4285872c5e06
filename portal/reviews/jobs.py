"""Timers of review: offers without an answer, empty seats, and sheets whose day comes or is past."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.core.actor import Actor
from portal.core.calendar import load_calendar
from portal.core.clock import local_date
from portal.core.jobs.types import Handler, JobContext, Periodic
from portal.reviews import actions
from portal.reviews.queries import (
    list_seats_due,
    list_seats_of_withdrawn,
    list_unanswered,
    list_visits_near,
    list_with_empty_seats,
)
from portal.reviews.settings import load_review_settings


def lapse_offers(session: Session, *, now: datetime, context: JobContext) -> None:
    settings = load_review_settings(context.settings.content_dir)
    for seat in list_unanswered(session, now):
        actions.lapse_offer(
            session,
            seat,
            settings,
            actor=Actor.system(),
            calendar=load_calendar(context.settings.content_dir),
            now=now,
        )


def fill_empty_seats(session: Session, *, now: datetime, context: JobContext) -> None:
    """Draw for seats that stayed empty, as soon as somebody may be drawn."""
    settings = load_review_settings(context.settings.content_dir)
    for application in list_with_empty_seats(session):
        actions.fill_empty_seats(
            session,
            application,
            settings,
            calendar=load_calendar(context.settings.content_dir),
            now=now,
            tell=False,
        )


def remind(session: Session, *, now: datetime, context: JobContext) -> None:
    """Once before the day, once after it."""
    settings = load_review_settings(context.settings.content_dir)
    soon = load_calendar(context.settings.content_dir).add_working_days(now, settings.remind_days)
    for seat in list_seats_due(session, now, without="overdue"):
        actions.note_overdue(session, seat, actor=Actor.system(), now=now)
    for seat in list_seats_due(session, soon, without="remind"):
        if seat.due_at is not None and seat.due_at > now:
            actions.remind(session, seat, actor=Actor.system(), now=now)


def remind_of_visits(session: Session, *, now: datetime, context: JobContext) -> None:  # noqa: ARG001 -- as all jobs
    """The day before; where a visit is planned for today or tomorrow, at once."""
    today = local_date(now)
    for visit in list_visits_near(session, today, today + timedelta(days=1)):
        actions.remind_of_visit(session, visit, actor=Actor.system(), now=now)


def end_withdrawn(session: Session, *, now: datetime, context: JobContext) -> None:  # noqa: ARG001 -- as all jobs
    """Whoever still had a seat when the application was withdrawn hears of it."""
    for seat in list_seats_of_withdrawn(session):
        actions.end_seat(session, seat, actor=Actor.system(), now=now)


HANDLERS: Mapping[str, Handler] = {}
PERIODIC: dict[str, Periodic] = {
    "reviews.lapse_offers": (600, lapse_offers),
    "reviews.fill_empty_seats": (600, fill_empty_seats),
    "reviews.remind": (600, remind),
    "reviews.remind_of_visits": (600, remind_of_visits),
    "reviews.end_withdrawn": (60, end_withdrawn),
}
