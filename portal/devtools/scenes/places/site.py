"""A place ready for something to be thrown down in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from portal.devtools.scenes.render.camera import Camera
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.model import Frame
from portal.devtools.scenes.render.stage import Stage
from portal.devtools.scenes.render.weather import Colour
from portal.devtools.scenes.solids.terrain import Level, flat


@dataclass
class Site:
    """`spot` is where the waste lies, `spread` its half width and half depth in metres. `tidy` is where a tub
    or a board is put up afterwards. `wall` says how far behind the spot a wall stands that things can
    lean on; `bins` are the places and colours of the bins that belong there."""

    stage: Stage
    spot: Frame
    spread: tuple[float, float]
    chance: Chance
    tidy: Frame = field(default_factory=Frame)
    level: Level = flat
    wall: float | None = None
    bins: tuple[tuple[Frame, Colour], ...] = ()


def held(
    chance: Chance, x: float, y: float, distance: float, look: float = 0.55, angle: float = 64.0
) -> Camera:
    """A phone held at height `y`, pointed at a place `distance` ahead and `look` high, not quite level."""
    return Camera(
        (x + chance.around(0, 0.35), y + chance.around(0, 0.12), chance.around(0.05, 0.4)),
        (x * 0.3 + chance.around(0, 0.15), look + chance.around(0, 0.1), distance),
        angle + chance.around(0, 3),
        chance.around(0, 1.6),
    )
