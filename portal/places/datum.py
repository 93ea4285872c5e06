"""WGS-84 to GCJ-02 and back, distances, and rounding for the public.

GCJ-02 is WGS-84 plus a smooth shift defined by published series of sines over a Krasovsky ellipsoid. The way
back has no formula: we step until the forward conversion lands on the point given.
"""

from __future__ import annotations

import math
from dataclasses import replace

from portal.places.types import Datum, Point, in_china

_AXIS_M = 6378245.0
_ECCENTRICITY = 0.00669342162296594323
_EARTH_M = 6371008.8
_METRES_PER_DEGREE = math.pi * _EARTH_M / 180
_CLOSE_DEGREES = 1e-9
_STEPS = 12


def _waves(x: float) -> float:
    return (20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)) * 2 / 3


def _north_shift(x: float, y: float) -> float:
    shift = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + _waves(x)
    shift += (20 * math.sin(y * math.pi) + 40 * math.sin(y / 3 * math.pi)) * 2 / 3
    return shift + (160 * math.sin(y / 12 * math.pi) + 320 * math.sin(y * math.pi / 30)) * 2 / 3


def _east_shift(x: float, y: float) -> float:
    shift = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + _waves(x)
    shift += (20 * math.sin(x * math.pi) + 40 * math.sin(x / 3 * math.pi)) * 2 / 3
    return shift + (150 * math.sin(x / 12 * math.pi) + 300 * math.sin(x / 30 * math.pi)) * 2 / 3


def _shift(lng: float, lat: float) -> tuple[float, float]:
    """How far GCJ-02 lies from WGS-84 here, in degrees (east, north)."""
    north, east = _north_shift(lng - 105, lat - 35), _east_shift(lng - 105, lat - 35)
    radians = math.radians(lat)
    magic = 1 - _ECCENTRICITY * math.sin(radians) ** 2
    root = math.sqrt(magic)
    north = north * 180 / (_AXIS_M * (1 - _ECCENTRICITY) / (magic * root) * math.pi)
    east = east * 180 / (_AXIS_M / root * math.cos(radians) * math.pi)
    return east, north


def to_gcj02(point: Point) -> Point:
    """The same place in GCJ-02. Outside China the numbers do not change."""
    if point.datum is Datum.GCJ02:
        return point
    if not in_china(point.lng, point.lat):
        return replace(point, datum=Datum.GCJ02)
    east, north = _shift(point.lng, point.lat)
    return replace(point, lng=point.lng + east, lat=point.lat + north, datum=Datum.GCJ02)


def to_wgs84(point: Point) -> Point:
    """The same place in WGS-84, to well under a metre."""
    if point.datum is Datum.WGS84:
        return point
    if not in_china(point.lng, point.lat):
        return replace(point, datum=Datum.WGS84)
    lng, lat = point.lng, point.lat
    for _ in range(_STEPS):
        east, north = _shift(lng, lat)
        miss_lng, miss_lat = lng + east - point.lng, lat + north - point.lat
        lng, lat = lng - miss_lng, lat - miss_lat
        if abs(miss_lng) < _CLOSE_DEGREES and abs(miss_lat) < _CLOSE_DEGREES:
            break
    return replace(point, lng=lng, lat=lat, datum=Datum.WGS84)


def distance_m(a: Point, b: Point) -> float:
    """Metres along the ground. Both points must be in one datum: else the answer is wrong by a street."""
    if a.datum is not b.datum:
        raise ValueError("distance between points in different datums")
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half_lat, half_lng = (lat_b - lat_a) / 2, math.radians(b.lng - a.lng) / 2
    h = math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lng) ** 2
    return 2 * _EARTH_M * math.asin(min(1.0, math.sqrt(h)))


def metres_per_degree(lat: float) -> tuple[float, float]:
    """Length of a degree of (longitude, latitude) here."""
    return _METRES_PER_DEGREE * math.cos(math.radians(lat)), _METRES_PER_DEGREE


def public_point(point: Point, precision_m: int) -> Point:
    """The corner of a grid of `precision_m` metres nearest to the point: what the public may see.

    The same place always gives the same corner, so repeated reports cannot be averaged into a position.
    """
    if precision_m <= 0:
        return replace(point, accuracy_m=None)
    step_lat = precision_m / _METRES_PER_DEGREE
    lat = round(round(point.lat / step_lat) * step_lat, 6)
    step_lng = precision_m / max(metres_per_degree(lat)[0], 1.0)
    lng = round(round(point.lng / step_lng) * step_lng, 6)
    return replace(point, lng=lng, lat=lat, accuracy_m=float(precision_m))
