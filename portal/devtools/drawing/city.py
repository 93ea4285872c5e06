"""Puts the drawn city on the earth and writes its GeoJSON files."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from portal.devtools.drawing.borders import Borders, around
from portal.devtools.drawing.curves import Line, band, spline, thin
from portal.devtools.drawing.features import Drawn, draw_bank, draw_land, draw_roads, draw_water, outline

Spec = Mapping[str, Any]
KM_PER_DEGREE = 111.195
MIDDLE_KM = 15.0
LOCALES = ("zh_Hans", "en", "zh_Hant")
NOTE = "Fictitious. Drawn from plan.yaml by `flask --app wsgi devtools draw-city`; do not edit."


class Ground:
    """Kilometres of the plan to degrees of WGS-84, five decimals (about a metre)."""

    def __init__(self, origin: Spec) -> None:
        self._lng, self._lat = float(origin["lng"]), float(origin["lat"])
        self._km_per_lng = KM_PER_DEGREE * math.cos(math.radians(self._lat + MIDDLE_KM / KM_PER_DEGREE))

    def pair(self, at: tuple[float, float]) -> list[float]:
        return [round(self._lng + at[0] / self._km_per_lng, 5), round(self._lat + at[1] / KM_PER_DEGREE, 5)]

    def line(self, line: Line) -> list[list[float]]:
        pairs = [self.pair(point) for point in line]
        return [pair for i, pair in enumerate(pairs) if i == 0 or pair != pairs[i - 1]]


def names_of(spec: Spec) -> dict[str, str]:
    return dict(zip(LOCALES, spec["name"], strict=True)) if "name" in spec else {}


def draw_city(plan: Spec) -> dict[str, dict[str, Any]]:
    """All files of the city by name: areas, water, land, roads, sites. The same plan gives the same files."""
    ground = Ground(plan["origin"])
    river = spline(plan["river"]["line"])
    wet = [thin(band(river, lambda _: 0.42), 0.01), *(outline(lake, 0.09) for lake in plan["water"])]
    parks = [outline(green, 0.04) for green in plan["green"]]
    bank = draw_bank(plan, river)
    drawn = {
        "water": draw_water(plan, river),
        "land": draw_land(plan, wet, bank),
        "roads": draw_roads(plan, [*wet, *parks, bank]),
    }
    files = {name: _file([_feature(ground, one) for one in things]) for name, things in drawn.items()}
    files["areas"] = _file(_areas(plan, Borders(plan, river), ground))
    files["sites"] = _file([_site(ground, site) for site in plan["sites"]])
    return files


def _file(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "note": NOTE, "features": features}


def _feature(ground: Ground, drawn: Drawn) -> dict[str, Any]:
    lines = [ground.line(line) for line in drawn.lines]
    coordinates: Any = lines if drawn.shape == "Polygon" else lines[0]
    properties: dict[str, Any] = {"kind": drawn.kind, **drawn.extra}
    if "name" in drawn.spec:
        properties["name"] = names_of(drawn.spec)
    if "label" in drawn.spec:
        properties["label"] = ground.pair(drawn.spec["label"])
    if "height_m" in drawn.spec:
        properties |= {"height_m": drawn.spec["height_m"], "label": ground.pair(drawn.spec["centre"])}
    geometry = {"type": drawn.shape, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _site(ground: Ground, site: Spec) -> dict[str, Any]:
    properties = {"kind": site["kind"], "name": names_of(site)}
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Point", "coordinates": ground.pair(site["at"])},
    }


def _areas(plan: Spec, borders: Borders, ground: Ground) -> list[dict[str, Any]]:
    streets = plan["streets"]
    features = [_area(ground, plan["city"], "city", borders.ring(around(s["border"] for s in streets)))]
    for district in plan["districts"]:
        parts = [s["border"] for s in streets if s["code"].startswith(district["code"])]
        features.append(_area(ground, district, "district", borders.ring(around(parts))))
    features += [_area(ground, street, "street", borders.ring(street["border"])) for street in streets]
    return features


def _area(ground: Ground, spec: Spec, level: str, ring: Line) -> dict[str, Any]:
    properties: dict[str, Any] = {"code": spec["code"], "level": level, "name": names_of(spec)}
    if "label" in spec:
        properties["label"] = ground.pair(spec["label"])
    geometry = {"type": "Polygon", "coordinates": [ground.line(ring)]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def render(collection: Mapping[str, Any]) -> str:
    """One feature a line, so that a changed road is one changed line in a review."""
    rows = (json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in collection["features"])
    features, head = ",\n".join(rows), json.dumps(collection["note"])
    return f'{{"type":"FeatureCollection","note":{head},"features":[\n{features}\n]}}\n'


def draw_folder(folder: Path) -> list[Path]:
    """Read `plan.yaml` in the folder and write the files beside it. Returns what was written."""
    plan = yaml.safe_load((folder / "plan.yaml").read_text(encoding="utf-8"))
    written = []
    for name, collection in draw_city(plan).items():
        path = folder / f"{name}.geojson"
        path.write_text(render(collection), encoding="utf-8")
        written.append(path)
    return written
