"""Bodies without edges: blobs, heaps, drapes."""

from __future__ import annotations

import math
from collections.abc import Callable

from portal.devtools.scenes.render import noise
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.model import Frame, Model, Surface, Vec
from portal.devtools.scenes.render.noise import smooth


def blob(
    model: Model,
    frame: Frame,
    radii: Vec,
    surface: Surface,
    chance: Chance,
    *,
    lumps: float = 0.2,
    detail: int = 22,
    sag: float = 0.35,
) -> None:
    """A lumpy ball resting on the frame's floor; `sag` flattens its underside and widens its foot."""
    tile, offset = noise.clouds(), chance.uniform(0, 500)
    rows = []
    for i in range(detail // 2 + 1):
        tilt = math.pi * i / (detail // 2)
        row = []
        for k in range(detail + 1):
            turn = 2 * math.pi * (k % detail) / detail
            x, y, z = math.sin(tilt) * math.cos(turn), math.cos(tilt), math.sin(tilt) * math.sin(turn)
            push = 1 + lumps * (
                smooth(tile, offset + x * 30 + y * 13, offset + z * 30 - y * 17)
                + 0.5 * smooth(tile, offset + x * 75 + 40, z * 75 + y * 60 + offset)
            )
            low = max(0.0, -y)
            wide = 1 + sag * 0.45 * low * (1 - low * 0.6)
            height = y if y > -0.5 else -0.5 - (-y - 0.5) * (1 - sag)
            foot = -0.5 - 0.5 * (1 - sag)
            row.append(
                model.corner(
                    frame.point(
                        x * radii[0] * push * wide,
                        max(0.0, (height * push - foot) * radii[1]),
                        z * radii[2] * push * wide,
                    ),
                    frame.direction(x, y, z),
                    turn * radii[0],
                    tilt * radii[1],
                )
            )
        rows.append(row)
    model.grid(rows, surface)
    model.relief(rows, closed=True)


def heap(
    model: Model,
    frame: Frame,
    radius_x: float,
    radius_z: float,
    height: float,
    surface: Surface,
    chance: Chance,
    *,
    rough: float = 0.2,
    detail: int = 44,
) -> Callable[[float, float], float]:
    """A mound on the frame's floor; returns its height over a point of that floor."""
    tile, offset = noise.clouds(), chance.uniform(0, 500)

    def level(x: float, z: float) -> float:
        reach = math.hypot(x / radius_x, z / radius_z)
        reach *= 1 + 0.25 * smooth(tile, offset + x / radius_x * 18, offset + z / radius_z * 18)
        if reach >= 1.02:
            return -1.0
        swell = math.pow(max(0.0, math.cos(min(1.0, reach) * math.pi / 2)), 1.3)
        bumps = smooth(tile, offset + x * 45, z * 45) + 0.5 * smooth(tile, offset + x * 130, z * 130)
        return height * (swell + rough * bumps * min(1.0, swell * 3)) - 0.02

    draped(model, frame, 1.15 * radius_x, 1.15 * radius_z, level, surface, detail)
    return level


def draped(
    model: Model,
    frame: Frame,
    half_x: float,
    half_z: float,
    level: Callable[[float, float], float],
    surface: Surface,
    detail: int = 30,
) -> None:
    """A sheet over the rectangle around the origin, lying at `level`; open where the level is under -0.5."""
    rows, open_ = [], set()
    for i in range(detail + 1):
        z = half_z * (1 - 2 * i / detail)
        row = []
        for k in range(detail + 1):
            x = half_x * (2 * k / detail - 1)
            height = level(x, z)
            row.append(model.corner(frame.point(x, max(-0.02, height), z), frame.up, x, z))
            if height < -0.5:
                open_.add(row[-1])
        rows.append(row)
    model.grid(rows, surface, open_)
    model.relief(rows, frame.up)


def cushion(
    model: Model, frame: Frame, size: Vec, surface: Surface, swell: float = 0.04, detail: int = 12
) -> None:
    """A padded box: sofa parts, mattresses; its origin in the middle of the base."""
    w, h, d = size[0] / 2, size[1] / 2, size[2] / 2
    power = 0.16
    rows = []
    for i in range(detail + 1):
        tilt = math.pi * i / detail
        row = []
        for k in range(2 * detail + 1):
            turn = math.pi * k / detail
            x = _squared(math.sin(tilt), power) * _squared(math.cos(turn), power)
            y = _squared(math.cos(tilt), power)
            z = _squared(math.sin(tilt), power) * _squared(math.sin(turn), power)
            puff = 1 + swell * (1 - abs(x)) * (1 - abs(z)) * 3
            row.append(
                model.corner(
                    frame.point(x * w, h + y * h * puff, z * d),
                    frame.direction(x**5, y**5, z**5),
                    x * w,
                    y * h + z * d,
                )
            )
        rows.append(row)
    model.grid(rows, surface)
    model.relief(rows, closed=True)


def _squared(value: float, power: float) -> float:
    return math.copysign(abs(value) ** power, value) if abs(value) > 1e-9 else 0.0
