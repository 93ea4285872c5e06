"""Cut lines and rings to a rectangle, so that a picture of one street does not carry the whole river."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from portal.places.geometry import BBox, Pair


def clip_ring(ring: Sequence[Pair], box: BBox) -> list[Pair]:
    """The part of a closed ring inside the box (Sutherland-Hodgman), closed again; empty where nothing is."""
    west, south, east, north = box
    sides: tuple[tuple[int, float, Callable[[float], bool]], ...] = (
        (0, west, lambda v: v >= west),
        (0, east, lambda v: v <= east),
        (1, south, lambda v: v >= south),
        (1, north, lambda v: v <= north),
    )
    found = list(ring[:-1])
    for axis, at, keeps in sides:
        if not found:
            return []
        found = list(_one_side(found, axis, at, keeps))
    return [*found, found[0]] if len(found) > 2 else []


def _one_side(points: list[Pair], axis: int, at: float, keeps: Callable[[float], bool]) -> Iterator[Pair]:
    for before, point in pairwise([points[-1], *points]):
        if keeps(before[axis]) != keeps(point[axis]):
            yield _crossing(before, point, axis, at)
        if keeps(point[axis]):
            yield point


def _crossing(a: Pair, b: Pair, axis: int, at: float) -> Pair:
    share = (at - a[axis]) / (b[axis] - a[axis])
    other = a[1 - axis] + share * (b[1 - axis] - a[1 - axis])
    return (at, other) if axis == 0 else (other, at)


def clip_line(line: Sequence[Pair], box: BBox) -> list[list[Pair]]:
    """The parts of a line near the box: every segment that touches it is kept whole."""
    parts: list[list[Pair]] = []
    open_part: list[Pair] = []
    for a, b in pairwise(line):
        if _touches(a, b, box):
            if not open_part:
                open_part = [a]
                parts.append(open_part)
            open_part.append(b)
        else:
            open_part = []
    return parts


def _touches(a: Pair, b: Pair, box: BBox) -> bool:
    west, south, east, north = box
    return not (
        max(a[0], b[0]) < west or min(a[0], b[0]) > east or max(a[1], b[1]) < south or min(a[1], b[1]) > north
    )
