"""What happens to a seat by itself, when its days are over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.queries import get_person
from portal.accounts.types import PersonState
from portal.applications.actions import tell_organisation, title_of
from portal.applications.types import ApplicationState
from portal.core.actor import Actor
from portal.core.clock import WorkCalendar
from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext as _l
from portal.notifications.actions import notify
from portal.reviews import messages
from portal.reviews.actions.seats import fill_seat
from portal.reviews.actions.telling import tell_officers, tell_reviewer
from portal.reviews.actions.trail import take_step
from portal.reviews.actions.visits import note_visit
from portal.reviews.models import ReviewAssignment, SiteVisit
from portal.reviews.queries import has_event, list_inspectors
from portal.reviews.rules import SITE_VISIT
from portal.reviews.settings import ReviewSettings
from portal.reviews.types import VisitState


def lapse_offer(
    session: Session,
    seat: ReviewAssignment,
    settings: ReviewSettings,
    *,
    actor: Actor,
    calendar: WorkCalendar,
    now: datetime,
) -> None:
    """Offer the seat to somebody else. Where nobody is left it stays offered, and officers are told once."""
    if now <= seat.answer_due_at:
        raise Conflict(_l("There is still time to answer."))
    title = title_of(session, seat.application)
    try:
        fill_seat(session, seat, settings, calendar=calendar, now=now)
    except Conflict:
        if not has_event(session, seat, "nobody_left"):
            take_step(session, seat, "nobody_left", actor=actor, now=now)
            tell_officers(session, seat.application, messages.nobody_left(seat, title), now=now)
        return
    take_step(session, seat, "lapse", actor=actor, now=now)
    tell_reviewer(session, seat, messages.offer_lapsed(seat, title), now=now)


def remind(session: Session, seat: ReviewAssignment, *, actor: Actor, now: datetime) -> None:
    """Say that the day comes near."""
    take_step(session, seat, "remind", actor=actor, now=now)
    title = title_of(session, seat.application)
    tell_reviewer(session, seat, messages.reminder(seat, title), now=now)


def note_overdue(session: Session, seat: ReviewAssignment, *, actor: Actor, now: datetime) -> None:
    """Tell the reviewer and the officers that a sheet is late."""
    take_step(session, seat, "overdue", actor=actor, now=now)
    title = title_of(session, seat.application)
    tell_reviewer(session, seat, messages.overdue(seat, title), now=now)
    tell_officers(session, seat.application, messages.sheet_late(seat, title), now=now)


def end_seat(session: Session, seat: ReviewAssignment, *, actor: Actor, now: datetime) -> None:
    """Tell a reviewer that the application was withdrawn and there is nothing left to do."""
    if seat.application.state is not ApplicationState.WITHDRAWN:
        raise Conflict(_l("The application has not been withdrawn."))
    take_step(session, seat, "end", actor=actor, now=now)
    title = title_of(session, seat.application)
    tell_reviewer(session, seat, messages.ended(title), now=now)


def remind_of_visit(session: Session, visit: SiteVisit, *, actor: Actor, now: datetime) -> None:
    """The day before, or on the day where it was planned late: to those who go, and to the organisation."""
    before = visit.state
    visit.state = VisitState(SITE_VISIT.next_state(before, "remind"))
    note_visit(session, visit, "remind", before, actor=actor, now=now)
    title = title_of(session, visit.application)
    for person_id in list_inspectors(session, visit):
        person = get_person(session, person_id)
        if person.state is PersonState.ACTIVE:
            notify(session, person, messages.visit_near(visit, title, staff=True), now=now)
    ours = messages.visit_near(visit, title, staff=False)
    tell_organisation(session, visit.application.organisation_id, ours, now=now)
