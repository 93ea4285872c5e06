"""The sky with its clouds, and what stands in front of it at the edge of sight: hills and towers in haze."""

from __future__ import annotations

import math
from dataclasses import dataclass

from portal.devtools.scenes.render import noise
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.weather import Colour, Weather

BINS = 720


@dataclass(frozen=True)
class FarEdge:
    """A line of far things. `heights` is the tangent of the angle over the horizon, all around in BINS steps
    (BINS/2 is straight ahead); `lost` is the share that haze takes."""

    heights: list[float]
    colour: Colour
    lost: float
    windows: bool = False


def hills(chance: Chance, height: float, colour: Colour, lost: float) -> FarEdge:
    offset, tile = chance.uniform(0, 400), noise.clouds()
    heights = []
    for step in range(BINS):
        broad = noise.smooth(tile, offset + step * 0.7, 11.0)
        detail = noise.smooth(tile, offset + step * 4.3, 77.0)
        heights.append(height * max(0.05, 0.55 + 0.5 * broad + 0.05 * detail))
    return FarEdge(heights, colour, lost)


def treeline(chance: Chance, height: float, colour: Colour, lost: float) -> FarEdge:
    offset, tile = chance.uniform(0, 400), noise.fine()
    heights = [height * (0.7 + 0.4 * noise.smooth(tile, offset + step * 2.1, 5.0)) for step in range(BINS)]
    return FarEdge(heights, colour, lost)


def towers(chance: Chance, height: float, colour: Colour, lost: float, density: float = 0.7) -> FarEdge:
    heights = [height * 0.12] * BINS
    step = 0
    while step < BINS:
        width = chance.randint(4, 11)
        tall = (
            height * chance.uniform(0.35, 1.0)
            if chance.happens(density)
            else height * chance.uniform(0.1, 0.25)
        )
        roof = chance.randint(0, 2)
        for bin_ in range(step, min(BINS, step + width)):
            edge = bin_ - step in (0, width - 1)
            heights[bin_] = tall * (1.0 if not edge or roof else 0.94)
        step += width + chance.randint(0, 4)
    return FarEdge(heights, colour, lost, windows=True)


class Sky:
    """Colour by direction, in linear light."""

    def __init__(self, weather: Weather, edges: list[FarEdge], drift: float) -> None:
        self.weather = weather
        self.edges = edges
        self.drift = drift
        self.tile = noise.clouds()

    def colour(self, dx: float, dy: float, dz: float) -> Colour:
        """The direction has length 1."""
        if dy < 0.5 and self.edges:
            found = self._edge(dx, dy, dz)
            if found is not None:
                return found
        return self._open(dx, max(0.0, dy), dz)

    def _open(self, dx: float, dy: float, dz: float) -> Colour:
        w = self.weather
        rise = 1 - (1 - min(1.0, dy)) ** 3
        r, g, b = (h + (z - h) * rise for h, z in zip(w.horizon, w.zenith, strict=True))
        sx, sy, sz = w.sun
        near_sun = max(0.0, dx * sx + dy * sy + dz * sz)
        halo = (0.25 * near_sun**6 + 0.5 * near_sun**60) * min(1.0, w.sunlight[0])
        r, g, b = r + halo, g + halo * 0.92, b + halo * 0.78
        reach = 26.0 / (dy + 0.12)
        u, v = dx * reach + self.drift, dz * reach * 1.3
        puff = 0.7 * noise.smooth(self.tile, u, v) + 0.35 * noise.smooth(self.tile, u * 3.1 + 50, v * 3.1)
        amount = min(1.0, max(0.0, (puff + w.cover * 1.5 - 0.85) * 1.5))
        amount *= 0.25 + 0.75 * min(1.0, dy * 5)
        shade = noise.smooth(self.tile, u * 1.3 - sx * 6, v * 1.3 - sz * 6)
        white = 0.86 + 0.13 * shade
        if w.cover > 0.8:
            white *= 0.82 + 0.16 * rise * shade
        cr, cg, cb = (
            white * (0.6 + 0.4 * w.horizon[0]),
            white * (0.6 + 0.4 * w.horizon[1]),
            white * (0.62 + 0.4 * w.horizon[2]),
        )
        return r + (cr - r) * amount, g + (cg - g) * amount, b + (cb - b) * amount

    def _edge(self, dx: float, dy: float, dz: float) -> Colour | None:
        flat = math.sqrt(dx * dx + dz * dz)
        tangent = dy / flat if flat > 1e-6 else 9.0
        place = (math.atan2(dx, dz) / (2 * math.pi) + 0.5) * BINS
        low = int(place)
        part = place - low
        for number, edge in enumerate(self.edges):
            height = edge.heights[low % BINS]
            if not edge.windows:
                height += (edge.heights[(low + 1) % BINS] - height) * part
            if tangent < height:
                return self._hazed(edge, number, place, tangent)
        return None

    def _hazed(self, edge: FarEdge, number: int, place: float, tangent: float) -> Colour:
        tone = 1 + 0.12 * noise.at(noise.fine(), place * 3, tangent * 900 + number * 91)
        if edge.windows:
            block = noise.at(noise.white(), int(place / 3) * 7, number * 13)
            tone = 1 + 0.2 * block
            if int(place * 5) % 3 == 0 or int(tangent * 420) % 3 == 0:
                tone *= 0.8
        haze = self.weather.haze
        lost = min(0.97, edge.lost + 0.25 * max(0.0, 0.03 - tangent) / 0.03)
        r, g, b = (c * tone * (1 - lost) + h * lost for c, h in zip(edge.colour, haze, strict=True))
        return r, g, b

    def sheen(self, rise: float) -> Colour:
        """A smooth sky for reflections in dull things; `rise` is the height of the direction, -1 to 1."""
        w = self.weather
        if rise < 0:
            dim = 0.32 + 0.2 * (1 + rise)
            return w.horizon[0] * dim, w.horizon[1] * dim, w.horizon[2] * dim * 0.95
        part = min(1.0, rise * 1.6)
        r, g, b = (h + (z - h) * part for h, z in zip(w.horizon, w.zenith, strict=True))
        return r, g, b
