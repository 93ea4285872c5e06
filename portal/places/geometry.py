"""Which area holds a point. Areas are GeoJSON polygons; coordinates are (longitude, latitude) in WGS-84."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from portal.places.datum import metres_per_degree

Pair = tuple[float, float]
Ring = tuple[Pair, ...]
Polygon = tuple[Ring, ...]
BBox = tuple[float, float, float, float]

_MIN_RING = 4
_ON_EDGE_DEGREES = 1e-12


class GeometryError(ValueError):
    """The GeoJSON is not a polygon or multipolygon that we can use; the message says why."""


@dataclass(frozen=True)
class Shape:
    """A multipolygon: in each polygon the first ring is the outside, the others are holes."""

    polygons: tuple[Polygon, ...]
    bbox: BBox

    @classmethod
    def from_geojson(cls, geometry: dict[str, Any]) -> Shape:
        """Raises GeometryError for anything but a closed Polygon or MultiPolygon."""
        kind, coordinates = geometry.get("type"), geometry.get("coordinates")
        if kind not in ("Polygon", "MultiPolygon") or not coordinates:
            raise GeometryError(f"not a polygon: {kind}")
        parts = [coordinates] if kind == "Polygon" else coordinates
        polygons = tuple(tuple(_ring(ring) for ring in part) for part in parts)
        return cls(polygons, bbox_of(pair for polygon in polygons for pair in polygon[0]))


def _ring(raw: Sequence[Sequence[float]]) -> Ring:
    ring = tuple((float(pair[0]), float(pair[1])) for pair in raw)
    if len(ring) < _MIN_RING or ring[0] != ring[-1]:
        raise GeometryError("a ring has at least four positions and ends where it began")
    return ring


def bbox_of(pairs: Iterable[Pair]) -> BBox:
    """(west, south, east, north)."""
    lngs, lats = zip(*pairs, strict=True)
    return min(lngs), min(lats), max(lngs), max(lats)


def in_bbox(pair: Pair, bbox: BBox, margin: Pair = (0.0, 0.0)) -> bool:
    return (
        bbox[0] - margin[0] <= pair[0] <= bbox[2] + margin[0]
        and bbox[1] - margin[1] <= pair[1] <= bbox[3] + margin[1]
    )


def _on_segment(pair: Pair, a: Pair, b: Pair) -> bool:
    cross = (b[0] - a[0]) * (pair[1] - a[1]) - (b[1] - a[1]) * (pair[0] - a[0])
    if abs(cross) > _ON_EDGE_DEGREES:
        return False
    return min(a[0], b[0]) <= pair[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= pair[1] <= max(a[1], b[1])


def _in_ring(pair: Pair, ring: Ring) -> bool | None:
    """True inside, False outside, None on the line itself."""
    x, y = pair
    inside = False
    for a, b in pairwise(ring):
        if _on_segment(pair, a, b):
            return None
        if (a[1] > y) != (b[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]:
            inside = not inside
    return inside


def _in_polygon(pair: Pair, polygon: Polygon) -> bool:
    outside = _in_ring(pair, polygon[0])
    if outside is not True:
        return outside is None
    return all(_in_ring(pair, hole) is not True for hole in polygon[1:])


def contains(shape: Shape, pair: Pair) -> bool:
    """True inside or on the border (of a hole too): a point on a shared border is in both areas."""
    return in_bbox(pair, shape.bbox) and any(_in_polygon(pair, polygon) for polygon in shape.polygons)


def border_distance_m(shape: Shape, pair: Pair) -> float:
    """Metres to the nearest border of the shape, from inside or outside, on a plane tangent at the point."""
    scale = metres_per_degree(pair[1])
    nearest = math.inf
    for polygon in shape.polygons:
        for ring in polygon:
            local = [((x - pair[0]) * scale[0], (y - pair[1]) * scale[1]) for x, y in ring]
            for a, b in pairwise(local):
                nearest = min(nearest, _origin_to_segment(a, b))
    return nearest


def _origin_to_segment(a: Pair, b: Pair) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else max(0.0, min(1.0, -(a[0] * dx + a[1] * dy) / length))
    return math.hypot(a[0] + along * dx, a[1] + along * dy)


def touched(shapes: Iterable[tuple[str, Shape]], pair: Pair, radius_m: float = 0.0) -> tuple[str, ...]:
    """Codes of the shapes within `radius_m` of the point, nearest first; the one that holds it comes first.

    More than one code means the radius crosses a border and nobody can say for sure which area it is.
    """
    scale = metres_per_degree(pair[1])
    margin = (radius_m / max(scale[0], 1.0), radius_m / scale[1])
    found: list[tuple[float, str]] = []
    for code, shape in shapes:
        if not in_bbox(pair, shape.bbox, margin):
            continue
        if contains(shape, pair):
            found.append((0.0, code))
        elif radius_m > 0 and (metres := border_distance_m(shape, pair)) <= radius_m:
            found.append((metres, code))
    return tuple(code for _, code in sorted(found))


def centroid(shape: Shape) -> Pair:
    """The balance point of the largest polygon's outside, or the middle of its box where it has no area."""
    ring = max((polygon[0] for polygon in shape.polygons), key=lambda r: abs(_area(r)))
    doubled = 2 * _area(ring)
    if doubled == 0:
        west, south, east, north = bbox_of(ring)
        return (west + east) / 2, (south + north) / 2
    x0, y0 = ring[0]
    sx = sy = 0.0
    for (ax, ay), (bx, by) in pairwise(ring):
        cross = (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
        sx += (ax + bx - 2 * x0) * cross
        sy += (ay + by - 2 * y0) * cross
    return x0 + sx / (3 * doubled), y0 + sy / (3 * doubled)


def _area(ring: Ring) -> float:
    """Signed, in square degrees; measured from the first corner, so that large coordinates lose nothing."""
    x0, y0 = ring[0]
    pairs = pairwise(ring)
    return sum((a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0) for a, b in pairs) / 2
