"""What an officer can decide now: every sheet is in, and where somebody went to look, that is concluded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import and_, exists, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.applications.models import Application, ApplicationEvent
from portal.applications.types import ApplicationState
from portal.core.paging import Page, page_of
from portal.reviews.models import ReviewAssignment, SiteVisit
from portal.reviews.permissions import IN_REVIEW
from portal.reviews.queries.seats import OPEN_SEAT, all_in
from portal.reviews.types import VisitState


def page_to_decide(
    session: Session, areas: Collection[str], cursor: str | None, *, cell_type: str | None = None
) -> Page[Application]:
    """Oldest submission first. Those that wait for a seat to be drawn are left out of their page."""
    open_seat = exists().where(
        ReviewAssignment.application_id == Application.id, ReviewAssignment.state.in_(OPEN_SEAT)
    )
    unconcluded = exists().where(
        SiteVisit.application_id == Application.id, SiteVisit.state != VisitState.CONCLUDED
    )
    statement = (
        select(Application)
        .where(
            or_(false(), *(Application.area_code.startswith(area) for area in areas)),
            or_(
                and_(Application.state.in_(IN_REVIEW), ~open_seat),
                and_(Application.state == ApplicationState.INSPECTING, ~unconcluded),
            ),
        )
        .options(joinedload(Application.organisation))
    )
    if cell_type:
        statement = statement.where(Application.cell_type == cell_type)
    order = (Application.submitted_at, Application.id)
    page = page_of(session, statement, order=order, cursor=cursor, descending=False)
    seats = _seats_since_draw(session, page.items)
    return replace(page, items=[one for one in page.items if _decidable(one, seats[one.id])])


def _decidable(application: Application, drawn: Sequence[ReviewAssignment]) -> bool:
    return application.state is ApplicationState.INSPECTING or all_in(application, drawn)


def _seats_since_draw(
    session: Session, applications: Sequence[Application]
) -> defaultdict[int, list[ReviewAssignment]]:
    """The seats of several applications at once, as `since_draw` gives those of one."""
    numbers = [one.id for one in applications]
    event = ApplicationEvent
    drawn = (
        select(event.application_id, func.max(event.at))
        .where(event.application_id.in_(numbers), event.action == "assign")
        .group_by(event.application_id)
    )
    begun: dict[int, datetime] = {number: at for number, at in session.execute(drawn)}
    rows = session.scalars(
        select(ReviewAssignment)
        .where(ReviewAssignment.application_id.in_(numbers))
        .order_by(ReviewAssignment.id)
    )
    found: defaultdict[int, list[ReviewAssignment]] = defaultdict(list)
    for seat in rows:
        at = begun.get(seat.application_id)
        if at is None or seat.offered_at >= at:
            found[seat.application_id].append(seat)
    return found
