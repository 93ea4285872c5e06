"""The formal check: taken up, ticked off, sent back, refused, or sent into review."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.applications import actions as applications
from portal.applications.messages import rejected
from portal.applications.models import Application
from portal.applications.types import (
    ApplicationState,
    MoveApplication,
    RequestedCorrection,
    ReturnApplication,
)
from portal.core.actor import Actor
from portal.core.clock import WorkCalendar
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.reviews import messages
from portal.reviews.actions.seats import offer_seats, require_officer
from portal.reviews.actions.trail import record_verb
from portal.reviews.models import ReviewAssignment, Screening
from portal.reviews.queries import find_screening
from portal.reviews.rules import unchecked
from portal.reviews.settings import ReviewSettings
from portal.reviews.types import AssignmentKind


def screen(session: Session, application: Application, *, actor: Actor, now: datetime) -> Screening:
    """Take a submitted application into the formal check."""
    require_officer(session, application, actor)
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
    require_officer(session, application, actor)
    screening = find_screening(session, application)
    if screening is None or application.state is not ApplicationState.SCREENING:
        raise Conflict
    screening.checks = dict(checks)
    session.flush()  # while it is being screened: afterwards the database keeps them as they are
    record_verb(
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
    require_officer(session, application, actor)
    _end_screening(session, application, now)
    command = ReturnApplication(corrections, note)
    applications.return_for_correction(session, application, command, actor=actor, calendar=calendar, now=now)


def reject(session: Session, application: Application, reason: str, *, actor: Actor, now: datetime) -> None:
    """End an application that is not eligible."""
    require_officer(session, application, actor)
    if not reason:
        raise Invalid.field("reason", _l("Give the reason; the applicant will read it."))
    _end_screening(session, application, now)
    applications.move(session, application, MoveApplication("reject", reason), actor=actor, now=now)
    message = rejected(
        application, applications.title_of(session, application), stage=messages.AT_SCREENING, reason=reason
    )
    applications.tell_organisation(session, application.organisation_id, message, now=now)


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
    """Draw the first reviewers and begin scoring. A given `seed` makes the draw repeatable.

    Raises Invalid, at the first point of the formal check that is not ticked, with nothing changed.
    """
    require_officer(session, application, actor)
    _must_be_checked(session, application)
    _end_screening(session, application, now)
    applications.move(session, application, MoveApplication("assign"), actor=actor, now=now)
    seats = offer_seats(
        session, application, AssignmentKind.FIRST, settings.reviewers, settings,
        actor=actor, calendar=calendar, now=now, seed=seed,
    )  # fmt: skip
    title = applications.title_of(session, application)
    message = messages.in_review(application, title, reviewers=len(seats), due_at=seats[0].due_at)
    applications.tell_organisation(session, application.organisation_id, message, now=now)
    return seats


def _must_be_checked(session: Session, application: Application) -> None:
    """Every point of this round; whether it is being screened at all, the move says."""
    screening = find_screening(session, application)
    if screening is None or application.state is not ApplicationState.SCREENING:
        return
    if left := unchecked(screening.checks):
        text = _l("Tick every point before reviewers are drawn. Where one fails, return it or reject it.")
        raise Invalid.field(left[0], text)


def _end_screening(session: Session, application: Application, now: datetime) -> None:
    screening = find_screening(session, application)
    if screening is not None and screening.ended_at is None:
        screening.ended_at = now
