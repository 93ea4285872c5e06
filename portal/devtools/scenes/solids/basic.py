"""Boxes, plates and round bodies, built into a model within a frame (metres)."""

from __future__ import annotations

import math
from collections.abc import Callable

from portal.devtools.scenes.render.model import Frame, Model, Surface, Vec


def _steps(length: float, piece: float) -> list[float]:
    count = max(1, min(80, round(length / piece)))
    return [length * step / count for step in range(count + 1)]


def plate(
    model: Model,
    frame: Frame,
    width: float,
    height: float,
    surface: Surface,
    piece: float = 0.6,
    bulge: Callable[[float, float], float] | None = None,
) -> None:
    """A flat face over the frame's right and up axes from its origin, seen from the side that its forward
    axis comes from (its normal is minus forward). `bulge` pushes points out along the normal."""
    normal = frame.direction(0, 0, -1)
    rows = []
    for y in _steps(height, piece):
        row = []
        for x in _steps(width, piece):
            out = bulge(x, y) if bulge else 0.0
            row.append(model.corner(frame.point(x, y, -out), normal, x, y))
        rows.append(row)
    model.grid(rows, surface)
    if bulge:
        model.relief(rows, normal)


def box(
    model: Model,
    frame: Frame,
    size: Vec,
    surface: Surface,
    *,
    top: Surface | None = None,
    piece: float = 0.3,
    sides: str = "fblrtu",
) -> None:
    """A box standing on the frame's floor, its origin in the middle of the base. `sides` names the faces to
    build: front (towards minus forward), back, left, right, top, under."""
    w, h, d = size[0] / 2, size[1], size[2] / 2
    top = top or surface
    faces = {
        "f": (frame.moved(-w, 0, -d), size[0], h, surface),
        "b": (frame.moved(w, 0, d).turned(180), size[0], h, surface),
        "l": (frame.moved(-w, 0, d).turned(90), size[2], h, surface),
        "r": (frame.moved(w, 0, -d).turned(-90), size[2], h, surface),
    }
    for side in sides:
        if side in faces:
            at, wide, high, what = faces[side]
            plate(model, at, wide, high, what, piece)
    if "t" in sides:
        plate(model, _lying(frame.moved(-w, h, -d)), size[0], size[2], top, piece)
    if "u" in sides:
        flipped = Frame(frame.point(w, 0, -d), frame.direction(-1, 0, 0), frame.forward, frame.up)
        plate(model, flipped, size[0], size[2], surface, piece)


def _lying(frame: Frame) -> Frame:
    """Right stays, up becomes forward, so that a plate lies with its face upwards."""
    return Frame(frame.origin, frame.right, frame.forward, frame.direction(0, -1, 0))


def floor(
    model: Model, frame: Frame, width: float, depth: float, surface: Surface, piece: float = 0.6
) -> None:
    """A plate lying face up, from the frame's origin to the right and forward."""
    plate(model, _lying(frame), width, depth, surface, piece)


def turned_body(
    model: Model,
    frame: Frame,
    profile: list[tuple[float, float]],
    surface: Surface,
    sides: int = 20,
    wobble: Callable[[float, float], float] | None = None,
) -> None:
    """A body of revolution about the frame's up axis; `profile` is (radius, height) from the bottom up. Where
    two steps share a height or a radius sharply, repeat the step for a hard edge."""
    rows: list[list[int]] = []
    for step, (radius, height) in enumerate(profile):
        slope = _profile_normal(profile, step)
        row = []
        for side in range(sides + 1):
            angle = 2 * math.pi * side / sides
            c, s = math.cos(angle), math.sin(angle)
            r = radius * (1 + wobble(angle, height)) if wobble else radius
            normal = frame.direction(c * slope[0], slope[1], s * slope[0])
            row.append(
                model.corner(frame.point(c * r, height, s * r), normal, angle * max(radius, 0.05), height)
            )
        rows.append(row)
    for lower, upper, here, after in zip(rows, rows[1:], profile, profile[1:], strict=False):
        if here != after:
            model.grid([lower, upper], surface)


def _profile_normal(profile: list[tuple[float, float]], step: int) -> tuple[float, float]:
    here = profile[step]
    before = profile[step - 1] if step and profile[step - 1] != here else None
    after = profile[step + 1] if step + 1 < len(profile) and profile[step + 1] != here else None
    start, end = before or here, after or here
    dr, dh = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dr, dh) or 1.0
    return dh / length, -dr / length


def cylinder(
    model: Model,
    frame: Frame,
    radius: float,
    height: float,
    surface: Surface,
    sides: int = 14,
    top: float | None = None,
) -> None:
    end = radius if top is None else top
    turned_body(model, frame, [(radius, 0), (end, height), (end, height), (0.0, height)], surface, sides)


def tube(model: Model, path: list[Vec], radius: float, surface: Surface, sides: int = 6) -> None:
    """A pipe, wire or stalk along a path."""
    rows = []
    for step, point in enumerate(path):
        before, after = path[max(0, step - 1)], path[min(len(path) - 1, step + 1)]
        ax, ay, az = (after[k] - before[k] for k in range(3))
        length = math.sqrt(ax * ax + ay * ay + az * az) or 1.0
        ax, ay, az = ax / length, ay / length, az / length
        side = (0.0, az, -ay) if abs(ax) > 0.8 else (az, 0.0, -ax) if abs(ay) < 0.9 else (1.0, 0.0, 0.0)
        size = math.sqrt(sum(s * s for s in side)) or 1.0
        sx, sy, sz = (s / size for s in side)
        tx, ty, tz = ay * sz - az * sy, az * sx - ax * sz, ax * sy - ay * sx
        row = []
        for number in range(sides + 1):
            angle = 2 * math.pi * number / sides
            c, s = math.cos(angle), math.sin(angle)
            normal = (c * sx + s * tx, c * sy + s * ty, c * sz + s * tz)
            spot = (
                point[0] + radius * normal[0],
                point[1] + radius * normal[1],
                point[2] + radius * normal[2],
            )
            row.append(model.corner(spot, normal, number / sides, step * 0.2))
        rows.append(row)
    model.grid(rows, surface)


def ring(
    model: Model,
    frame: Frame,
    radius: float,
    thick: float,
    surface: Surface,
    flat: float = 1.0,
    tread: bool = False,
) -> None:
    """A torus lying in the frame's floor, its middle at the origin: a tyre, a coil."""
    rows = []
    around, across = 36, 12
    for i in range(around + 1):
        a = 2 * math.pi * i / around
        row = []
        for k in range(across + 1):
            b = 2 * math.pi * k / across
            bump = 1.0 + (0.05 if tread and i & 1 and abs(b - math.pi * 0) < 1.2 else 0.0)
            r = radius + thick * math.cos(b) * bump
            spot = frame.point(r * math.cos(a), thick * flat * (1 + math.sin(b)), r * math.sin(a))
            normal = frame.direction(math.cos(b) * math.cos(a), math.sin(b), math.cos(b) * math.sin(a))
            row.append(model.corner(spot, normal, a * radius, b * thick))
        rows.append(row)
    model.grid(rows, surface)
