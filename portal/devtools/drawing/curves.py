"""Lines and outlines that look grown: splines, wandering, widening, cutting. Kilometres on a plane."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from itertools import pairwise

XY = tuple[float, float]
Line = list[XY]

STEP_KM = 0.12


def spline(points: Sequence[Sequence[float]], *, closed: bool = False, step_km: float = STEP_KM) -> Line:
    """A smooth line through the points (Catmull-Rom), a point each `step_km`; rings end as they began."""
    knots = [(float(x), float(y)) for x, y in points]
    ends = [knots[-1], *knots, knots[0], knots[1]] if closed else [knots[0], *knots, knots[-1]]
    line: Line = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        count = max(2, round(math.dist(b, c) / step_km))
        line += [_catmull(a, b, c, d, i / count) for i in range(count)]
    line.append(ends[-2])
    return line


def _catmull(a: XY, b: XY, c: XY, d: XY, t: float) -> XY:
    def one(p0: float, p1: float, p2: float, p3: float) -> float:
        square, cube = 2 * p0 - 5 * p1 + 4 * p2 - p3, 3 * p1 - p0 - 3 * p2 + p3
        return 0.5 * (2 * p1 + (p2 - p0) * t + square * t**2 + cube * t**3)

    return one(a[0], b[0], c[0], d[0]), one(a[1], b[1], c[1], d[1])


def wander(seed: str) -> Callable[[float], float]:
    """A smooth random curve with values of about -1 to 1, always the same for one seed."""
    rng = random.Random(seed)  # noqa: S311 -- a drawing, not a secret
    waves = [
        (0.7 / (octave + 1) ** 1.4, rng.uniform(0.8, 1.3) * 2**octave / 6.5, rng.uniform(0, math.tau))
        for octave in range(4)
    ]
    return lambda at: sum(high * math.sin(math.tau * often * at + phase) for high, often, phase in waves)


def roughen(line: Line, amount_km: float, seed: str, *, closed: bool = False) -> Line:
    """Push each point sideways along a wandering curve. The ends of an open line stay where they are."""
    along = _distances(line)
    total = along[-1] or 1.0
    push = wander(seed)
    result: Line = []
    for i, (x, y) in enumerate(line):
        nx, ny = _normal(line, i, closed=closed)
        share = along[i] / total
        fade = _closed_fade(share) if closed else min(1.0, 5 * share, 5 * (1 - share))
        shift = amount_km * fade * push(along[i])
        result.append((x + nx * shift, y + ny * shift))
    if closed:
        result[-1] = result[0]
    else:
        result[0], result[-1] = line[0], line[-1]
    return result


def _closed_fade(share: float) -> float:
    return min(1.0, 12 * share, 12 * (1 - share))


def _distances(line: Line) -> list[float]:
    total, found = 0.0, [0.0]
    for a, b in pairwise(line):
        total += math.dist(a, b)
        found.append(total)
    return found


def _normal(line: Line, i: int, *, closed: bool = False) -> XY:
    last = len(line) - 1
    before = line[i - 1] if i else (line[-2] if closed else line[0])
    after = line[i + 1] if i < last else (line[1] if closed else line[last])
    dx, dy = after[0] - before[0], after[1] - before[1]
    size = math.hypot(dx, dy) or 1.0
    return -dy / size, dx / size


def band(line: Line, width_km: Callable[[float], float]) -> Line:
    """The outline of a line whose width may change; `width_km` takes the share of the way, 0 to 1."""
    along = _distances(line)
    left: Line = []
    right: Line = []
    for i, (x, y) in enumerate(line):
        nx, ny = _normal(line, i)
        half = width_km(along[i] / along[-1]) / 2
        left.append((x + nx * half, y + ny * half))
        right.append((x - nx * half, y - ny * half))
    outline = left + right[::-1]
    return [*outline, outline[0]]


def ellipse(centre: Sequence[float], radii: Sequence[float], turn: float, points: int = 14) -> Line:
    """A closed ring of knots around an ellipse; `turn` in degrees."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    ring = []
    for i in range(points):
        x, y = (radii[0] * math.cos(math.tau * i / points), radii[1] * math.sin(math.tau * i / points))
        ring.append((centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos))
    return ring


def inside(point: XY, ring: Line) -> bool:
    x, y = point
    found = False
    for a, b in pairwise(ring):
        if (a[1] > y) != (b[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]:
            found = not found
    return found


def cut(line: Line, keep: Callable[[XY], bool], shortest_km: float) -> list[Line]:
    """The parts of a line whose points are kept, leaving out scraps shorter than `shortest_km`."""
    parts: list[Line] = [[]]
    for point in line:
        if keep(point):
            parts[-1].append(point)
        elif parts[-1]:
            parts.append([])
    return [part for part in parts if len(part) > 1 and _distances(part)[-1] >= shortest_km]


def thin(line: Line, within_km: float) -> Line:
    """Leave out points that lie within `within_km` of the line without them (Douglas-Peucker)."""
    keep = {0, len(line) - 1}
    if line[0] == line[-1]:  # a ring has no chord to measure from: split it at its farthest point
        keep.add(max(range(len(line)), key=lambda i: math.dist(line[0], line[i])))
    ends = sorted(keep)
    pending = list(pairwise(ends))
    while pending:
        first, last = pending.pop()
        far, at = max(
            ((_off(line[i], line[first], line[last]), i) for i in range(first + 1, last)), default=(0.0, 0)
        )
        if far > within_km:
            keep.add(at)
            pending += [(first, at), (at, last)]
    return [line[i] for i in sorted(keep)]


def _off(p: XY, a: XY, b: XY) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    size = math.hypot(dx, dy)
    if size == 0:
        return math.dist(p, a)
    return abs(dx * (p[1] - a[1]) - dy * (p[0] - a[0])) / size
