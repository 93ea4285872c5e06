"""The grid of the map: a report knows its cell, so that a part of the map costs what it shows."""

from __future__ import annotations

from math import floor

BBox = tuple[float, float, float, float]
"""West, south, east, north, in degrees of WGS-84."""

CELL_DEGREES = 0.02
"""About two kilometres: a phone's map at street level touches one to six cells."""
_COLUMN = 100_000


def cell_of(lng: float, lat: float) -> int:
    return floor((lng + 180) / CELL_DEGREES) * _COLUMN + floor((lat + 90) / CELL_DEGREES)


def cells_in(bbox: BBox, most: int) -> tuple[int, ...] | None:
    """The cells that a box touches; None where they are more than `most` (or the box is none)."""
    west, south, east, north = bbox
    columns = range(floor((west + 180) / CELL_DEGREES), floor((east + 180) / CELL_DEGREES) + 1)
    rows = range(floor((south + 90) / CELL_DEGREES), floor((north + 90) / CELL_DEGREES) + 1)
    if not 0 < len(columns) * len(rows) <= most:
        return None
    return tuple(column * _COLUMN + row for column in columns for row in rows)
