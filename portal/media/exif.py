"""Reads the three facts of a photo's EXIF that the portal uses: which way up, when, where.

A reader of our own for three reasons: the web process needs the place at once (to fill the form when the
phone runs no JavaScript) and loads no image library; it answers nonsense with "unknown" and never raises;
it reads nothing else.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal

from portal.media.types import PhotoPosition

_IN_EXIF_IFD, _IN_GPS_IFD = 0x8769, 0x8825
_ORIENTATION, _CHANGED = 0x0112, 0x0132
_TAKEN, _OFFSET = 0x9003, 0x9011
_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE, _ERROR = 1, 2, 3, 4, 31
_UNIT_LENGTH = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8}
_ASCII, _SHORT, _LONG, _RATIONAL, _SIGNED_RATIONAL = 2, 3, 4, 5, 10
_MOST_ENTRIES = 300
_MOST_UNITS = 64
_WORST_ERROR_M = 100_000.0
_MOMENT = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)(?:([+-])(\d\d):(\d\d))?", re.ASCII)

_Value = str | tuple[float, ...]


@dataclass(frozen=True)
class ExifFacts:
    orientation: int = 1
    """1 to 8 as EXIF numbers them; 1 is upright."""
    taken: datetime | None = None
    """Local time of the camera; aware if the camera wrote its zone, else naive."""
    position: PhotoPosition | None = None


def read_exif(tiff: bytes | None) -> ExifFacts:
    if not tiff or tiff[:4] not in (b"II*\0", b"MM\0*"):
        return ExifFacts()
    block = _Tiff(tiff)
    main = block.directory(block.number(4, 4))
    detail = block.directory(_pointer(main, _IN_EXIF_IFD))
    gps = block.directory(_pointer(main, _IN_GPS_IFD))
    return ExifFacts(_orientation(main), _taken(main, detail), _position(gps))


class _Tiff:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._little = data[:2] == b"II"

    def number(self, at: int, length: int, *, signed: bool = False) -> int:
        order: Literal["little", "big"] = "little" if self._little else "big"
        return int.from_bytes(self._data[at : at + length], order, signed=signed)

    def directory(self, at: int) -> dict[int, _Value]:
        if not 8 <= at < len(self._data) - 2:
            return {}
        values: dict[int, _Value] = {}
        for index in range(min(self.number(at, 2), _MOST_ENTRIES)):
            entry = at + 2 + 12 * index
            value = self._value(entry)
            if value:
                values.setdefault(self.number(entry, 2), value)
        return values

    def _value(self, entry: int) -> _Value | None:
        kind, count = self.number(entry + 2, 2), self.number(entry + 4, 4)
        unit = _UNIT_LENGTH.get(kind)
        if unit is None or not 0 < count <= _MOST_UNITS:
            return None
        start = entry + 8 if unit * count <= 4 else self.number(entry + 8, 4)
        if start + unit * count > len(self._data):
            return None
        if kind == _ASCII:
            return self._data[start : start + count].split(b"\0")[0].decode("ascii", "replace")
        if kind in (_SHORT, _LONG):
            return tuple(float(self.number(start + unit * i, unit)) for i in range(count))
        if kind in (_RATIONAL, _SIGNED_RATIONAL):
            return self._fractions(start, count, signed=kind == _SIGNED_RATIONAL)
        return None

    def _fractions(self, start: int, count: int, *, signed: bool) -> tuple[float, ...] | None:
        parts = [
            (self.number(at, 4, signed=signed), self.number(at + 4, 4, signed=signed))
            for at in range(start, start + 8 * count, 8)
        ]
        if any(below == 0 for _, below in parts):
            return None
        return tuple(above / below for above, below in parts)


def _pointer(directory: dict[int, _Value], tag: int) -> int:
    value = directory.get(tag)
    return int(value[0]) if isinstance(value, tuple) else 0


def _orientation(main: dict[int, _Value]) -> int:
    value = _pointer(main, _ORIENTATION)
    return value if 1 <= value <= 8 else 1


def _taken(main: dict[int, _Value], detail: dict[int, _Value]) -> datetime | None:
    written, offset = detail.get(_TAKEN) or main.get(_CHANGED), detail.get(_OFFSET)
    return parse_moment(f"{written}{offset}" if isinstance(offset, str) else str(written))


def parse_moment(written: str) -> datetime | None:
    """A moment as EXIF writes it, `2026:05:04 08:30:00`, with or without a zone `+08:00` right behind it."""
    found = _MOMENT.match(written)
    if found is None:
        return None
    *parts, sign, hours, minutes = found.groups()
    try:
        year, month, day, hour, minute, second = (int(part) for part in parts)
        moment = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 -- EXIF has no zone
    except ValueError:
        return None
    if sign is None or int(hours) > 14:
        return moment
    east = timedelta(hours=int(hours), minutes=int(minutes))
    return moment.replace(tzinfo=timezone(-east if sign == "-" else east))


def _position(gps: dict[int, _Value]) -> PhotoPosition | None:
    lat = _degrees(gps.get(_LATITUDE), gps.get(_LATITUDE_REF), 90.0, "S")
    lng = _degrees(gps.get(_LONGITUDE), gps.get(_LONGITUDE_REF), 180.0, "W")
    if lat is None or lng is None or (lat == 0 and lng == 0):  # cameras without a fix write zeros
        return None
    error = gps.get(_ERROR)
    metres = error[0] if isinstance(error, tuple) and 0 < error[0] < _WORST_ERROR_M else None
    return PhotoPosition(lng=round(lng, 7), lat=round(lat, 7), error_m=metres)


def _degrees(value: _Value | None, side: _Value | None, most: float, negative: str) -> float | None:
    if not isinstance(value, tuple) or len(value) != 3 or not isinstance(side, str):
        return None
    degrees = value[0] + value[1] / 60 + value[2] / 3600
    if not 0 <= degrees <= most:
        return None
    return -degrees if side.upper().startswith(negative) else degrees
