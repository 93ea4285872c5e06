"""Colours as we name them, turned into linear light."""

from __future__ import annotations

from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.weather import Colour


def tone(code: str) -> Colour:
    """From `8a8378` as a screen shows it."""
    r, g, b = (_linear(int(code[k : k + 2], 16) / 255) for k in (0, 2, 4))
    return r, g, b


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def near(colour: Colour, chance: Chance, spread: float = 0.15) -> Colour:
    """The same colour, a little lighter or darker and a little off."""
    level = 1 + chance.uniform(-spread, spread)
    r, g, b = (c * level * (1 + chance.uniform(-spread, spread) * 0.25) for c in colour)
    return r, g, b
