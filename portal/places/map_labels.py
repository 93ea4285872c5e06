"""Names on a picture of the map: the important ones first, none over another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from portal.places.geometry import Pair, centroid
from portal.places.geometry import Shape as AreaShape
from portal.places.map_data import BaseMap, Feature
from portal.places.map_view import MapView


@dataclass(frozen=True)
class LabelStyle:
    """How names of one kind are set, and between which scales (pixels per kilometre) they are shown."""

    css: str
    size: float
    least: float = 0
    most: float = 10_000
    dot: bool = False
    spaced: float = 0


@dataclass(frozen=True)
class PlacedLabel:
    text: str
    css: str
    size: float
    at: Pair
    turn: float = 0
    dot: Pair | None = None
    spaced: float = 0
    start: bool = False


STYLES: dict[tuple[str, str], LabelStyle] = {
    ("areas", "district"): LabelStyle("district", 17, most=70, spaced=0.24),
    ("areas", "street"): LabelStyle("street", 12, least=19, most=400),
    ("water", "river"): LabelStyle("water", 12.5),
    ("water", "lake"): LabelStyle("water", 12, least=15),
    ("land", "hill"): LabelStyle("green", 11, least=15),
    ("land", "scenic"): LabelStyle("green", 11.5, least=28),
    ("land", "park"): LabelStyle("green", 11, least=34),
    ("land", "industrial"): LabelStyle("quiet", 11.5, least=19),
    ("roads", "ring"): LabelStyle("road", 11, least=26),
    ("roads", "main"): LabelStyle("road", 11, least=34),
    ("roads", "motorway"): LabelStyle("road", 11, least=22),
    ("roads", "rail"): LabelStyle("road", 10.5, least=26),
    ("roads", "minor"): LabelStyle("road", 11, least=60),
    ("water", "stream"): LabelStyle("water", 10.5, least=40),
    ("sites", "*"): LabelStyle("site", 11, least=60, dot=True),
    ("sites", "station"): LabelStyle("site", 11, least=26, dot=True),
    ("sites", "scenic"): LabelStyle("site", 11, least=34, dot=True),
}
ORDER = tuple(STYLES)
WIDE_CHARACTER = 0x2E80


def text_width(text: str, size: float, spaced: float = 0) -> float:
    """An estimate in pixels: Chinese characters are square, Latin ones a little over half as wide."""
    return sum((1.0 if ord(c) >= WIDE_CHARACTER else 0.56) + spaced for c in text) * size


def place_labels(
    base: BaseMap, view: MapView, locale: str, keep_free: Sequence[Pair] = ()
) -> list[PlacedLabel]:
    """Greedy: by rank, each at the first of its possible spots that is free and inside the picture."""
    taken: list[tuple[float, float, float, float]] = [(x - 16, y - 40, x + 16, y + 8) for x, y in keep_free]
    placed: list[PlacedLabel] = []
    for feature, style in _candidates(base, view):
        text = feature.name.text(locale) if feature.name else ""
        for label in _spots(feature, style, text, view):
            box = box_of(label)
            if _inside(box, view) and not any(overlap(box, other) for other in taken):
                taken.append(box)
                placed.append(label)
                break
    return placed


def _candidates(base: BaseMap, view: MapView) -> Iterator[tuple[Feature, LabelStyle]]:
    window = view.box(0)
    found = []
    for feature in base.features:
        key = (feature.layer, feature.kind)
        key = key if key in STYLES else (feature.layer, "*")
        style = STYLES.get(key)
        if style is None or feature.name is None or not style.least <= view.px_per_km < style.most:
            continue
        if not _meets(feature.bbox, window):
            continue
        found.append((ORDER.index(key), feature, style))
    return ((feature, style) for _, feature, style in sorted(found, key=lambda row: row[0]))


def _meets(a: Sequence[float], b: Sequence[float]) -> bool:
    return a[0] <= b[2] and a[2] >= b[0] and a[1] <= b[3] and a[3] >= b[1]


def _spots(feature: Feature, style: LabelStyle, text: str, view: MapView) -> Iterable[PlacedLabel]:
    if feature.layer == "roads" or feature.kind in ("river", "stream"):
        return _along(feature, style, text, view)
    if style.dot:
        return _beside(view.xy(feature.runs[0][0]), style, text)
    return _around(feature, style, text, view)


def _around(feature: Feature, style: LabelStyle, text: str, view: MapView) -> Iterator[PlacedLabel]:
    x, y = view.xy(feature.label or centroid(AreaShape((feature.runs,), feature.bbox)))
    for dx, dy in ((0, 0), (0, 14), (0, -14), (24, 0), (-24, 0), (0, 26), (0, -26)):
        spaced = 0 if text.isascii() else style.spaced
        yield PlacedLabel(text, style.css, style.size, (x + dx, y + dy), spaced=spaced)


def _beside(dot: Pair, style: LabelStyle, text: str) -> Iterator[PlacedLabel]:
    x, y = dot
    wide = text_width(text, style.size)
    yield PlacedLabel(text, style.css, style.size, (x + 7, y), dot=dot, start=True)
    yield PlacedLabel(text, style.css, style.size, (x - 7 - wide, y), dot=dot, start=True)
    yield PlacedLabel(text, style.css, style.size, (x, y + 14), dot=dot)
    yield PlacedLabel(text, style.css, style.size, (x, y - 13), dot=dot)


def _along(feature: Feature, style: LabelStyle, text: str, view: MapView) -> Iterator[PlacedLabel]:
    """Where the line is straightest over the length of the name, nearest to the middle of the picture."""
    wide = text_width(text, style.size, style.spaced)
    run = feature.runs[0] if feature.kind != "river" else feature.runs[0][: len(feature.runs[0]) // 2]
    points = [view.xy(pair) for pair in run]
    found = []
    for i in range(0, len(points) - 1):
        j = i + 1
        while j < len(points) - 1 and math.dist(points[i], points[j]) < wide:
            j += 1
        if math.dist(points[i], points[j]) < wide * 0.9:
            continue
        middle = ((points[i][0] + points[j][0]) / 2, (points[i][1] + points[j][1]) / 2)
        bent = max(math.dist(middle, min(points[i : j + 1], key=lambda p: math.dist(p, middle))), 0.0)
        off = math.dist(middle, (view.width / 2, view.height / 2)) / max(view.width, view.height)
        turn = math.degrees(math.atan2(points[j][1] - points[i][1], points[j][0] - points[i][0]))
        found.append((bent * 2 + off * 30, middle, (turn + 90) % 180 - 90))
    for _, middle, turn in sorted(found)[:12:2]:
        if abs(turn) < 72:
            yield PlacedLabel(text, style.css, style.size, middle, turn=turn)


def box_of(label: PlacedLabel) -> tuple[float, float, float, float]:
    wide, high = text_width(label.text, label.size, label.spaced) / 2 + 3, label.size * 0.7
    turn = math.radians(label.turn)
    half_x = abs(wide * math.cos(turn)) + abs(high * math.sin(turn))
    half_y = abs(wide * math.sin(turn)) + abs(high * math.cos(turn))
    x, y = label.at
    x = x + wide - 3 if label.start else x
    return x - half_x, y - half_y, x + half_x, y + half_y


def _inside(box: tuple[float, float, float, float], view: MapView) -> bool:
    return box[0] >= 2 and box[1] >= 2 and box[2] <= view.width - 2 and box[3] <= view.height - 2


def overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]
