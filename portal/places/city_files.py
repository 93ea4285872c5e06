"""A city's own geography: `areas.geojson` and `sites.geojson` in one folder, checked before loading."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.core.i18n import Label
from portal.places.geometry import GeometryError, Pair, Shape, centroid, touched
from portal.places.types import LEVEL_OF_DIGITS, AreaLevel, SiteKind


class CityFileError(ValueError):
    """A file of the city cannot be used; the message names file, feature and reason."""


@dataclass(frozen=True)
class CityArea:
    code: str
    level: AreaLevel
    parent_code: str | None
    name: Label
    centre: Pair
    shape: Shape
    boundary: dict[str, Any]


@dataclass(frozen=True)
class CitySite:
    kind: SiteKind
    area_code: str
    name: Label
    at: Pair


@dataclass(frozen=True)
class CityFiles:
    """Exactly one city, with the divisions inside it (parents first) and its landmarks."""

    areas: tuple[CityArea, ...]
    sites: tuple[CitySite, ...]

    @property
    def city(self) -> CityArea:
        return self.areas[0]


def read_city(folder: Path) -> CityFiles:
    areas = _read_areas(folder / "areas.geojson")
    return CityFiles(areas, _read_sites(folder / "sites.geojson", areas))


def features(path: Path) -> list[dict[str, Any]]:
    try:
        collection = json.loads(path.read_text(encoding="utf-8"))
        found: list[dict[str, Any]] = collection["features"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CityFileError(f"{path.name}: not a GeoJSON feature collection ({error})") from error
    return found


def _read_areas(path: Path) -> tuple[CityArea, ...]:
    areas: dict[str, CityArea] = {}
    for number, feature in enumerate(features(path), 1):
        try:
            area = _area(feature, areas)
        except (KeyError, TypeError, ValueError) as error:
            raise CityFileError(f"{path.name}: feature {number}: {error!r}") from error
        areas[area.code] = area
    cities = [area for area in areas.values() if area.level is AreaLevel.CITY]
    if len(cities) != 1 or next(iter(areas.values())).level is not AreaLevel.CITY:
        raise CityFileError(f"{path.name}: wants exactly one city, as the first feature; found {len(cities)}")
    return tuple(areas.values())


def _area(feature: dict[str, Any], known: dict[str, CityArea]) -> CityArea:
    properties, geometry = feature["properties"], feature["geometry"]
    code = str(properties["code"])
    level = LEVEL_OF_DIGITS.get(len(code))
    if level is None or level is not AreaLevel(properties["level"]) or code in known:
        raise ValueError(f"code {code} does not fit the level or is there twice")
    parent = next((code[:n] for n in (6, 4) if n < len(code) and code[:n] in known), None)
    if parent is None and level is not AreaLevel.CITY:
        raise ValueError(f"code {code} lies in nothing that came before")
    shape = Shape.from_geojson(geometry)
    centre = properties.get("label") or centroid(shape)
    name = Label.of(properties["name"])
    return CityArea(code, level, parent, name, (centre[0], centre[1]), shape, geometry)


def _read_sites(path: Path, areas: tuple[CityArea, ...]) -> tuple[CitySite, ...]:
    streets = [(area.code, area.shape) for area in areas if area.level is AreaLevel.STREET]
    sites = []
    for number, feature in enumerate(features(path), 1):
        try:
            lng, lat = feature["geometry"]["coordinates"]
            codes = touched(streets, (lng, lat))
            if not codes:
                raise GeometryError("lies in no street or town")
            properties = feature["properties"]
            kind, name = SiteKind(properties["kind"]), Label.of(properties["name"])
        except (KeyError, TypeError, ValueError) as error:
            raise CityFileError(f"{path.name}: feature {number}: {error!r}") from error
        sites.append(CitySite(kind, codes[0], name, (lng, lat)))
    return tuple(sites)
