"""Household waste: tied bags, cartons, sacks."""

from __future__ import annotations

import math
from dataclasses import replace

from portal.devtools.scenes.materials.colour import near, tone
from portal.devtools.scenes.materials.thing import cardboard, film, woven
from portal.devtools.scenes.render import noise
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.model import Frame, Model
from portal.devtools.scenes.render.noise import smooth
from portal.devtools.scenes.render.weather import Colour
from portal.devtools.scenes.solids.basic import plate, turned_body
from portal.devtools.scenes.solids.soft import blob

BLACK = tone("1b1c1e")
BAG_COLOURS = (
    *[BLACK] * 5,
    tone("2a2c2f"),
    tone("a2a5a8"),
    tone("933b35"),
    tone("39597a"),
)


def bag(model: Model, frame: Frame, chance: Chance, size: float = 0.3, colour: Colour | None = None) -> None:
    """A tied bag: a slumped body full of corners, pleats gathering to a neck, two ears."""
    tint = near(colour or chance.one_of(BAG_COLOURS), chance, 0.1)
    shift = chance.uniform(0, 9)
    tall = size * chance.uniform(1.0, 1.5)
    seed = chance.random()
    skin = film(tint, gloss=0.5, folds=0.55, thin=False, shift=shift)
    rows = _body(model, frame, Chance(seed), size, tall, 26, 44)
    model.grid(rows, replace(skin, casts=False))
    model.relief(rows, closed=True)
    model.grid(_body(model, frame, Chance(seed), size * 0.95, tall * 0.96, 9, 14), replace(skin, seen=False))
    lean = frame.moved(0, tall * 0.97, 0).rolled(chance.around(0, 30)).tipped(chance.around(0, 30))
    turned = chance.uniform(0, 6.28)

    def pleat(angle: float, height: float) -> float:
        return 0.3 * math.sin(angle * 5 + turned) + 0.35 * math.sin(angle * 2 + turned) * (height > 0)

    neck = [
        (size * 0.13, -size * 0.06),
        (size * 0.07, size * 0.05),
        (size * 0.12, size * 0.14),
        (size * 0.24, size * 0.3),
    ]
    turned_body(model, lean, neck, film(tint, gloss=0.5, folds=0.55, shift=turned), 20, pleat)


def _body(
    model: Model, frame: Frame, chance: Chance, size: float, tall: float, steps: int, around: int
) -> list[list[int]]:
    ridges, clouds, offset = noise.ridges(), noise.clouds(), chance.uniform(0, 500)
    pleats, lean_x, lean_z = chance.randint(7, 11), chance.around(0, 0.25), chance.around(0, 0.25)
    profile = [
        (0.0, 0.0),
        (0.72, 0.0),
        (0.97, 0.07),
        (1.06, 0.2),
        (1.04, 0.36),
        (0.95, 0.52),
        (0.78, 0.67),
        (0.56, 0.8),
        (0.34, 0.9),
        (0.2, 0.97),
        (0.12, 1.0),
    ]
    rows = []
    for step in range(steps + 1):
        place = step / steps * (len(profile) - 1)
        low = min(int(place), len(profile) - 2)
        part = place - low
        radius, height = (a + (b - a) * part for a, b in zip(profile[low], profile[low + 1], strict=True))
        row = []
        for k in range(around + 1):
            angle = 2 * math.pi * (k % around) / around
            c, s = math.cos(angle), math.sin(angle)
            stuffed = smooth(clouds, offset + c * 26 + height * 14, offset + s * 26 - height * 18)
            crease = smooth(ridges, offset + c * 24 + height * 30, offset + s * 24 + height * 12)
            gathered = math.sin(angle * pleats + stuffed * 3) * 0.09 * height * height
            r = size * radius * (1 + 0.42 * stuffed + 0.09 * crease + gathered)
            y = tall * height * (1 + 0.12 * stuffed * height)
            row.append(
                model.corner(
                    frame.point(c * r + lean_x * y, y, s * r + lean_z * y),
                    frame.direction(c, height - 0.4, s),
                    angle,
                    height,
                )
            )
        rows.append(row)
    return rows


def sack(model: Model, frame: Frame, chance: Chance, size: float = 0.36) -> None:
    """A filled woven sack lying flat: a pillow with a sewn end."""
    tint = near(
        chance.one_of((tone("b9b4a2"), tone("a8a28c"), tone("98a3a5"), tone("b4b4ac"), tone("8a7a58"))),
        chance,
        0.1,
    )
    clouds, offset = noise.clouds(), chance.uniform(0, 500)
    long, wide, thick = size * 1.15, size * 0.68, size * chance.uniform(0.36, 0.5)
    rows = []
    for step in range(25):
        x = step / 12 - 1
        full = max(0.0, 1 - abs(x) ** 5) ** 0.55
        row = []
        for k in range(33):
            angle = 2 * math.pi * (k % 32) / 32
            c, s = math.cos(angle), math.sin(angle)
            push = (
                1
                + 0.26 * smooth(clouds, offset + x * 22 + c * 9, offset + s * 16)
                + 0.1 * smooth(clouds, offset + x * 60, c * 40 + s * 30)
            )
            across = math.copysign(abs(c) ** 0.75, c) * wide * (0.72 + 0.28 * full) * push
            up = math.copysign(abs(s) ** 0.8, s) * thick * full * push
            row.append(
                model.corner(
                    frame.point(x * long, max(0.004, thick * 0.8 + up), across),
                    frame.direction(0, s, c),
                    x * long,
                    angle * wide,
                )
            )
        rows.append(row)
    model.grid(rows, woven(tint))
    model.relief(rows, closed=True)


def carton(
    model: Model, frame: Frame, chance: Chance, size: float = 0.4, *, opened: bool | None = None
) -> None:
    """A cardboard box with its flaps, open or shut."""
    paper = cardboard(near(tone("a8845a"), chance, 0.14), chance.uniform(0.0, 0.35))
    w, h, d = (
        size * chance.uniform(0.8, 1.25),
        size * chance.uniform(0.45, 0.9),
        size * chance.uniform(0.65, 1.0),
    )
    is_open = chance.happens(0.55) if opened is None else opened
    for turn, wide, deep in ((0, w, d), (90, d, w), (180, w, d), (270, d, w)):
        side = frame.turned(turn).moved(-wide / 2, 0, -deep / 2)
        plate(model, side, wide, h, paper, 0.12)
        flap = side.moved(0, h, 0)
        angle = chance.uniform(-150, -30) if is_open else 88 + chance.around(0, 3)
        plate(model, flap.tipped(angle), wide, min(deep / 2, h), paper, 0.14)
    if is_open and chance.happens(0.6):
        blob(
            model,
            frame.moved(0, h * 0.4, 0),
            (w * 0.36, h * 0.4, d * 0.36),
            film(tone("c8c9c6"), thin=False),
            chance,
            lumps=0.3,
        )


def flat_card(model: Model, frame: Frame, chance: Chance, size: float = 0.5) -> None:
    """A flattened carton lying on the ground."""
    paper = cardboard(near(tone("a08057"), chance, 0.14), 0.4)
    lying = frame.moved(0, 0.012, 0).turned(chance.uniform(0, 360)).tipped(90 - chance.uniform(0, 4))
    fold = chance.uniform(0.3, 0.7)
    plate(
        model,
        lying,
        size,
        size * 0.7,
        paper,
        0.1,
        lambda x, y: 0.02 + 0.05 * abs(x / size - fold) + 0.02 * math.sin(y * 9),
    )
