"""Everything on the map that is not a border: water, hills, parks, fields, roads and local streets."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from portal.devtools.drawing.curves import XY, Line, band, cut, ellipse, inside, roughen, spline, thin

Spec = Mapping[str, Any]
Cell = tuple[int, int]
SHORTEST_STREET_KM = 0.3
CELL_KM = 0.1
FIELD_KM = (0.95, 0.5)


@dataclass
class Drawn:
    """One thing to draw, before it has coordinates on the earth. `shape` is a GeoJSON type."""

    shape: str
    lines: list[Line]
    kind: str
    spec: Spec = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)


def outline(spec: Spec, rough: float = 0.05) -> Line:
    ring = spline(spec["ring"], closed=True)
    seed = "".join(spec["name"]) if "name" in spec else str(spec["ring"])
    return thin(roughen(ring, rough, seed, closed=True), 0.012)


def draw_water(plan: Spec, river: Line) -> list[Drawn]:
    low, high = (float(width) / 1000 for width in plan["river"]["width_m"])
    swell = random.Random("river").uniform(0, 6)  # noqa: S311 -- a drawing, not a secret

    def width(share: float) -> float:
        return (low + (high - low) * share) * (1 + 0.16 * math.sin(share * 37 + swell))

    drawn = [Drawn("Polygon", [thin(band(river, width), 0.006)], "river", plan["river"])]
    for lake in plan["water"]:
        rings = [outline(lake, 0.09)]
        if "island" in lake:
            rings.append(thin(spline(lake["island"], closed=True), 0.01))
        drawn.append(Drawn("Polygon", rings, "lake", lake))
    for stream in plan["streams"]:
        line = thin(roughen(spline(stream["line"]), 0.1, stream["name"][0]), 0.012)
        drawn.append(Drawn("LineString", [line], "stream", stream, {"width_m": stream["width_m"]}))
    return drawn


def draw_hills(plan: Spec) -> list[Drawn]:
    """Nested contours, from the foot of each hill up."""
    return [
        Drawn("Polygon", [_contour(hill, level)], "hill", hill if level == 0 else {}, {"step": level})
        for hill in plan["hills"]
        for level in range(hill["levels"])
    ]


def _contour(hill: Spec, level: int) -> Line:
    rng = random.Random(hill["name"][0])  # noqa: S311 -- a drawing, not a secret
    waves = [(n, rng.uniform(0.05, 0.2) / math.sqrt(n), rng.uniform(0, math.tau)) for n in (2, 3, 5, 7)]
    shrink = 1 - 0.9 * level / hill["levels"]
    lean = 0.12 * level / hill["levels"]
    turn = math.radians(hill["turn"])
    ring: Line = []
    for i in range(72):
        angle = math.tau * i / 72
        wobble = sum(high * math.sin(n * angle + phase + 0.25 * level) for n, high, phase in waves)
        bulge = shrink * (1 + wobble)
        x, y = hill["radii"][0] * (bulge * math.cos(angle) + lean), hill["radii"][1] * bulge * math.sin(angle)
        ring.append(
            (
                hill["centre"][0] + x * math.cos(turn) - y * math.sin(turn),
                hill["centre"][1] + x * math.sin(turn) + y * math.cos(turn),
            )
        )
    return thin([*ring, ring[0]], 0.015)


def draw_land(plan: Spec, wet: list[Line], bank: Line) -> list[Drawn]:
    drawn = draw_hills(plan)
    drawn += [Drawn("Polygon", [_blob(wood, f"wood {wood}")], "wood") for wood in plan["woods"]]
    for number, fields in enumerate(plan["fields"]):
        drawn += _parcels(fields, number, wet)
    for built in plan["built"]:
        drawn.append(Drawn("Polygon", [outline(built, 0.08)], built.get("kind", "built"), built))
    for site in plan["sites"]:
        if site["kind"] == "village":
            drawn.append(Drawn("Polygon", [_blob([*site["at"], 0.5, 0.36, 0], site["name"][0])], "built"))
    drawn.append(Drawn("Polygon", [bank], "park"))
    drawn += [Drawn("Polygon", [outline(green, 0.04)], green["kind"], green) for green in plan["green"]]
    return drawn


def draw_bank(plan: Spec, river: Line) -> Line:
    """The green bank on both sides of the river where it runs through the town."""
    bank = plan["river"]["bank"]
    first, last = (
        min(range(len(river)), key=lambda i: math.dist(river[i], bank[end])) for end in ("from", "to")
    )
    wide = float(bank["width_m"]) / 1000
    line = band(
        river[first : last + 1], lambda share: wide * (0.25 + 0.75 * math.sin(math.pi * share) ** 0.35)
    )
    return thin(line, 0.012)


def _blob(ellipse_of: list[float], seed: str) -> Line:
    x, y, long, short, turn = ellipse_of
    ring = spline(ellipse((x, y), (long, short), turn, 9), closed=True)
    return thin(roughen(ring, short * 0.45, seed, closed=True), 0.015)


def _parcels(spec: Spec, number: int, wet: list[Line]) -> Iterable[Drawn]:
    rng = random.Random(f"fields {number}")  # noqa: S311 -- a drawing, not a secret
    ring = spline(spec["ring"], closed=True)
    frame = Frame(ring, spec["turn"])

    def stray() -> float:
        return rng.uniform(-0.04, 0.04)

    v = frame.low[1]
    while v < frame.high[1]:
        deep = FIELD_KM[1] * rng.uniform(0.75, 1.25)
        u = frame.low[0] + rng.uniform(0, 0.5)
        while u < frame.high[0]:
            wide = FIELD_KM[0] * rng.uniform(0.5, 1.3)
            box = [(u, v), (u + wide, v), (u + wide, v + deep), (u, v + deep)]
            corners = [frame.out((x + stray(), y + stray())) for x, y in box]
            dry = all(inside(c, ring) and not any(inside(c, water) for water in wet) for c in corners)
            if dry and rng.random() < 0.82:
                yield Drawn("Polygon", [[*corners, corners[0]]], "field", {}, {"step": rng.randrange(3)})
            u += wide + 0.05
        v += deep + 0.05


class Frame:
    """A turned pair of axes around a ring: in them rows run straight."""

    def __init__(self, ring: Line, turn: float) -> None:
        self._cos, self._sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        turned = [(x * self._cos + y * self._sin, -x * self._sin + y * self._cos) for x, y in ring]
        self.low = (min(p[0] for p in turned), min(p[1] for p in turned))
        self.high = (max(p[0] for p in turned), max(p[1] for p in turned))

    def out(self, p: XY) -> XY:
        return p[0] * self._cos - p[1] * self._sin, p[0] * self._sin + p[1] * self._cos


def draw_roads(plan: Spec, closed_to_streets: list[Line]) -> list[Drawn]:
    named = [_road(road) for road in plan["roads"]]
    crowded = {
        cell for road in named if road.kind != "motorway" for line in road.lines for cell in _beside(line)
    }
    streets = [
        Drawn("LineString", [thin(line, 0.01)], "local")
        for built in plan["built"]
        for line in _grid(built, closed_to_streets, crowded)
    ]
    return streets + named


def _road(road: Spec) -> Drawn:
    line = spline(road["line"], closed=bool(road.get("closed")), step_km=0.1)
    rough = {"minor": 0.07, "local": 0.03}.get(road["kind"], 0.02)
    if not road.get("closed"):
        line = roughen(line, rough, road["name"][0])
    return Drawn("LineString", [thin(line, 0.01)], road["kind"], road)


def _grid(built: Spec, closed: list[Line], crowded: set[Cell]) -> Iterable[Line]:
    """Two families of slightly bent lines across a built-up ring, without those that would double a road."""
    ring = spline(built["ring"], closed=True)
    frame = Frame(ring, built["turn"])
    rng = random.Random(f"grid {built['ring'][0]}")  # noqa: S311 -- a drawing, not a secret

    def open_to_streets(point: XY) -> bool:
        return inside(point, ring) and not any(inside(point, shut) for shut in closed)

    for axis in (0, 1):
        at = frame.low[1 - axis] + 0.1
        while at < frame.high[1 - axis]:
            line = _grid_line(frame, axis, at)
            for part in cut(line, open_to_streets, SHORTEST_STREET_KM):
                if not _doubles(part, crowded):
                    yield part
            at += built["block"][axis] * rng.uniform(0.75, 1.3)


def _grid_line(frame: Frame, axis: int, at: float) -> Line:
    line: Line = []
    along = frame.low[axis]
    while along < frame.high[axis]:
        bent = at + 0.07 * math.sin(along * 1.1 + at * 0.7)
        line.append(frame.out((along, bent) if axis == 0 else (bent, along)))
        along += 0.05
    return line


def _doubles(part: Line, crowded: set[Cell]) -> bool:
    probes = part[:: max(1, len(part) // 12)]
    return sum(1 for p in probes if _cell(p) in crowded) > len(probes) * 0.4


def _beside(line: Line) -> Iterable[Cell]:
    """The cells of a fine grid on and next to a line."""
    for start, end in pairwise(line):
        steps = max(1, math.ceil(math.dist(start, end) / CELL_KM))
        for i in range(steps + 1):
            x, y = (a + (b - a) * i / steps for a, b in zip(start, end, strict=True))
            column, row = _cell((x, y))
            yield from ((column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))


def _cell(p: XY) -> Cell:
    return math.floor(p[0] / CELL_KM), math.floor(p[1] / CELL_KM)
