"""Light of the hour: sun, sky and air."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from portal.devtools.scenes.render.model import Vec

Colour = tuple[float, float, float]


def sun_at(height: float, bearing: float) -> Vec:
    """Height and bearing in degrees; bearing 0 is straight ahead of the camera, 90 to its right."""
    h, b = math.radians(height), math.radians(bearing)
    return math.cos(h) * math.sin(b), math.sin(h), math.cos(h) * math.cos(b)


@dataclass(frozen=True)
class Weather:
    """Light in linear units where 1 is white paper in the sun; `air` is the distance in metres at which two
    thirds of a thing are lost in haze; `softness` widens the edge of shadows; `key` is how bright the picture
    is meant to be; `lit` is how bright lamps burn behind windows."""

    sun: Vec
    sunlight: Colour
    skylight: Colour
    zenith: Colour
    horizon: Colour
    haze: Colour
    air: float
    cover: float
    softness: float = 1.0
    key: float = 1.0
    wet: float = 0.0
    warmth: float = 0.0
    lit: float = 0.0

    def turned(self, height: float, bearing: float) -> Weather:
        return replace(self, sun=sun_at(height, bearing))


CLEAR = Weather(
    sun_at(48, -120), (1.02, 0.93, 0.8), (0.3, 0.37, 0.48), (0.2, 0.38, 0.72), (0.62, 0.72, 0.82),
    (0.6, 0.68, 0.76), 420.0, 0.35,
)  # fmt: skip
HAZY = Weather(
    sun_at(42, -140), (0.72, 0.64, 0.52), (0.4, 0.43, 0.47), (0.5, 0.58, 0.68), (0.78, 0.79, 0.78),
    (0.72, 0.73, 0.72), 240.0, 0.5, softness=2.0,
)  # fmt: skip
OVERCAST = Weather(
    sun_at(60, 30), (0.0, 0.0, 0.0), (0.66, 0.68, 0.7), (0.66, 0.69, 0.72), (0.84, 0.85, 0.86),
    (0.76, 0.78, 0.79), 300.0, 0.95, warmth=-0.01,
)  # fmt: skip
AFTER_RAIN = Weather(
    sun_at(60, 30), (0.0, 0.0, 0.0), (0.56, 0.59, 0.63), (0.52, 0.57, 0.63), (0.78, 0.8, 0.82),
    (0.66, 0.69, 0.72), 230.0, 0.9, key=0.95, wet=1.0, warmth=-0.02,
)  # fmt: skip
LATE = Weather(
    sun_at(17, -75), (1.0, 0.7, 0.42), (0.25, 0.3, 0.4), (0.28, 0.42, 0.66), (0.9, 0.74, 0.56),
    (0.74, 0.64, 0.54), 300.0, 0.45, softness=1.5, warmth=0.02,
)  # fmt: skip
DUSK = Weather(
    sun_at(8, 60), (0.16, 0.1, 0.07), (0.3, 0.34, 0.44), (0.22, 0.3, 0.46), (0.72, 0.56, 0.5),
    (0.46, 0.44, 0.48), 260.0, 0.6, softness=3.0, key=0.62, warmth=-0.01, lit=1.0,
)  # fmt: skip
INDOORS = Weather(
    sun_at(70, 20), (0.0, 0.0, 0.0), (0.74, 0.71, 0.65), (0.9, 0.88, 0.84), (0.5, 0.48, 0.45),
    (0.6, 0.6, 0.58), 4000.0, 0.0, key=1.25, warmth=0.01,
)  # fmt: skip
