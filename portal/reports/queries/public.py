"""What the public sees: visible reports, public photos, plain timelines. Never the reporter's row.

These pages are read most. So they ask for columns, not for mapped objects, and a statement is made
once and kept: SQLAlchemy takes ten times as long for the same row otherwise. It also means that what a page
must not show (the exact point, the description) is not even read for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Unit
from portal.core.errors import NotFound
from portal.core.i18n import Label
from portal.core.paging import Page, page_of_rows
from portal.media.models import Photo
from portal.media.types import PhotoState
from portal.reports.models import Report, ReportEvent, ReportPhoto
from portal.reports.types import Party, PhotoKind, ReportAction, ReportState, Visibility

PAGE_SIZE = 24
DISTRICT_DIGITS = 6

_R, _LEAD, _U = Report.__table__, Report.__table__.alias("lead"), Unit.__table__
_E, _P, _LINK = ReportEvent.__table__, Photo.__table__, ReportPhoto.__table__

S = TypeVar("S", bound=Select[*tuple[Any, ...]])

SHOWN_STATES = tuple(s for s in ReportState if s not in (ReportState.WITHDRAWN, ReportState.MERGED))
"""What lists and maps show; a withdrawn or merged report can still be opened by its number."""


@dataclass(frozen=True)
class PublicFilter:
    """What a reader asks for. `states` are those behind one plain word (open, done, ended)."""

    category: str | None = None
    area: str | None = None
    states: tuple[ReportState, ...] = SHOWN_STATES


@dataclass(frozen=True)
class PublicUnit:
    """The unit that a report lies with."""

    code: str
    name: Label


@dataclass(frozen=True)
class ListedReport:
    """A report as it stands in the public list."""

    id: int
    ref: str
    state: ReportState
    category: str
    area_code: str
    submitted_at: datetime


@dataclass(frozen=True)
class PublicReport(ListedReport):
    """A report as its public page shows it. `lead_ref` is set where it was merged into another."""

    due_at: datetime | None = None
    paused_at: datetime | None = None
    supporters: int = 0
    public_lng: float | None = None
    public_lat: float | None = None
    unit: PublicUnit | None = None
    lead_ref: str | None = None


_LISTED = (_R.c.id, _R.c.ref, _R.c.state, _R.c.category, _R.c.area_code, _R.c.submitted_at)


def page_of_public_reports(
    session: Session, wanted: PublicFilter, cursor: str | None = None
) -> Page[ListedReport]:
    """The newest first; one query whatever the length of the table."""
    page = page_of_rows(
        session,
        _list_of(wanted),
        order=(_R.c.submitted_at, _R.c.id),
        cursor=cursor,
        size=PAGE_SIZE,
    )
    return Page([ListedReport(*row) for row in page.items], page.next, page.previous)


@lru_cache(maxsize=256)
def _list_of(wanted: PublicFilter) -> Select[*tuple[Any, ...]]:
    return visible(select(*_LISTED), wanted)


_ONE = (
    select(
        *_LISTED,
        _R.c.due_at,
        _R.c.paused_at,
        _R.c.supporters,
        _R.c.public_lng,
        _R.c.public_lat,
        _U.c.code,
        _U.c.name_zh_hans,
        _U.c.name_en,
        _U.c.name_zh_hant,
        _LEAD.c.ref,
    )
    .select_from(_R.outerjoin(_U, _U.c.id == _R.c.unit_id).outerjoin(_LEAD, _LEAD.c.id == _R.c.lead_id))
    .where(_R.c.ref == bindparam("ref"), _R.c.visibility == Visibility.PUBLIC)
)


def get_public_report(session: Session, ref: str) -> PublicReport:
    """Raises NotFound, for a hidden report too: its existence is nobody's business."""
    row = session.execute(_ONE, {"ref": ref}).one_or_none()
    if row is None:
        raise NotFound
    *facts, code, zh_hans, en, zh_hant, lead = row
    unit = PublicUnit(code, Label(zh_hans, en, zh_hant)) if code else None
    return PublicReport(*(*facts, unit, lead))


_VERSION = select(
    _R.c.row_version,
    select(func.max(_P.c.changed_at))
    .select_from(_LINK.join(_P, _P.c.id == _LINK.c.photo_id))
    .where(_LINK.c.report_id == _R.c.id)
    .correlate(_R)
    .scalar_subquery(),
).where(_R.c.ref == bindparam("ref"), _R.c.visibility == Visibility.PUBLIC)


def find_public_version(session: Session, ref: str) -> str | None:
    """Changes whenever the public page of the report does; None where there is no such page."""
    row = session.execute(_VERSION, {"ref": ref}).one_or_none()
    return None if row is None else f"{row[0]} {row[1]}"


@dataclass(frozen=True)
class PublicEvent:
    """One step of a history. The `reason`, which is for staff, is not read and stays empty."""

    action: ReportAction
    party: Party
    note: str
    data: Mapping[str, Any]
    at: datetime
    reason: str = ""


_STEPS = (
    select(_E.c.action, _E.c.party, _E.c.note, _E.c.data, _E.c.at)
    .where(_E.c.report_id == bindparam("report_id"))
    .order_by(_E.c.seq)
)


def list_public_events(session: Session, report: PublicReport) -> Sequence[PublicEvent]:
    """The history without what is for staff only, oldest first."""
    return [PublicEvent(*row) for row in session.execute(_STEPS, {"report_id": report.id})]


@dataclass(frozen=True)
class PhotoRow:
    """One photo of a report with what a page needs to show it; sizes are of the upright original."""

    report_id: int
    kind: PhotoKind
    round: int
    ref: str
    state: PhotoState
    width: int | None
    height: int | None


_PHOTOS = (
    select(_LINK.c.report_id, _LINK.c.kind, _LINK.c.round, _P.c.ref, _P.c.state, _P.c.width, _P.c.height)
    .select_from(_LINK.join(_P, _P.c.id == _LINK.c.photo_id))
    .where(
        _LINK.c.report_id.in_(bindparam("ids", expanding=True)),
        _LINK.c.kind.in_(bindparam("kinds", expanding=True)),
    )
    .order_by(_LINK.c.round, _LINK.c.position, _LINK.c.id)
)


def list_photo_rows(
    session: Session, report_ids: Collection[int], *kinds: PhotoKind
) -> dict[int, list[PhotoRow]]:
    """Photos by report id, in order; one query for a whole page of reports."""
    rows: dict[int, list[PhotoRow]] = {number: [] for number in report_ids}
    if rows:
        wanted: dict[str, Any] = {"ids": list(rows), "kinds": kinds or tuple(PhotoKind)}
        for row in session.execute(_PHOTOS, wanted):
            rows[row[0]].append(PhotoRow(*row))
    return rows


def visible(statement: S, wanted: PublicFilter) -> S:
    """`statement` over the table of reports, for what everybody may see and the reader asked for."""
    statement = statement.where(_R.c.visibility == Visibility.PUBLIC)
    if wanted.category:
        statement = statement.where(_R.c.category == wanted.category)
    if wanted.area:
        column = _R.c.district_code if len(wanted.area) == DISTRICT_DIGITS else _R.c.area_code
        statement = statement.where(column == wanted.area)
    return statement.where(_R.c.state.in_(wanted.states))
