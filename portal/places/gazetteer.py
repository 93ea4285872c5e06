"""The city's divisions and landmarks as one immutable value: small, asked often, seldom changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from portal.core.i18n import Label, current_locale
from portal.places.datum import to_wgs84
from portal.places.geometry import Shape, touched
from portal.places.types import AreaLevel, Point, SiteKind

MOST_DOUBT_M = 500.0
"""Beyond this accuracy a phone tells the town, not the street; asking about neighbours would not help."""


@dataclass(frozen=True)
class AreaEntry:
    code: str
    level: AreaLevel
    parent_code: str | None
    name: Label
    centre: Point | None = None


@dataclass(frozen=True)
class SiteEntry:
    kind: SiteKind
    area_code: str
    name: Label
    point: Point


@dataclass(frozen=True)
class Found:
    """Divisions at a point: the most likely first, then those its accuracy circle touches as well."""

    codes: tuple[str, ...]


@dataclass(frozen=True)
class Gazetteer:
    """The city and everything in it. Orders are by code, so lists never jump."""

    city: AreaEntry
    areas: Mapping[str, AreaEntry]
    sites: tuple[SiteEntry, ...] = ()
    shapes: Mapping[str, Shape] = field(default_factory=dict)

    @cached_property
    def districts(self) -> tuple[AreaEntry, ...]:
        return tuple(a for a in self.areas.values() if a.level is AreaLevel.DISTRICT)

    def streets(self, parent_code: str) -> tuple[AreaEntry, ...]:
        """All streets and towns below a district, or below the whole city."""
        return tuple(
            a for a in self.areas.values() if a.level is AreaLevel.STREET and a.code.startswith(parent_code)
        )

    def find(self, code: str | None) -> AreaEntry | None:
        return self.areas.get(code) if code else None

    def path(self, code: str | None) -> tuple[AreaEntry, ...]:
        """From the district down to the division itself; empty for the city and for codes not ours."""
        parts = [a for a in self.areas.values() if code and code.startswith(a.code) and a is not self.city]
        return tuple(sorted(parts, key=lambda a: len(a.code)))

    def full_name(self, code: str | None, locale: str | None = None) -> str:
        """`柳桥区鼓楼街道`, or `Gulou Subdistrict, Liuqiao District`; else the city's name."""
        key = (code, locale or current_locale())
        if key not in self._full_names:
            self._full_names[key] = self._full_name(code, key[1])
        return self._full_names[key]

    @cached_property
    def _full_names(self) -> dict[tuple[str | None, str], str]:
        """Names made before: lists ask for the same few hundred again and again."""
        return {}

    def _full_name(self, code: str | None, locale: str) -> str:
        names = [a.name for a in self.path(code)] or [self.city.name]
        first = names[0].text(locale)
        if first.isascii():
            return ", ".join(name.text(locale) for name in reversed(names))
        return "".join(name.text(locale) for name in names)

    def at(self, point: Point) -> Found:
        """Which streets hold a point; its district or the city where no street has a boundary."""
        place = to_wgs84(point)
        radius = min(place.accuracy_m or 0.0, MOST_DOUBT_M)
        for level in (AreaLevel.STREET, AreaLevel.DISTRICT, AreaLevel.CITY):
            shapes = self._shapes_of(level)
            codes = touched(shapes, place.pair, radius)
            if codes:
                return Found(codes)
        return Found(())

    def _shapes_of(self, level: AreaLevel) -> Iterable[tuple[str, Shape]]:
        return ((code, shape) for code, shape in self.shapes.items() if self.areas[code].level is level)

    def search(self, words: str, limit: int = 10) -> tuple[AreaEntry | SiteEntry, ...]:
        """Divisions and landmarks whose name in any language holds the words; best first."""
        wanted = words.casefold().replace(" ", "")
        if not wanted:
            return ()
        ranked = []
        for position, (entry, names) in enumerate(self._names):
            at = min((found for name in names if (found := name.find(wanted)) >= 0), default=-1)
            if at >= 0:
                ranked.append((min(at, 1), position, entry))
        return tuple(entry for _, _, entry in sorted(ranked, key=lambda row: row[:2])[:limit])

    @cached_property
    def _names(self) -> tuple[tuple[AreaEntry | SiteEntry, tuple[str, ...]], ...]:
        entries: list[AreaEntry | SiteEntry] = [a for a in self.areas.values() if a is not self.city]
        entries += self.sites
        return tuple((entry, _folded(entry.name)) for entry in entries)


def _folded(name: Label) -> tuple[str, ...]:
    return tuple(text.casefold().replace(" ", "") for text in (name.zh_Hans, name.en, name.zh_Hant))
