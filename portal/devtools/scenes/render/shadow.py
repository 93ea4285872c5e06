"""What a far light sees: pictures of the scene taken from the sun and from many places of the sky."""

from __future__ import annotations

import math
from array import array

from PIL import Image, ImageDraw

from portal.devtools.scenes.render.model import Model, Vec, unit

_Plane = tuple[float, float, float]


class LightMap:
    """The scene seen from a far light in `direction`, around `centre` as far as `reach` metres, `side` pixels
    wide. Remembers the nearest triangle per pixel, and compares with its exact plane."""

    def __init__(
        self, model: Model, casters: list[int], direction: Vec, centre: Vec, reach: float, side: int
    ) -> None:
        self.direction = direction
        self.side = side
        across = unit(direction[2], 0.0, -direction[0]) if abs(direction[1]) < 0.999 else (1.0, 0.0, 0.0)
        dx, dy, dz = direction
        along = (
            dy * across[2] - dz * across[1],
            dz * across[0] - dx * across[2],
            dx * across[1] - dy * across[0],
        )
        self.scale = side / (2 * reach)
        self.across, self.along = across, along
        self.shift_a = side / 2 - self.scale * sum(centre[k] * across[k] for k in range(3))
        self.shift_b = side / 2 - self.scale * sum(centre[k] * along[k] for k in range(3))
        self.planes: list[_Plane] = [(0.0, 0.0, -1e9)]
        self.seen = self._paint(model, casters)

    def _paint(self, model: Model, casters: list[int]) -> array[int]:
        spots = self._spots(model)
        side = self.side
        order = []
        for number in casters:
            a, b, c = model.triangles[number]
            p, q, r = spots[a], spots[b], spots[c]
            if (p[0] < 0 and q[0] < 0 and r[0] < 0) or (p[0] > side and q[0] > side and r[0] > side):
                continue
            if (p[1] < 0 and q[1] < 0 and r[1] < 0) or (p[1] > side and q[1] > side and r[1] > side):
                continue
            order.append((p[2] + q[2] + r[2], p, q, r))
        order.sort()
        picture = Image.new("I", (side, side))
        polygon = ImageDraw.Draw(picture).polygon
        for _, p, q, r in order:
            plane = _plane(p, q, r)
            if plane is not None:
                polygon((p[0], p[1], q[0], q[1], r[0], r[1]), fill=len(self.planes))
                self.planes.append(plane)
        numbers: array[int] = array("i")
        numbers.frombytes(picture.tobytes())
        return numbers

    def _spots(self, model: Model) -> list[Vec]:
        (ax, ay, az), (bx, by, bz), (dx, dy, dz) = self.across, self.along, self.direction
        s, sa, sb = self.scale, self.shift_a, self.shift_b
        return [
            (
                (x * ax + y * ay + z * az) * s + sa,
                (x * bx + y * by + z * bz) * s + sb,
                x * dx + y * dy + z * dz,
            )
            for x, y, z in model.points
        ]

    def lit(self, x: float, y: float, z: float, slack: float) -> bool:
        """True if nothing lies more than `slack` metres nearer to the light; outside the map all is lit."""
        (ax, ay, az), (bx, by, bz), (dx, dy, dz) = self.across, self.along, self.direction
        a = (x * ax + y * ay + z * az) * self.scale + self.shift_a
        b = (x * bx + y * by + z * bz) * self.scale + self.shift_b
        if not (0 <= a < self.side and 0 <= b < self.side):
            return True
        slope_a, slope_b, rest = self.planes[self.seen[int(b) * self.side + int(a)]]
        return slope_a * a + slope_b * b + rest <= x * dx + y * dy + z * dz + slack

    def share(self, x: float, y: float, z: float, slack: float, spread: float) -> float | None:
        """How much of a small light is seen: four looks, `spread` map pixels apart; None outside the map."""
        (ax, ay, az), (bx, by, bz), (dx, dy, dz) = self.across, self.along, self.direction
        side, planes, seen = self.side, self.planes, self.seen
        a = (x * ax + y * ay + z * az) * self.scale + self.shift_a
        b = (x * bx + y * by + z * bz) * self.scale + self.shift_b
        if not (3 <= a < side - 3 and 3 <= b < side - 3):
            return None
        limit = x * dx + y * dy + z * dz + slack
        total = 0.0
        for step_a, step_b in ((-0.7, -0.3), (0.3, -0.7), (0.7, 0.3), (-0.3, 0.7)):
            look_a, look_b = a + step_a * spread, b + step_b * spread
            slope_a, slope_b, rest = planes[seen[int(look_b) * side + int(look_a)]]
            if slope_a * a + slope_b * b + rest <= limit:
                total += 0.25
        return total


def _plane(p: Vec, q: Vec, r: Vec) -> _Plane | None:
    ax, ay, az = q[0] - p[0], q[1] - p[1], q[2] - p[2]
    bx, by, bz = r[0] - p[0], r[1] - p[1], r[2] - p[2]
    area = ax * by - ay * bx
    if abs(area) < 1e-3:
        return None
    slope_a = (az * by - bz * ay) / area
    slope_b = (ax * bz - bx * az) / area
    return slope_a, slope_b, p[2] - slope_a * p[0] - slope_b * p[1]


def sky_directions(count: int) -> list[Vec]:
    """Evenly spread over the sky, from a little over the horizon to the zenith."""
    directions = []
    for step in range(count):
        height = 0.1 + 0.9 * (step + 0.5) / count
        turn = step * 2.399963
        flat = math.sqrt(1 - height * height)
        directions.append((flat * math.cos(turn), height, flat * math.sin(turn)))
    return directions


def sky_share(model: Model, centre: Vec, near: float, far: float, count: int, side: int) -> list[float]:
    """For each corner, the share of the sky's light that reaches it: 1 on open ground."""
    near_casters, far_casters = _sky_casters(model)
    received = [0.0] * len(model.points)
    possible = 0.0
    reach = near * near
    close = [
        (x - centre[0]) ** 2 + (y - centre[1]) ** 2 + (z - centre[2]) ** 2 < reach * 0.8
        for x, y, z in model.points
    ]
    for direction in sky_directions(count):
        weight = 0.6 + 0.8 * direction[1]
        possible += direction[1] * weight
        maps = (
            LightMap(model, far_casters, direction, centre, far, side),
            LightMap(model, near_casters, direction, centre, near, side),
        )
        _gather(model, maps, close, weight, received)
    return [value / possible for value in received]


def _sky_casters(model: Model) -> tuple[list[int], list[int]]:
    """What dims the sky nearby, and the larger things that do so far away."""
    near, far = [], []
    for number, surface in enumerate(model.surfaces):
        if not surface.casts or (surface.sparse and number % 3):
            continue
        near.append(number)
        a, b, c = (model.points[corner] for corner in model.triangles[number])
        extent = max(abs(a[k] - b[k]) + abs(a[k] - c[k]) for k in range(3))
        if extent > 0.12:
            far.append(number)
    return near, far


def _gather(
    model: Model, maps: tuple[LightMap, LightMap], close: list[bool], weight: float, received: list[float]
) -> None:
    dx, dy, dz = maps[0].direction
    slacks = (0.12, 0.012)
    for number, ((x, y, z), (nx, ny, nz), is_close) in enumerate(
        zip(model.points, model.normals, close, strict=True)
    ):
        slope = nx * dx + ny * dy + nz * dz
        if slope > 0 and maps[is_close].lit(
            x + nx * 0.015, y + ny * 0.015 + 0.003, z + nz * 0.015, slacks[is_close]
        ):
            received[number] += slope * weight
