"""A sheet is filled in line by line and handed in; the last one in decides how it goes on."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.types import (
    MoveApplication,
)
from portal.audit.rules import begins_sitting
from portal.core.actor import Actor
from portal.core.clock import WorkCalendar
from portal.core.errors import Invalid, require
from portal.core.i18n import lazy_gettext as _l
from portal.reviews import messages
from portal.reviews.actions.seats import fill_empty_seats
from portal.reviews.actions.stale import StaleLine
from portal.reviews.actions.telling import tell_officers
from portal.reviews.actions.trail import record_verb, take_step
from portal.reviews.actions.visits import call_visit
from portal.reviews.disagreement import why_third
from portal.reviews.models import ReviewAssignment, ReviewItem
from portal.reviews.permissions import can_score
from portal.reviews.queries import (
    all_in,
    combined_of,
    declared_for,
    items_of,
    list_seats,
    own_score,
    since_draw,
    to_judged,
)
from portal.reviews.settings import ReviewSettings
from portal.reviews.sheets import unjudged
from portal.reviews.types import AssignmentKind, AssignmentState, ReviewItemInput, SubmitReview
from portal.standards.answers import as_answer
from portal.standards.points import answer_problem
from portal.standards.queries import get_by_hash
from portal.standards.types import SiteVisit


def save_item(
    session: Session, assignment: ReviewAssignment, item: ReviewItemInput, *, actor: Actor, now: datetime
) -> ReviewItem:
    """Keep one line of the sheet. Raises StaleLine, or Invalid where the value cannot be.

    The log says which line was judged, once a sitting, and never how: the review is blind.
    """
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
        raise StaleLine(row)
    first = begins_sitting(row.updated_at, now)
    row.finding, row.value, row.comment = item.finding, value, item.comment
    row.version, row.updated_at = (row.version or 0) + 1, now
    session.flush()
    if first:
        data = {"assignment": assignment.id, "code": row.code, "version": row.version}
        record_verb(session, assignment.application, "save_item", data, actor, now)
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
        first = applications.names_of_items(standard)[left[0]]
        raise Invalid.field(
            "", _l("Lines not yet judged: %(num)s. The first: %(name)s", num=len(left), name=first)
        )
    if assignment.kind is AssignmentKind.ADJUDICATOR and not command.reason:
        raise Invalid.field("reason", _l("An adjudicator gives a reason."))
    assignment.overall, assignment.reason = command.overall, command.reason
    assignment.submitted_at = now
    assignment.total = str(own_score(standard, declared, judged).total)
    take_step(session, assignment, "submit", actor=actor, now=now, data={"total": assignment.total})
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
    drawn = since_draw(session, application, list_seats(session, application))
    if not all_in(application, drawn):
        return
    seats = [seat for seat in drawn if seat.state is AssignmentState.SUBMITTED]
    system, title = Actor.system(), applications.title_of(session, application)
    combined = combined_of(session, application, seats)
    called = any(seat.kind is AssignmentKind.ADJUDICATOR for seat in seats)
    reasons = (
        () if called else why_third(combined.standard, [seat.score for seat in combined.seats], settings)
    )
    if reasons:
        command = MoveApplication("disagree", ", ".join(reasons), {"why": list(reasons)})
        applications.move(session, application, command, actor=system, now=now)
        fill_empty_seats(session, application, settings, calendar=calendar, now=now)
        tell_officers(session, application, messages.third_called(application, title), now=now)
        return
    if combined.standard.site_visit is SiteVisit.ALWAYS:
        call_visit(session, application, actor=system, now=now)
    tell_officers(session, application, messages.all_in(application, title), now=now)


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
