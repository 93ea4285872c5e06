"""Drums, soil and what falls off lorries."""

from __future__ import annotations

import math

from portal.devtools.scenes.materials import ground as soil
from portal.devtools.scenes.materials.colour import near, tone
from portal.devtools.scenes.materials.thing import painted_metal, plain
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.model import Frame, Model, Surface, lifted
from portal.devtools.scenes.render.weather import Colour
from portal.devtools.scenes.solids.basic import plate, turned_body
from portal.devtools.scenes.solids.soft import blob, heap
from portal.devtools.scenes.waste.building import lump

DRUM_COLOURS = (
    tone("2f5f96"),
    tone("2f5f96"),
    tone("8a3a2c"),
    tone("4f6a4a"),
    tone("3a3d40"),
    tone("a88a34"),
)


# Radius and height as shares: bottom with its rim, two ribs, top with its rim.
DRUM_SHAPE = (
    (0.0, 0.017), (0.96, 0.017), (0.96, 0.017), (0.97, 0.0), (1.02, 0.0), (1.02, 0.023), (1.0, 0.034),
    (1.0, 0.31), (1.05, 0.34), (1.0, 0.375), (1.0, 0.625), (1.05, 0.66), (1.0, 0.695),
    (1.0, 0.966), (1.02, 0.977), (1.02, 1.0), (0.97, 1.0), (0.96, 0.977), (0.96, 0.977), (0.0, 0.977),
)  # fmt: skip


def drum(model: Model, frame: Frame, chance: Chance, *, lying: bool = False) -> None:
    """A 200-litre steel drum with its two ribs, rusty at the edges."""
    steel = painted_metal(near(chance.one_of(DRUM_COLOURS), chance, 0.12), chance.uniform(0.3, 0.6), 0.4)
    r, h = 0.29, 0.88
    at = (
        frame.moved(0, r, 0).turned(chance.uniform(0, 360)).tipped(90)
        if lying
        else frame.turned(chance.uniform(0, 360))
    )
    shape = [(r * wide, h * tall) for wide, tall in DRUM_SHAPE]
    turned_body(model, at, shape, steel, 30)
    plate(
        model,
        at.moved(-0.09, 0.36, -r * 1.005).turned(0),
        0.18,
        0.18,
        lifted(plain(tone("c9a13a"), dirt=0.4), 0.05),
        0.06,
        lambda x, y: -((x - 0.09) ** 2) * 1.7 - 0.002,
    )
    for x in (-0.14, 0.15):
        turned_body(
            model,
            at.moved(x, h - 0.02, 0.05),
            [(0.035, 0), (0.035, 0.018), (0, 0.018)],
            painted_metal(tone("8a8a84"), 0.5),
            10,
        )


def stain(
    model: Model,
    frame: Frame,
    chance: Chance,
    half_x: float,
    half_z: float,
    colour: Colour = tone("2a241e"),
    gloss: float = 0.7,
) -> None:
    """A dark patch that has run over the ground."""
    kinds = Surface(plain(colour, gloss=gloss, dirt=0.2).shade, casts=False, layer=0.6)
    count, turns = 40, chance.uniform(0, 6.28)
    middle = model.corner(frame.point(0, 0.007, 0), (0, 1, 0))
    rim = []
    for step in range(count):
        angle = 2 * math.pi * step / count
        reach = (
            1
            + 0.22 * math.sin(angle * 3 + turns)
            + 0.12 * math.sin(angle * 7 + turns * 2)
            + chance.around(0, 0.03)
        )
        rim.append(
            model.corner(
                frame.point(math.cos(angle) * half_x * reach, 0.007, math.sin(angle) * half_z * reach),
                (0, 1, 0),
            )
        )
    for step in range(count):
        model.triangle(middle, rim[step], rim[(step + 1) % count], kinds)


def soil_heap(
    model: Model, frame: Frame, chance: Chance, half_x: float, half_z: float, height: float
) -> None:
    """Bare soil tipped from a lorry, clods around its foot."""
    earth = Surface(soil.earth(near(tone("7d5f42"), chance, 0.08), tone("98805f"), 0.9))
    level = heap(model, frame, half_x, half_z, height, earth, chance, rough=0.17, detail=60)
    for _ in range(60):
        angle, reach = chance.uniform(0, 6.28), chance.uniform(0.5, 1.25)
        x, z = math.cos(angle) * half_x * reach, math.sin(angle) * half_z * reach
        at, size = frame.moved(x, max(0.0, level(x, z) - 0.01), z), chance.uniform(0.02, 0.07)
        blob(model, at, (size, size * 0.7, size), earth, chance, lumps=0.4, detail=9)


def spill(model: Model, frame: Frame, chance: Chance, half_x: float, half_z: float) -> None:
    """Gravel, mud and mortar lost on a road: a low smear with stones and wheel marks."""
    mud = Surface(soil.gravel(near(tone("8f7f68"), chance, 0.06), 0.035), casts=False, layer=0.6)
    heap(model, frame, half_x, half_z, 0.09, mud, chance, rough=0.5, detail=56)
    heap(
        model,
        frame.moved(half_x * 0.4, 0, half_z * 1.4),
        half_x * 0.7,
        half_z * 1.3,
        0.05,
        mud,
        chance,
        rough=0.6,
        detail=40,
    )
    for _ in range(80):
        x, z = chance.gauss(0, half_x * 0.7), chance.gauss(half_z * 0.4, half_z)
        lump(model, frame.moved(x, 0, z).turned(chance.uniform(0, 360)), chance, chance.uniform(0.015, 0.06))
