"""Renovation and building waste."""

from __future__ import annotations

import math

from portal.devtools.scenes.materials import ground as soil
from portal.devtools.scenes.materials.colour import near, tone
from portal.devtools.scenes.materials.thing import broken_stone, plain, timber
from portal.devtools.scenes.materials.wall import tiles
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.model import Frame, Model, Surface
from portal.devtools.scenes.solids.basic import box, tube, turned_body
from portal.devtools.scenes.solids.soft import blob, heap

BRICK_COLOURS = (tone("9a5a44"), tone("a4664c"), tone("8a5040"), tone("96888a"), tone("a8a196"))


def brick(model: Model, frame: Frame, chance: Chance) -> None:
    length = 0.24 if chance.happens(0.6) else chance.uniform(0.08, 0.18)
    body = broken_stone(near(chance.one_of(BRICK_COLOURS), chance, 0.15), 0.2)
    box(model, frame, (length, 0.055, 0.115), body, piece=0.12)


def lump(model: Model, frame: Frame, chance: Chance, size: float) -> None:
    """A broken piece of concrete or mortar."""
    stone = broken_stone(near(tone("a39d92"), chance, 0.15), 0.25)
    blob(
        model,
        frame,
        (size, size * 0.62, size * chance.uniform(0.6, 1.0)),
        stone,
        chance,
        lumps=0.5,
        detail=12,
        sag=0.1,
    )


def board(model: Model, frame: Frame, chance: Chance, size: float) -> None:
    """A broken sheet of plasterboard or a door panel."""
    face = plain(
        near(chance.one_of((tone("cfcabd"), tone("c4c0b4"), tone("b79f7c"))), chance, 0.08), dirt=0.22
    )
    box(model, frame, (size, 0.014, size * chance.uniform(0.4, 0.8)), face, piece=0.15)


def plank(model: Model, frame: Frame, chance: Chance, length: float) -> None:
    wood = timber(near(tone("a07c54"), chance, 0.2))
    box(model, frame, (length, 0.035, chance.uniform(0.06, 0.14)), wood, piece=0.2)


def bucket(model: Model, frame: Frame, chance: Chance, *, lying: bool = False) -> None:
    """A paint bucket with drips and a wire handle."""
    body = plain(
        near(chance.one_of((tone("d5d4cc"), tone("c9cbd0"), tone("3f6f9a"))), chance, 0.06),
        gloss=0.3,
        dirt=0.2,
    )
    r, h = 0.15, 0.34
    at = frame.turned(chance.uniform(0, 360))
    if lying:
        at = at.moved(0, r, 0).tipped(90)
    shape = [
        (0.0, 0.0),
        (r * 0.86, 0.0),
        (r * 0.88, 0.02),
        (r, h),
        (r * 1.05, h),
        (r * 1.05, h - 0.03),
        (r * 0.94, h - 0.01),
        (r * 0.85, h * 0.5),
        (0.0, h * 0.5),
    ]
    turned_body(model, at, shape, body, 22)
    turned_body(
        model,
        at,
        [(r * 0.955, h * 0.25), (r * 0.985, h * 0.72)],
        plain(near(chance.one_of((tone("4a7a9a"), tone("a8463c"), tone("5a8a5c"))), chance), gloss=0.2),
        22,
    )
    path = [
        at.point(r * math.cos(a), h - 0.02 - 0.13 * math.sin(a), -r * 0.4 * math.sin(a) - r * 0.75)
        for a in [k * math.pi / 8 for k in range(9)]
    ]
    tube(model, path, 0.004, plain(tone("888888"), gloss=0.4), 4)


def tile_stack(model: Model, frame: Frame, chance: Chance) -> None:
    face = tiles(near(tone("d6d2c6"), chance, 0.05), 0.3)
    for number in range(chance.randint(2, 5)):
        at = frame.moved(chance.around(0, 0.03), number * 0.013, chance.around(0, 0.03)).turned(
            chance.around(0, 8)
        )
        box(model, at, (0.3, 0.011, 0.3), face, piece=0.3)


def rubble_surface(chance: Chance) -> Surface:
    shade = soil.gravel(near(tone("a89a8a"), chance, 0.06), 0.045)
    return Surface(shade)


def rubble_heap(
    model: Model, frame: Frame, chance: Chance, half_x: float, half_z: float, height: float, pieces: int
) -> None:
    """A mound of dust and grit with bricks and lumps lying on it."""
    level = heap(model, frame, half_x, half_z, height, rubble_surface(chance), chance, rough=0.3, detail=50)
    for _ in range(pieces):
        x, z = chance.gauss(0, half_x * 0.48), chance.gauss(0, half_z * 0.48)
        at = frame.moved(x, max(0.0, level(x, z)), z).turned(chance.uniform(0, 360))
        at = at.tipped(chance.around(0, 35)).rolled(chance.around(0, 35))
        draw = chance.random()
        if draw < 0.6:
            brick(model, at, chance)
        elif draw < 0.85:
            lump(model, at, chance, chance.uniform(0.04, 0.13))
        elif draw < 0.94:
            board(model, at, chance, chance.uniform(0.2, 0.5))
        else:
            plank(model, at, chance, chance.uniform(0.4, 1.0))
