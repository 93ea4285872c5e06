"""What the public sees: visible reports, public photos, plain timelines. Never the reporter's row."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, func, select, union_all
from sqlalchemy.orm import Session, joinedload, load_only

from portal.core.errors import NotFound
from portal.core.paging import Page, page_of
from portal.media.models import Photo
from portal.media.types import PhotoState
from portal.reports.map_cells import BBox, cells_in
from portal.reports.models import Report, ReportEvent, ReportPhoto
from portal.reports.types import PhotoKind, ReportState, Visibility

PAGE_SIZE = 24
DISTRICT_DIGITS = 6


S = TypeVar("S", bound=Select[*tuple[Any, ...]])

SHOWN_STATES = tuple(s for s in ReportState if s not in (ReportState.WITHDRAWN, ReportState.MERGED))
"""What lists and maps show; a withdrawn or merged report can still be opened by its number."""


@dataclass(frozen=True)
class PublicFilter:
    """What a reader asks for. `states` are those behind one plain word (open, done, ended)."""

    category: str | None = None
    area: str | None = None
    states: tuple[ReportState, ...] = SHOWN_STATES


def page_of_public_reports(session: Session, wanted: PublicFilter, cursor: str | None = None) -> Page[Report]:
    """The newest first, with their units; one query whatever the length of the table."""
    statement = _visible(select(Report).options(joinedload(Report.unit)), wanted)
    return page_of(session, statement, order=(Report.submitted_at, Report.id), cursor=cursor, size=PAGE_SIZE)


def get_public_report(session: Session, ref: str) -> Report:
    """Raises NotFound, for a hidden report too: its existence is nobody's business."""
    found = session.scalars(
        select(Report)
        .where(Report.ref == ref, Report.visibility == Visibility.PUBLIC)
        .options(joinedload(Report.unit), joinedload(Report.lead).load_only(Report.ref, Report.state))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


_VERSION = select(
    Report.row_version,
    select(func.max(Photo.changed_at))
    .join(ReportPhoto, ReportPhoto.photo_id == Photo.id)
    .where(ReportPhoto.report_id == Report.id)
    .correlate(Report)
    .scalar_subquery(),
).where(Report.ref == bindparam("ref"), Report.visibility == Visibility.PUBLIC)


def find_public_version(session: Session, ref: str) -> str | None:
    """Changes whenever the public page of the report does; None where there is no such page."""
    row = session.execute(_VERSION, {"ref": ref}).one_or_none()
    return None if row is None else f"{row[0]} {row[1]}"


def list_public_events(session: Session, report: Report) -> Sequence[ReportEvent]:
    """The history without what is for staff only, oldest first."""
    return session.scalars(
        select(ReportEvent)
        .where(ReportEvent.report_id == report.id)
        .options(
            load_only(
                ReportEvent.seq,
                ReportEvent.action,
                ReportEvent.from_state,
                ReportEvent.to_state,
                ReportEvent.party,
                ReportEvent.note,
                ReportEvent.data,
                ReportEvent.at,
            )
        )
        .order_by(ReportEvent.seq)
    ).all()


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


def list_photo_rows(
    session: Session, report_ids: Collection[int], *kinds: PhotoKind
) -> dict[int, list[PhotoRow]]:
    """Photos by report id, in order; one query for a whole page of reports."""
    rows: dict[int, list[PhotoRow]] = {number: [] for number in report_ids}
    if rows:
        found = session.execute(
            select(
                ReportPhoto.report_id,
                ReportPhoto.kind,
                ReportPhoto.round,
                Photo.ref,
                Photo.state,
                Photo.width,
                Photo.height,
            )
            .join(Photo, Photo.id == ReportPhoto.photo_id)
            .where(ReportPhoto.report_id.in_(rows), ReportPhoto.kind.in_(kinds or tuple(PhotoKind)))
            .order_by(ReportPhoto.round, ReportPhoto.position, ReportPhoto.id)
        )
        for row in found:
            rows[row.report_id].append(PhotoRow(*row))
    return rows


MAP_LIMIT = 500
"""Points on one view of a map: more could neither be told apart nor tapped."""
_MOST_CELLS = 16


@dataclass(frozen=True)
class MapPoint:
    """One report on a map, where the public may see it."""

    ref: str
    state: ReportState
    category: str
    lng: float
    lat: float
    submitted_at: datetime


def list_on_map(session: Session, wanted: PublicFilter, bbox: BBox | None = None) -> list[MapPoint]:
    """The newest visible reports with a position, at most `MAP_LIMIT`.

    A small box reads the newest of each cell that it touches; a large one the newest of all, as it holds
    a good part of them anyway. So neither grows with the table.
    """
    newest, cells = _points(wanted).where(Report.public_lng.is_not(None)), None
    if bbox is not None:
        west, south, east, north = bbox
        newest = newest.where(Report.public_lng.between(west, east), Report.public_lat.between(south, north))
        cells = cells_in(bbox, _MOST_CELLS)
    if cells is None:
        rows = session.execute(newest.order_by(*_NEWEST).limit(MAP_LIMIT))
    else:
        parts = [newest.where(Report.map_cell == c).order_by(*_NEWEST).limit(MAP_LIMIT) for c in cells]
        found = union_all(*(select(part.subquery()) for part in parts)).subquery()
        rows = session.execute(
            select(found).order_by(found.c.submitted_at.desc(), found.c.id.desc()).limit(MAP_LIMIT)
        )
    return [MapPoint(*row[:-1]) for row in rows]


_NEWEST = (Report.submitted_at.desc(), Report.id.desc())


def _points(wanted: PublicFilter) -> Select[*tuple[Any, ...]]:
    columns = (
        Report.ref,
        Report.state,
        Report.category,
        Report.public_lng,
        Report.public_lat,
        Report.submitted_at,
        Report.id,
    )
    return _visible(select(*columns), wanted)


def _visible(statement: S, wanted: PublicFilter) -> S:
    statement = statement.where(Report.visibility == Visibility.PUBLIC)
    if wanted.category:
        statement = statement.where(Report.category == wanted.category)
    if wanted.area:
        column = Report.district_code if len(wanted.area) == DISTRICT_DIGITS else Report.area_code
        statement = statement.where(column == wanted.area)
    return statement.where(Report.state.in_(wanted.states))
