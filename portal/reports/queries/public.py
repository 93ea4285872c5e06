"""What the public sees: visible reports, public photos, plain timelines. Never the reporter's row."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, load_only

from portal.core.errors import NotFound
from portal.core.paging import Page, page_of
from portal.media.models import Photo
from portal.media.types import PhotoState
from portal.reports.models import Report, ReportEvent, ReportPhoto
from portal.reports.types import PhotoKind, ReportState, Visibility

PAGE_SIZE = 24
DISTRICT_DIGITS = 6


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


MAP_LIMIT = 2000
BBox = tuple[float, float, float, float]


def list_on_map(
    session: Session, wanted: PublicFilter, bbox: BBox | None = None, limit: int = MAP_LIMIT
) -> Sequence[Report]:
    """The newest visible reports with a rounded position, at most `limit`.

    `bbox` is west, south, east, north.
    """
    statement = _visible(
        select(Report).options(
            load_only(
                Report.ref,
                Report.state,
                Report.category,
                Report.public_lng,
                Report.public_lat,
                Report.submitted_at,
            )
        ),
        wanted,
    ).where(Report.public_lng.is_not(None))
    if bbox is not None:
        west, south, east, north = bbox
        statement = statement.where(
            Report.public_lng.between(west, east), Report.public_lat.between(south, north)
        )
    return session.scalars(
        statement.order_by(Report.submitted_at.desc(), Report.id.desc()).limit(limit)
    ).all()


def _visible(statement: Select[Report], wanted: PublicFilter) -> Select[Report]:
    statement = statement.where(Report.visibility == Visibility.PUBLIC)
    if wanted.category:
        statement = statement.where(Report.category == wanted.category)
    if wanted.area:
        column = Report.district_code if len(wanted.area) == DISTRICT_DIGITS else Report.area_code
        statement = statement.where(column == wanted.area)
    return statement.where(Report.state.in_(wanted.states))
