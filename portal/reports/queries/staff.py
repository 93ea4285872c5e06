"""What staff see: the queue of their areas and units, and what lies beside one report."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.models import Person
from portal.core.actor import Actor, Role
from portal.core.ids import normal_ref
from portal.core.paging import Page, page_of
from portal.reports.models import Report, ReportReporter
from portal.reports.permissions import SEEN_BY_UNIT
from portal.reports.rules import OPEN, WITH_DISPATCHER, WITH_UNIT
from portal.reports.types import ReportState

QUEUE_SIZE = 25
NEARBY_DEGREES = 0.002
"""About 200 m from south to north, a little less from west to east."""
NEARBY_DAYS = 60


@dataclass(frozen=True)
class QueueFilter:
    """What a member of staff asks for. `states` empty means all; `by_due` puts what is due first on top."""

    states: tuple[ReportState, ...] = ()
    category: str | None = None
    area: str | None = None
    words: str = ""
    overdue: bool = False
    by_due: bool = True


def page_of_queue(
    session: Session, actor: Actor, wanted: QueueFilter, *, now: datetime, cursor: str | None = None
) -> Page[Report]:
    """The reports that `actor` may see for work, with their units; one query."""
    statement = select(Report).options(joinedload(Report.unit)).where(_reach(actor))
    statement = _narrowed(statement, wanted, now)
    if not wanted.by_due:
        return page_of(session, statement, order=(Report.id,), cursor=cursor, size=QUEUE_SIZE)
    return page_of(
        session,
        statement.where(Report.due_at.is_not(None)),
        order=(Report.due_at, Report.id),
        cursor=cursor,
        size=QUEUE_SIZE,
        descending=False,
    )


def find_next(
    session: Session, report: Report, actor: Actor, states: Collection[ReportState]
) -> Report | None:
    """The report to look at after `report` in the pile of `states`: the one below it, else the first."""
    waiting = (
        select(Report)
        .where(_reach(actor), Report.state.in_(states), Report.due_at.is_not(None), Report.id != report.id)
        .order_by(Report.due_at, Report.id)
        .limit(1)
    )
    if report.state in states and report.due_at is not None:
        same_moment = and_(Report.due_at == report.due_at, Report.id > report.id)
        below = session.scalars(waiting.where(or_(Report.due_at > report.due_at, same_moment))).first()
        if below is not None:
            return below
    return session.scalars(waiting).first()


def list_nearby(session: Session, report: Report, actor: Actor, limit: int = 6) -> Sequence[Report]:
    """Open reports of the last weeks some steps away that `actor` may see: perhaps the same dumping."""
    if report.lng is None or report.lat is None:
        return []
    return session.scalars(
        select(Report)
        .where(
            Report.district_code == report.district_code,
            Report.state.in_(OPEN),
            Report.lng.between(report.lng - NEARBY_DEGREES, report.lng + NEARBY_DEGREES),
            Report.lat.between(report.lat - NEARBY_DEGREES, report.lat + NEARBY_DEGREES),
            Report.submitted_at >= report.submitted_at - timedelta(days=NEARBY_DAYS),
            Report.id != report.id,
            _reach(actor),
        )
        .order_by(Report.id)
        .limit(limit)
    ).all()


def get_alias(session: Session, report: Report) -> str:
    """The name by which staff know the reporter; nothing else of that row is read."""
    return session.scalars(select(ReportReporter.alias).where(ReportReporter.report_id == report.id)).one()


def names_of_staff(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    """Names of members of staff by their ids; a history never holds a reporter's id."""
    if not person_ids:
        return {}
    rows = session.execute(
        select(Person.id, Person.name).where(Person.id.in_(person_ids)).order_by(Person.id)
    )
    return {row.id: row.name for row in rows}


def _narrowed(statement: Select[Report], wanted: QueueFilter, now: datetime) -> Select[Report]:
    if wanted.states:
        statement = statement.where(Report.state.in_(wanted.states))
    if wanted.category:
        statement = statement.where(Report.category == wanted.category)
    if wanted.area:
        statement = statement.where(Report.area_code.startswith(wanted.area, autoescape=True))
    if wanted.overdue:
        statement = statement.where(
            Report.state.in_(WITH_DISPATCHER | WITH_UNIT), Report.due_at < now, Report.paused_at.is_(None)
        )
    if wanted.words:
        statement = statement.where(
            or_(
                Report.ref == normal_ref(wanted.words),
                Report.address.icontains(wanted.words, autoescape=True),
                Report.description.icontains(wanted.words, autoescape=True),
            )
        )
    return statement


def _reach(actor: Actor) -> ColumnElement[bool]:
    """The rows for which `permissions.can_see_for_work` says yes."""
    ways: list[ColumnElement[bool]] = [
        Report.area_code.startswith(code, autoescape=True)
        for code in sorted(actor.areas(Role.DISPATCHER, Role.AUDITOR))
    ]
    units = sorted(actor.units(Role.HANDLER))
    if units:
        ways.append(and_(Report.unit_id.in_(units), Report.state.in_(SEEN_BY_UNIT)))
    return or_(*ways) if ways else false()
