"""Where thrown things come to rest: on the ground or on what already lies there."""

from __future__ import annotations

from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.model import Frame, Model
from portal.devtools.scenes.solids.terrain import Level, flat


class Pile:
    """Things thrown down around a frame's origin. `spread` is the half width and half depth in metres."""

    def __init__(
        self, model: Model, frame: Frame, chance: Chance, spread: tuple[float, float], level: Level = flat
    ) -> None:
        self.model, self.frame, self.chance = model, frame, chance
        self.spread, self.level = spread, level
        self.lying: list[tuple[float, float, float, float]] = []

    def support(self, x: float, z: float, radius: float) -> float:
        """How high a thing of that radius would lie at (x, z)."""
        height = self.level(x, z)
        for px, pz, reach, top in self.lying:
            away = ((x - px) ** 2 + (z - pz) ** 2) / (reach + radius * 0.35) ** 2
            if away < 1:
                height = max(height, top * (1 - away) ** 0.6)
        return height

    def spot(self, radius: float, *, core: float = 0.5) -> tuple[float, float]:
        """A place in the pile, near its middle if `core` is small; of three tries, the lowest."""
        tries = []
        for _ in range(3):
            x = self.chance.gauss(0, self.spread[0] * core)
            z = self.chance.gauss(0, self.spread[1] * core)
            x = min(max(x, -self.spread[0]), self.spread[0])
            z = min(max(z, -self.spread[1]), self.spread[1])
            tries.append((self.support(x, z, radius), x, z))
        _, x, z = min(tries)
        return x, z

    def drop(self, radius: float, height: float, *, core: float = 0.5, tilt: float = 14.0) -> Frame:
        """Find a place for a thing and remember it; the frame leans more the higher it lies."""
        x, z = self.spot(radius, core=core)
        return self.put(x, z, radius, height, tilt=tilt)

    def put(self, x: float, z: float, radius: float, height: float, *, tilt: float = 14.0) -> Frame:
        base = self.support(x, z, radius)
        self.lying.append((x, z, radius, base + height))
        lean = min(1.0, (base - self.level(x, z)) * 5) * tilt
        frame = self.frame.moved(x, max(0.0, base - height * 0.12), z)
        frame = frame.tipped(self.chance.around(0, lean)).rolled(self.chance.around(0, lean))
        return frame.turned(self.chance.uniform(0, 360))
