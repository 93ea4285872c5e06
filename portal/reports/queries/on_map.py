"""Points for maps: as coarse as the public may see them, and as many as a map can show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Select, desc, select, union_all
from sqlalchemy.orm import Session

from portal.reports.map_cells import BBox, cells_in
from portal.reports.models import Report
from portal.reports.queries.public import PublicFilter, visible
from portal.reports.types import ReportState

MAP_LIMIT = 500
"""Points on one view of a map: more could neither be told apart nor tapped."""
_MOST_CELLS = 16
_R = Report.__table__
_COLUMNS = (_R.c.ref, _R.c.state, _R.c.category, _R.c.public_lng, _R.c.public_lat, _R.c.submitted_at)
_NEWEST = (_R.c.submitted_at.desc(), _R.c.id.desc())


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
    shown = visible(select(*_COLUMNS, _R.c.id), wanted).where(_R.c.public_lng.is_not(None))
    cells = None
    if bbox is not None:
        west, south, east, north = bbox
        shown = shown.where(_R.c.public_lng.between(west, east), _R.c.public_lat.between(south, north))
        cells = cells_in(bbox, _MOST_CELLS)
    if cells is None:
        return _points(session, shown.order_by(*_NEWEST))
    # Each cell comes from its index newest first, and the database merges them: it reads what it returns.
    merged = union_all(*(shown.where(_R.c.map_cell == cell) for cell in cells))
    return _points(session, merged.order_by(desc("submitted_at"), desc("id")))


def _points(session: Session, newest: Select[Any] | CompoundSelect[Any]) -> list[MapPoint]:
    return [MapPoint(*row[:-1]) for row in session.execute(newest.limit(MAP_LIMIT))]
