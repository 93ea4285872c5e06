"""Points, the kinds of place, and what a form or a phone tells us about where something is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum


class Datum(StrEnum):
    """The frame a coordinate pair is measured in.

    Phones and EXIF give WGS-84 (CGCS2000 differs from it by centimetres). Amap and Tencent maps give GCJ-02,
    which is shifted by 100 to 700 m inside China.
    """

    WGS84 = "wgs84"
    GCJ02 = "gcj02"


class AreaLevel(StrEnum):
    """Levels of administrative division, from the outside in. A code has 2, 4, 6 or 9 digits accordingly."""

    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    STREET = "street"


CODE_DIGITS = {AreaLevel.PROVINCE: 2, AreaLevel.CITY: 4, AreaLevel.DISTRICT: 6, AreaLevel.STREET: 9}
LEVEL_OF_DIGITS = {digits: level for level, digits in CODE_DIGITS.items()}


class SiteKind(StrEnum):
    """What a landmark is. People find their way by these when they have neither map nor position."""

    COMMUNITY = "community"
    VILLAGE = "village"
    GOVERNMENT = "government"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    MARKET = "market"
    MALL = "mall"
    PARK = "park"
    SCENIC = "scenic"
    STATION = "station"
    FACTORY = "factory"
    FARM = "farm"
    HOTEL = "hotel"
    LIBRARY = "library"
    WASTE = "waste"


class PointError(ValueError):
    """These numbers are not a point on the earth, or longitude and latitude were exchanged."""

    def __init__(self, reason: str, *, swapped: bool = False) -> None:
        super().__init__(reason)
        self.swapped = swapped


# The rectangle inside which GCJ-02 is defined. Outside it the two datums are the same.
CHINA_LNG = (72.004, 137.8347)
CHINA_LAT = (0.8293, 55.8271)


def in_china(lng: float, lat: float) -> bool:
    return CHINA_LNG[0] <= lng <= CHINA_LNG[1] and CHINA_LAT[0] <= lat <= CHINA_LAT[1]


@dataclass(frozen=True, kw_only=True)
class Point:
    """One place on the earth: degrees, the datum they are in, and how far off they may be.

    Longitude and latitude can only be given by name, and an exchanged pair of a place in China is refused:
    converted unnoticed it would stay what it was, hundreds of metres from where the reporter stood.
    `accuracy_m` is the radius in metres within which the device was; `None` when nobody said.
    """

    lng: float
    lat: float
    datum: Datum = Datum.WGS84
    accuracy_m: float | None = None

    def __post_init__(self) -> None:
        if not (math.isfinite(self.lng) and math.isfinite(self.lat)):
            raise PointError(f"not numbers: lng={self.lng}, lat={self.lat}")
        outside = abs(self.lng) > 180 or abs(self.lat) > 90
        if in_china(self.lat, self.lng) and (outside or not in_china(self.lng, self.lat)):
            raise PointError(f"lng and lat exchanged: lng={self.lng}, lat={self.lat}", swapped=True)
        if outside:
            raise PointError(f"not on the earth: lng={self.lng}, lat={self.lat}")
        if self.accuracy_m is not None and not (math.isfinite(self.accuracy_m) and self.accuracy_m >= 0):
            raise PointError(f"accuracy must be metres, 0 or more: {self.accuracy_m}")

    @property
    def pair(self) -> tuple[float, float]:
        """(longitude, latitude), the order of GeoJSON."""
        return (self.lng, self.lat)


@dataclass(frozen=True, kw_only=True)
class PlaceInput:
    """Where something is, as a person or a device told it: a point, a division, an address, or several."""

    point: Point | None = None
    area_code: str | None = None
    address: str = ""

    @property
    def empty(self) -> bool:
        return self.point is None and self.area_code is None and not self.address


@dataclass(frozen=True, kw_only=True)
class LocatedPlace:
    """A place that was checked against the city's divisions.

    `area_code` is the smallest division known to hold it. `point` is always WGS-84 and was converted once;
    `original` is what was given, in its own datum. `nearby_codes` are other divisions that the accuracy
    circle touches: non-empty means the division is a best guess and one question would settle it.
    `point_dropped` is true when a point was given that does not lie in the division the person chose.
    """

    area_code: str
    point: Point | None = None
    original: Point | None = None
    address: str = ""
    nearby_codes: tuple[str, ...] = ()
    point_dropped: bool = False

    @property
    def datum(self) -> Datum | None:
        return self.original.datum if self.original else None

    @property
    def accuracy_m(self) -> float | None:
        return self.original.accuracy_m if self.original else None
