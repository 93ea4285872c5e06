"""Rooms and what stands in them."""

from __future__ import annotations

from dataclasses import replace

from portal.devtools.scenes.materials import ground as soil
from portal.devtools.scenes.materials.colour import near, tone
from portal.devtools.scenes.materials.paper import poster
from portal.devtools.scenes.materials.thing import painted_metal, plain, timber
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.model import Frame, Model, Surface, Texel, lifted
from portal.devtools.scenes.render.weather import Colour
from portal.devtools.scenes.solids.basic import box, cylinder, floor, plate

SORTING = (tone("2f6b45"), tone("2c5f92"), tone("a5332c"), tone("4c4f52"))


def room(
    model: Model, width: float, depth: float, height: float, walls: Surface, ground: Surface, lamps: int = 3
) -> None:
    """Four walls around the camera's place, lamps above; the light comes as from one wide ceiling."""
    floor(model, Frame((-width / 2, 0, -1.0)), width, depth + 1.0, ground, 0.22)
    plate(model, Frame((-width / 2, 0, depth)), width, height, walls, 0.25)
    plate(model, Frame((-width / 2, 0, -1.0)).turned(-90), depth + 1.0, height, walls, 0.25)
    plate(model, Frame((width / 2, 0, depth)).turned(90), depth + 1.0, height, walls, 0.25)
    ceiling = replace(plain(tone("d2d2cc"), dirt=0.03), casts=False, thin=True, glow=0.32)
    floor(model, Frame((-width / 2, height, -1.0)), width, depth + 1.0, ceiling, 0.6)
    lamp = replace(plain((1.6, 1.55, 1.45), dirt=0.0), casts=False, thin=True, glow=1.0, lift=0.5)
    for number in range(lamps):
        at = (number + 0.7) * depth / lamps
        for x in (-width * 0.22, width * 0.22) if width > 4 else (0.0,):
            floor(model, Frame((x - 0.3, height - 0.01, at)), 0.6, 0.6, lamp, 0.6)
    skirting = plain(tone("6a6258"), gloss=0.2)
    box(model, Frame((0, 0, depth - 0.01)), (width, 0.1, 0.02), lifted(skirting), piece=0.5, sides="ft")


def terrazzo(colour: Colour, side: float = 0.8) -> Surface:
    """A polished floor in large tiles."""
    shade = soil.paving(colour, side, side)

    def polished(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        r, g, b, tx, ty, tz, _ = shade(x, y, z, u, v, distance)
        return r, g, b, tx * 0.1, ty, tz * 0.1, 0.55

    return Surface(polished, layer=0)


def window(model: Model, frame: Frame, width: float, height: float) -> None:
    """A bright window with a frame; its origin at the lower left."""
    outside = replace(plain((1.25, 1.3, 1.35), dirt=0.05), glow=1.1, lift=0.3)
    plate(model, frame.moved(0, 0, -0.01), width, height, outside, 0.5)
    white = lifted(plain(tone("c9c9c4"), gloss=0.2), 0.5)
    for x in (0.0, width / 2, width):
        box(model, frame.moved(x, 0, -0.03), (0.06, height, 0.06), white, piece=0.6)
    for y in (0.0, height * 0.7, height):
        box(model, frame.moved(width / 2, y - 0.03, -0.03), (width, 0.06, 0.06), white, piece=0.6)


def slim_bin(model: Model, frame: Frame, colour: Colour, chance: Chance, *, height: float = 0.75) -> None:
    """An indoor bin with a swing lid and a label that says nothing."""
    body = plain(near(colour, chance, 0.05), gloss=0.35, dirt=0.06)
    box(model, frame, (0.34, height * 0.82, 0.34), body, piece=0.12)
    box(
        model,
        frame.moved(0, height * 0.82, 0),
        (0.37, height * 0.18, 0.37),
        plain(near(colour, chance, 0.05), gloss=0.5, dirt=0.05),
        piece=0.12,
    )
    slot = lifted(plain(tone("1d1f20"), dirt=0.1), 0.06)
    plate(model, frame.moved(-0.13, height * 0.86, -0.19), 0.26, height * 0.09, slot, 0.1)
    plate(
        model,
        frame.moved(-0.09, height * 0.34, -0.176),
        0.18,
        0.2,
        lifted(poster(0.18, 0.2, colour, 3, squares=1), 0.06),
        0.1,
    )


def hung(
    model: Model, frame: Frame, width: float, height: float, colour: Colour, seed: int, squares: int = 4
) -> None:
    """A framed poster on a wall, its origin at its lower left."""
    rim = lifted(painted_metal(tone("b4b8b8"), 0.0), 0.1)
    box(
        model,
        frame.moved(width / 2, -0.02, 0.0),
        (width + 0.05, height + 0.04, 0.03),
        rim,
        piece=0.5,
        sides="flrtu",
    )
    plate(
        model,
        frame.moved(0, 0, -0.02),
        width,
        height,
        lifted(poster(width, height, colour, seed, squares=squares), 0.25),
        0.3,
    )


def table(
    model: Model, frame: Frame, width: float, depth: float, colour: Colour, height: float = 0.75
) -> None:
    top = timber(colour, 0.3)
    box(model, frame.moved(0, height - 0.035, 0), (width, 0.035, depth), top, piece=0.2)
    leg = painted_metal(tone("8d9294"), 0.0)
    for x in (-width / 2 + 0.06, width / 2 - 0.06):
        for z in (-depth / 2 + 0.06, depth / 2 - 0.06):
            cylinder(model, frame.moved(x, 0, z), 0.018, height - 0.03, leg, 8)


def seat(model: Model, frame: Frame, colour: Colour) -> None:
    """A stacking chair facing forward."""
    shell, leg = plain(colour, gloss=0.3, dirt=0.05), painted_metal(tone("8d9294"), 0.0)
    box(model, frame.moved(0, 0.44, 0), (0.42, 0.03, 0.42), shell, piece=0.2)
    box(model, frame.moved(0, 0.52, -0.2).tipped(-8), (0.42, 0.36, 0.025), shell, piece=0.2)
    for x in (-0.18, 0.18):
        for z in (-0.18, 0.18):
            cylinder(model, frame.moved(x, 0, z), 0.012, 0.45, leg, 6)
