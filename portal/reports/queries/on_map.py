"""Points for maps: as coarse as the public may see them, and as many as a map can show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, union_all
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
    shown = visible(select(*_COLUMNS), wanted).where(_R.c.public_lng.is_not(None)).order_by(*_NEWEST)
    cells = None
    if bbox is not None:
        west, south, east, north = bbox
        shown = shown.where(_R.c.public_lng.between(west, east), _R.c.public_lat.between(south, north))
        cells = cells_in(bbox, _MOST_CELLS)
    if cells is None:
        return [MapPoint(*row) for row in session.execute(shown.limit(MAP_LIMIT))]
    # First which, from the index alone, then what they are: 500 rows are read, not 500 of each cell.
    keys = shown.with_only_columns(_R.c.submitted_at, _R.c.id).limit(MAP_LIMIT)
    found = union_all(*(select(keys.where(_R.c.map_cell == cell).subquery()) for cell in cells)).subquery()
    newest = select(found.c.id).order_by(found.c.submitted_at.desc(), found.c.id.desc()).limit(MAP_LIMIT)
    rows = session.execute(select(*_COLUMNS).where(_R.c.id.in_(newest)).order_by(*_NEWEST))
    return [MapPoint(*row) for row in rows]
