"""The city's own base map: the GeoJSON layers of its folder, and the compact form that browsers get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.core.i18n import Label
from portal.places.city_files import features
from portal.places.geometry import BBox, Pair, bbox_of

LAYERS = ("land", "water", "roads", "areas", "sites")
_UNITS = 100_000
"""Whole numbers of a hundred-thousandth of a degree, about a metre, are sent instead of fractions."""

Run = tuple[Pair, ...]


@dataclass(frozen=True)
class Feature:
    """Something drawn: `runs` are rings of a polygon, one line, or one point."""

    layer: str
    kind: str
    runs: tuple[Run, ...]
    name: Label | None
    label: Pair | None
    step: int
    code: str
    bbox: BBox
    note: str = ""


@dataclass(frozen=True)
class BaseMap:
    features: tuple[Feature, ...]
    bbox: BBox

    def of(self, layer: str, *kinds: str) -> Iterator[Feature]:
        return (f for f in self.features if f.layer == layer and (not kinds or f.kind in kinds))


def read_base_map(folder: Path) -> BaseMap:
    """All layers that the folder has; only `areas.geojson` must be there."""
    found = [
        _feature(layer, raw)
        for layer in LAYERS
        if layer == "areas" or (folder / f"{layer}.geojson").exists()
        for raw in features(folder / f"{layer}.geojson")
    ]
    city = next(f for f in found if f.layer == "areas" and f.kind == "city")
    return BaseMap(tuple(found), city.bbox)


def _feature(layer: str, raw: Mapping[str, Any]) -> Feature:
    properties, geometry = raw["properties"], raw["geometry"]
    runs = tuple(_runs(geometry["type"], geometry["coordinates"]))
    label = properties.get("label")
    height = properties.get("height_m")
    return Feature(
        layer=layer,
        kind=str(properties.get("level") or properties.get("kind")),
        runs=runs,
        name=Label.of(properties["name"]) if "name" in properties else None,
        label=(label[0], label[1]) if label else None,
        step=int(properties.get("step", 0)),
        code=str(properties.get("code", "")),
        bbox=bbox_of(pair for run in runs for pair in run),
        note=f"{height} m" if height else "",
    )


def _runs(kind: str, coordinates: Any) -> Iterator[Run]:
    runs = coordinates
    if kind == "Point":
        runs = [[coordinates]]
    elif kind == "LineString":
        runs = [coordinates]
    elif kind == "MultiPolygon":
        runs = [run for part in coordinates for run in part]
    for run in runs:
        yield tuple((float(pair[0]), float(pair[1])) for pair in run)


def compact(base: BaseMap, locale: str) -> dict[str, Any]:
    """What a browser draws: per feature layer, kind, name in one language, and steps between whole numbers.

    A third of the GeoJSON's size. Nameless lines of one kind, such as local streets, become one feature.
    """
    merged: dict[tuple[str, str, int], list[list[int]]] = {}
    rows: list[dict[str, Any]] = []
    for feature in base.features:
        steps = [_steps(run) for run in feature.runs]
        if feature.name is None:
            key = (feature.layer, feature.kind, feature.step)
            if key not in merged:
                merged[key] = []
                rows.append({"l": feature.layer, "k": feature.kind, "s": feature.step, "r": merged[key]})
            merged[key] += steps
            continue
        row: dict[str, Any] = {
            "l": feature.layer,
            "k": feature.kind,
            "n": feature.name.text(locale),
            "r": steps,
        }
        if feature.label:
            row["at"] = _steps((feature.label,))
        if feature.code:
            row["c"] = feature.code
        if feature.note:
            row["m"] = feature.note
        rows.append(row)
    return {"units": _UNITS, "bbox": list(base.bbox), "features": rows}


def _steps(run: Run) -> list[int]:
    """`[x, y, dx, dy, …]`: the first position, then the way from each to the next."""
    found: list[int] = []
    x0 = y0 = 0
    for lng, lat in run:
        x, y = round(lng * _UNITS), round(lat * _UNITS)
        found += (x - x0, y - y0)
        x0, y0 = x, y
    return found
