"""Where the phone is held, and how a point of the world lands on its picture."""

from __future__ import annotations

import math
from dataclasses import dataclass

from portal.devtools.scenes.render.model import Vec, unit


@dataclass(frozen=True)
class Camera:
    """`angle` is the field of view over the longer side, in degrees; `roll` the tilt of a hand-held
    phone."""

    eye: Vec
    target: Vec
    angle: float = 66.0
    roll: float = 0.0

    def view(self, width: int, height: int) -> View:
        forward = unit(*(self.target[k] - self.eye[k] for k in range(3)))
        right = unit(forward[2], 0.0, -forward[0])
        up = (
            forward[1] * right[2] - forward[2] * right[1],
            forward[2] * right[0] - forward[0] * right[2],
            forward[0] * right[1] - forward[1] * right[0],
        )
        c, s = math.cos(math.radians(self.roll)), math.sin(math.radians(self.roll))
        tilted_right = tuple(c * right[k] + s * up[k] for k in range(3))
        tilted_up = tuple(c * up[k] - s * right[k] for k in range(3))
        focal = max(width, height) / 2 / math.tan(math.radians(self.angle) / 2)
        return View(self.eye, _vec(tilted_right), _vec(tilted_up), forward, focal, width, height)


def _vec(values: tuple[float, ...]) -> Vec:
    return values[0], values[1], values[2]


@dataclass(frozen=True)
class View:
    """A camera with a picture size: axes, focal length in pixels."""

    eye: Vec
    right: Vec
    up: Vec
    forward: Vec
    focal: float
    width: int
    height: int

    def mirrored(self, level: float) -> View:
        """The same picture seen in a mirror lying at `level`."""
        x, y, z = self.eye
        axes = [(a[0], -a[1], a[2]) for a in (self.right, self.up, self.forward)]
        return View((x, 2 * level - y, z), axes[0], axes[1], axes[2], self.focal, self.width, self.height)

    def ray(self, column: float, row: float) -> Vec:
        """The direction, not of length 1, through a pixel; its forward part is 1."""
        a = (column - self.width / 2) / self.focal
        b = (self.height / 2 - row) / self.focal
        r, u, f = self.right, self.up, self.forward
        return f[0] + a * r[0] + b * u[0], f[1] + a * r[1] + b * u[1], f[2] + a * r[2] + b * u[2]

    def project(self, points: list[Vec]) -> list[tuple[float, float, float]]:
        """Pixel column, row and distance along the view of each point."""
        (ex, ey, ez), (rx, ry, rz), (ux, uy, uz), (fx, fy, fz) = self.eye, self.right, self.up, self.forward
        focal, half_width, half_height = self.focal, self.width / 2, self.height / 2
        result = []
        for px, py, pz in points:
            x, y, z = px - ex, py - ey, pz - ez
            depth = x * fx + y * fy + z * fz
            if depth < 0.02:
                result.append((0.0, 0.0, -1.0))
                continue
            scale = focal / depth
            result.append(
                (
                    half_width + (x * rx + y * ry + z * rz) * scale,
                    half_height - (x * ux + y * uy + z * uz) * scale,
                    depth,
                )
            )
        return result
