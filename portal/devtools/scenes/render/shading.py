"""The light that comes back from what is seen at each pixel."""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass

from portal.devtools.scenes.render import noise
from portal.devtools.scenes.render.camera import View
from portal.devtools.scenes.render.model import Model, Surface, Vec
from portal.devtools.scenes.render.shadow import LightMap
from portal.devtools.scenes.render.sky import Sky
from portal.devtools.scenes.render.weather import Colour

_Corner = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Face:
    """A triangle prepared for looking up: plane, how to find the corner weights, corner values."""

    surface: Surface
    plane: tuple[float, float, float, float]
    start: Vec
    first: Vec
    second: Vec
    base: _Corner
    toward_first: _Corner
    toward_second: _Corner


class Mirrored:
    """The scene seen in the water, in linear light, at a fraction of the size."""

    def __init__(self, pixels: list[Colour], width: int, height: int, shrink: int) -> None:
        self.pixels, self.width, self.height, self.shrink = pixels, width, height, shrink

    def colour(self, column: float, row: float) -> Colour:
        x = min(self.width - 1, max(0, int(column / self.shrink)))
        y = min(self.height - 1, max(0, int(row / self.shrink)))
        return self.pixels[y * self.width + x]


class Shader:
    """Holds what shading needs to know about a scene; `look` answers for one pixel."""

    def __init__(
        self,
        model: Model,
        sky: Sky,
        sky_share: list[float],
        near: LightMap | None,
        far: LightMap | None,
        bounce: Colour,
    ) -> None:
        self.model, self.sky, self.weather = model, sky, sky.weather
        self.sky_share, self.near, self.far, self.bounce = sky_share, near, far, bounce
        self.faces: dict[int, _Face | None] = {}
        self.mirrored: Mirrored | None = None
        self.grain = noise.white()

    def picture(self, view: View, seen: array[int]) -> list[Colour]:
        """Linear light of every pixel, row by row."""
        pixels: list[Colour] = []
        width = view.width
        for row in range(view.height):
            start = row * width
            for column in range(width):
                dx, dy, dz = view.ray(column + 0.5, row + 0.5)
                number = seen[start + column]
                face = self._face(number - 1, view.eye) if number else None
                if face is None:
                    length = math.sqrt(dx * dx + dy * dy + dz * dz)
                    pixels.append(self.sky.colour(dx / length, dy / length, dz / length))
                else:
                    pixels.append(self.look(face, view.eye, (dx, dy, dz), column, row))
        self.faces = {}
        return pixels

    def _face(self, number: int, eye: Vec) -> _Face | None:
        if number not in self.faces:
            self.faces[number] = self._prepare(number, eye)
        return self.faces[number]

    def _prepare(self, number: int, eye: Vec) -> _Face | None:
        model = self.model
        a, b, c = model.triangles[number]
        p, q, r = model.points[a], model.points[b], model.points[c]
        ex, ey, ez = q[0] - p[0], q[1] - p[1], q[2] - p[2]
        fx, fy, fz = r[0] - p[0], r[1] - p[1], r[2] - p[2]
        nx, ny, nz = ey * fz - ez * fy, ez * fx - ex * fz, ex * fy - ey * fx
        ee, ff, ef = ex * ex + ey * ey + ez * ez, fx * fx + fy * fy + fz * fz, ex * fx + ey * fy + ez * fz
        det = ee * ff - ef * ef
        if det < 1e-16:
            return None
        offset = nx * (p[0] - eye[0]) + ny * (p[1] - eye[1]) + nz * (p[2] - eye[2])
        first = ((ex * ff - fx * ef) / det, (ey * ff - fy * ef) / det, (ez * ff - fz * ef) / det)
        second = ((fx * ee - ex * ef) / det, (fy * ee - ey * ef) / det, (fz * ee - ez * ef) / det)
        base, one, two = self._values(a), self._values(b), self._values(c)
        return _Face(
            model.surfaces[number],
            (nx, ny, nz, offset),
            p,
            first,
            second,
            base,
            _minus(one, base),
            _minus(two, base),
        )

    def _values(self, corner: int) -> _Corner:
        nx, ny, nz = self.model.normals[corner]
        u, v = self.model.uvs[corner]
        return nx, ny, nz, u, v, self.sky_share[corner]

    def look(self, face: _Face, eye: Vec, ray: Vec, column: int, row: int) -> Colour:
        dx, dy, dz = ray
        px, py, pz, offset = face.plane
        slant = px * dx + py * dy + pz * dz
        way = offset / slant if abs(slant) > 1e-12 else 1.0
        way = min(max(way, 0.02), 4000.0)
        x, y, z = eye[0] + way * dx, eye[1] + way * dy, eye[2] + way * dz
        rx, ry, rz = x - face.start[0], y - face.start[1], z - face.start[2]
        (ax, ay, az), (bx, by, bz) = face.first, face.second
        one = min(1.0, max(0.0, ax * rx + ay * ry + az * rz))
        two = min(1.0 - one, max(0.0, bx * rx + by * ry + bz * rz))
        n0, n1, n2, u0, v0, s0 = face.base
        na, nb, nc, ua, va, sa = face.toward_first
        nd, ne, nf, ub, vb, sb = face.toward_second
        length = math.sqrt(dx * dx + dy * dy + dz * dz)
        ray = (dx / length, dy / length, dz / length)
        distance = way * length
        normal = (n0 + one * na + two * nd, n1 + one * nb + two * ne, n2 + one * nc + two * nf)
        texel = face.surface.shade(x, y, z, u0 + one * ua + two * ub, v0 + one * va + two * vb, distance)
        share = s0 + one * sa + two * sb
        colour = self._light(face.surface, texel, (x, y, z), normal, ray, share, (column, row, distance))
        return self._in_air(colour, distance)

    def _light(
        self,
        surface: Surface,
        texel: tuple[float, float, float, float, float, float, float],
        point: Vec,
        normal: Vec,
        ray: Vec,
        share: float,
        pixel: tuple[int, int, float],
    ) -> Colour:
        r, g, b, tilt_x, tilt_y, tilt_z, gloss = texel
        plain_y = normal[1]
        nx, ny, nz = normal[0] + tilt_x, normal[1] + tilt_y, normal[2] + tilt_z
        size = math.sqrt(nx * nx + ny * ny + nz * nz) or 1.0
        nx, ny, nz = nx / size, ny / size, nz / size
        facing = -(nx * ray[0] + ny * ray[1] + nz * ray[2])
        if facing < 0 and surface.thin:
            nx, ny, nz, facing = -nx, -ny, -nz, -facing
        direct = self._sunshine(surface, point, (nx, ny, nz), pixel)
        w = self.weather
        fill = max(0.0, share * (1 + 0.7 * (ny - plain_y))) + surface.glow
        back = (0.5 - 0.5 * ny) * (0.25 + 0.75 * min(1.0, share * 2)) if not surface.thin else 0.3
        sun, skylight, bounce = w.sunlight, w.skylight, self.bounce
        r *= sun[0] * direct + skylight[0] * fill + bounce[0] * back
        g *= sun[1] * direct + skylight[1] * fill + bounce[1] * back
        b *= sun[2] * direct + skylight[2] * fill + bounce[2] * back
        if gloss > 0.01:
            shine = self._shine(ray, (nx, ny, nz), max(0.0, facing), gloss, direct, share)
            r, g, b = r + shine[0], g + shine[1], b + shine[2]
        if surface.mirror and self.mirrored:
            seen = self.mirrored.colour(pixel[0] + tilt_x * 420, pixel[1] + tilt_z * 420)
            part = surface.mirror * gloss * (0.12 + 0.88 * (1 - max(0.0, min(1.0, facing))) ** 3)
            r, g, b = r + (seen[0] - r) * part, g + (seen[1] - g) * part, b + (seen[2] - b) * part
        return r, g, b

    def _sunshine(self, surface: Surface, point: Vec, normal: Vec, pixel: tuple[int, int, float]) -> float:
        """The share of sunlight that falls on the point."""
        if self.near is None or self.far is None:
            return 0.0
        sx, sy, sz = self.weather.sun
        slope = normal[0] * sx + normal[1] * sy + normal[2] * sz
        if slope <= 0:
            if not surface.thin:
                return 0.0
            slope = -0.45 * slope
        x, y, z = point
        jitter = 0.6 + 0.8 * (0.5 + 0.5 * self.grain[(pixel[1] * 137 + pixel[0]) & 262143])
        spread = self.weather.softness * jitter
        x, y, z = x + normal[0] * 0.01, y + normal[1] * 0.01, z + normal[2] * 0.01
        seen = self.near.share(x, y, z, 0.012, 1.4 * spread)
        if seen is None:
            seen = self.far.share(x, y + 0.04, z, 0.15, 1.2 * spread)
            if seen is None:
                return slope
        return slope * seen

    def _shine(
        self, ray: Vec, normal: Vec, facing: float, gloss: float, direct: float, share: float
    ) -> Colour:
        """Light mirrored by a smooth surface: the sky, and the sun's spot."""
        turn = 2 * facing
        mx, my, mz = ray[0] + turn * normal[0], ray[1] + turn * normal[1], ray[2] + turn * normal[2]
        strength = gloss * (0.045 + 0.5 * (1 - min(1.0, facing)) ** 5) * min(1.0, 0.1 + share)
        r, g, b = self.sky.sheen(my)
        spot = 0.0
        if direct > 0:
            sx, sy, sz = self.weather.sun
            near = mx * sx + my * sy + mz * sz
            if near > 0:
                spot = gloss * gloss * 1.6 * near ** (12 + 160 * gloss * gloss) * min(1.0, direct * 3)
        sun = self.weather.sunlight
        return r * strength + sun[0] * spot, g * strength + sun[1] * spot, b * strength + sun[2] * spot

    def _in_air(self, colour: Colour, distance: float) -> Colour:
        w = self.weather
        lost = 1 - math.exp(-distance / w.air)
        r, g, b = colour
        return r + (w.haze[0] - r) * lost, g + (w.haze[1] - g) * lost, b + (w.haze[2] - b) * lost


def _minus(a: _Corner, b: _Corner) -> _Corner:
    return a[0] - b[0], a[1] - b[1], a[2] - b[2], a[3] - b[3], a[4] - b[4], a[5] - b[5]
