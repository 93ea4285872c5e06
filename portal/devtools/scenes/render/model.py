"""Triangles, their corners and what they are made of."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

Vec = tuple[float, float, float]
#: colour (linear light, 0 to 1), tilt of the normal, gloss 0 to 1
Texel = tuple[float, float, float, float, float, float, float]
#: x, y, z in metres, u, v, distance from the eye
Shade = Callable[[float, float, float, float, float, float], Texel]


@dataclass(frozen=True, eq=False)
class Surface:
    """What a triangle is made of. `thin` things are seen and lit from both sides; `mirror` is the share
    of the mirrored scene that is seen in it (water, wet ground). Ground is `layer` 0, what is laid over it is
    0.5, all else is painted over it. `lift` metres are taken off the distance when painting, for what lies
    flat on another face. What is not `seen` only casts shadows, for a body too fine to cast its own; of
    `sparse` things a third is enough to dim the sky."""

    shade: Shade
    thin: bool = False
    casts: bool = True
    mirror: float = 0.0
    layer: float = 1
    glow: float = 0.0
    lift: float = 0.0
    seen: bool = True
    sparse: bool = False


@dataclass(frozen=True)
class Frame:
    """A place and a direction to build in: origin and three axes of length 1 (right, up, forward)."""

    origin: Vec = (0.0, 0.0, 0.0)
    right: Vec = (1.0, 0.0, 0.0)
    up: Vec = (0.0, 1.0, 0.0)
    forward: Vec = (0.0, 0.0, 1.0)

    def point(self, x: float, y: float, z: float) -> Vec:
        o, r, u, f = self.origin, self.right, self.up, self.forward
        return (
            o[0] + x * r[0] + y * u[0] + z * f[0],
            o[1] + x * r[1] + y * u[1] + z * f[1],
            o[2] + x * r[2] + y * u[2] + z * f[2],
        )

    def direction(self, x: float, y: float, z: float) -> Vec:
        r, u, f = self.right, self.up, self.forward
        return (
            x * r[0] + y * u[0] + z * f[0],
            x * r[1] + y * u[1] + z * f[1],
            x * r[2] + y * u[2] + z * f[2],
        )

    def moved(self, x: float, y: float, z: float) -> Frame:
        return Frame(self.point(x, y, z), self.right, self.up, self.forward)

    def turned(self, degrees: float) -> Frame:
        """Turned about its own up axis."""
        c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        return Frame(self.origin, self.direction(c, 0, -s), self.up, self.direction(s, 0, c))

    def tipped(self, degrees: float) -> Frame:
        """Leaning forward, about its own right axis."""
        c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        return Frame(self.origin, self.right, self.direction(0, c, s), self.direction(0, -s, c))

    def rolled(self, degrees: float) -> Frame:
        """Leaning to the right, about its own forward axis."""
        c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        return Frame(self.origin, self.direction(c, -s, 0), self.direction(s, c, 0), self.forward)


def unit(x: float, y: float, z: float) -> Vec:
    length = math.sqrt(x * x + y * y + z * z) or 1.0
    return x / length, y / length, z / length


def lifted(surface: Surface, metres: float = 0.3) -> Surface:
    """For what is stuck flat on another face."""
    return replace(surface, lift=metres)


class Model:
    """The whole scene as triangles; grown by the functions in `solids`."""

    def __init__(self) -> None:
        self.points: list[Vec] = []
        self.normals: list[Vec] = []
        self.uvs: list[tuple[float, float]] = []
        self.triangles: list[tuple[int, int, int]] = []
        self.surfaces: list[Surface] = []

    def corner(self, point: Vec, normal: Vec, u: float = 0.0, v: float = 0.0) -> int:
        self.points.append(point)
        self.normals.append(normal)
        self.uvs.append((u, v))
        return len(self.points) - 1

    def triangle(self, a: int, b: int, c: int, surface: Surface) -> None:
        points = self.points
        if points[a] == points[b] or points[b] == points[c] or points[c] == points[a]:
            return
        self.triangles.append((a, b, c))
        self.surfaces.append(surface)

    def grid(self, corners: list[list[int]], surface: Surface, left_out: set[int] | None = None) -> None:
        """Fill between rows of corners of equal length; cells with a corner in `left_out` stay open."""
        out = left_out or set()
        for upper, lower in pairwise(corners):
            for a, b, c, d in zip(upper, upper[1:], lower, lower[1:], strict=False):
                if out and not out.isdisjoint((a, b, c, d)):
                    continue
                self.triangle(a, b, c, surface)
                self.triangle(b, d, c, surface)

    def relief(self, corners: list[list[int]], outward: Vec | None = None, *, closed: bool = False) -> None:
        """Give a grid of corners the normals of its own shape; they point along `outward`, or away from
        the middle of the grid if that is not given."""
        flat = [index for row in corners for index in row]
        count = len(flat)
        middle = tuple(sum(self.points[i][k] for i in flat) / count for k in range(3))
        for r, row in enumerate(corners):
            for c, index in enumerate(row):
                self.normals[index] = self._slope(corners, r, c, outward, middle, closed)

    def _slope(
        self,
        corners: list[list[int]],
        r: int,
        c: int,
        outward: Vec | None,
        middle: tuple[float, ...],
        closed: bool,
    ) -> Vec:
        row, last = corners[r], len(corners[r]) - 1
        left = row[c - 1] if c else (row[last - 1] if closed else row[0])
        right = row[c + 1] if c < last else (row[1] if closed else row[last])
        above, below = corners[max(0, r - 1)][c], corners[min(len(corners) - 1, r + 1)][c]
        p, points = self.points[row[c]], self.points
        ax, ay, az = (points[right][k] - points[left][k] for k in range(3))
        bx, by, bz = (points[below][k] - points[above][k] for k in range(3))
        nx, ny, nz = ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx
        if nx * nx + ny * ny + nz * nz < 1e-14:
            return unit(*outward) if outward else unit(p[0] - middle[0], p[1] - middle[1], p[2] - middle[2])
        ox, oy, oz = outward or (p[0] - middle[0], p[1] - middle[1], p[2] - middle[2])
        if nx * ox + ny * oy + nz * oz < 0:
            nx, ny, nz = -nx, -ny, -nz
        return unit(nx, ny, nz)
