"""What staff see: the queue of their areas and units, and what lies beside one report."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, FromClause, Select, and_, false, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from portal.core.actor import Actor, Role
from portal.core.db import is_sqlite
from portal.core.paging import Page, page_of_parts
from portal.reports.models import Report, ReportReporter
from portal.reports.permissions import SEEN_BY_UNIT
from portal.reports.rules import OPEN, WITH_DISPATCHER, WITH_UNIT
from portal.reports.types import ReportState

QUEUE_SIZE = 25
LOOKED_THROUGH = 5_000
"""Reports of each state in which words are looked for: no index helps to find a part of a text."""
NEARBY_DEGREES = 0.002
"""About 200 m from south to north, a little less from west to east."""
NEARBY_DAYS = 60


S = TypeVar("S", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True)
class QueueFilter:
    """What a member of staff asks for. `states` empty means all, the newest first; else `by_due` puts what is
    due first on top. `ref` is one whole number, `words` a part of the place or the description.
    """

    states: tuple[ReportState, ...] = ()
    category: str | None = None
    area: str | None = None
    ref: str = ""
    words: str = ""
    overdue: bool = False
    by_due: bool = True


def page_of_queue(
    session: Session, actor: Actor, wanted: QueueFilter, *, now: datetime, cursor: str | None = None
) -> Page[Report]:
    """The reports that `actor` may see for work, with their units; one query.

    What is due first, or what came to its state last, stands on top. Each state is read by its own index, so
    a page costs the same in a long queue; words are looked for in the first `LOOKED_THROUGH` of each state.
    """
    order = _order(wanted)
    part = _narrowed(select(*order, Report.address, Report.description).where(_reach(actor)), wanted, now)
    if wanted.states and wanted.by_due:
        part = part.where(Report.due_at.is_not(None))
    return page_of_parts(
        session,
        select(Report).options(joinedload(Report.unit)),
        [part.where(Report.state == state) for state in wanted.states] or [part],
        order=order,
        cursor=cursor,
        size=QUEUE_SIZE,
        descending=not (wanted.states and wanted.by_due),
        only=(lambda rows: _has_words(session, rows, wanted.words)) if wanted.words else None,
        looked_through=LOOKED_THROUGH,
    )


def _order(wanted: QueueFilter) -> tuple[InstrumentedAttribute[Any], ...]:
    if not wanted.states:
        return (Report.id,)
    return (Report.due_at, Report.id) if wanted.by_due else (Report.state_since, Report.id)


def find_next(
    session: Session, report: Report, actor: Actor, states: Collection[ReportState]
) -> Report | None:
    """The report to look at after `report` in the pile of `states`: the one below it, else the first."""
    waiting = and_(_reach(actor), Report.due_at.is_not(None), Report.id != report.id)
    if report.state in states and report.due_at is not None:
        same_moment = and_(Report.due_at == report.due_at, Report.id > report.id)
        below = _find_first(session, states, waiting, or_(Report.due_at > report.due_at, same_moment))
        if below is not None:
            return below
    return _find_first(session, states, waiting)


def _find_first(
    session: Session, states: Collection[ReportState], *conditions: ColumnElement[bool]
) -> Report | None:
    """What is due first; each state is asked for its own first, by its own index."""
    order = (Report.due_at, Report.id)
    parts = [
        select(select(*order).where(*conditions, Report.state == state).order_by(*order).limit(1).subquery())
        for state in sorted(states)
    ]
    first = union_all(*parts).subquery()
    return session.scalars(
        select(Report).join(first, first.c.id == Report.id).order_by(*order).limit(1)
    ).first()


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


def _narrowed(statement: S, wanted: QueueFilter, now: datetime) -> S:
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
    if wanted.ref:
        statement = statement.where(Report.ref == wanted.ref)
    return statement


def _has_words(session: Session, rows: FromClause, words: str) -> ColumnElement[bool]:
    """Capitals count as small letters. SQLite's LIKE does that by itself; lowering all texts takes longer."""
    texts = (rows.c.address, rows.c.description)
    if is_sqlite(session):
        return or_(*(text.contains(words, autoescape=True) for text in texts))
    return or_(*(text.icontains(words, autoescape=True) for text in texts))


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
