"""Trees, shrubs and grass out of single leaves and blades."""

from __future__ import annotations

import math

from portal.devtools.scenes.materials.colour import near, tone
from portal.devtools.scenes.materials.thing import broken_stone, leafy
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.model import Frame, Model, Surface, Vec, unit
from portal.devtools.scenes.render.weather import Colour
from portal.devtools.scenes.solids.basic import tube

LEAF = tone("587a34")
DARK_LEAF = tone("3f6030")
DRY_LEAF = tone("9c8040")


def leaf(
    model: Model, spot: Vec, size: float, surface: Surface, chance: Chance, outward: Vec, flat: float = 1.0
) -> None:
    """One leaf: two triangles with a fold."""
    ax, ay, az = chance.uniform(-1, 1), chance.uniform(-0.6, 0.6) * flat, chance.uniform(-1, 1)
    ax, ay, az = unit(ax, ay, az)
    bx, by, bz = unit(
        az + chance.uniform(-0.4, 0.4), chance.uniform(-0.7, 0.7) * flat, -ax + chance.uniform(-0.4, 0.4)
    )
    own = chance.uniform(-1, 1)
    x, y, z = spot
    half = size * 0.36
    tip = (x + ax * size, y + ay * size - size * 0.15, z + az * size)
    left = (x + ax * size * 0.5 + bx * half, y + ay * size * 0.5 + by * half, z + az * size * 0.5 + bz * half)
    right = (
        x + ax * size * 0.5 - bx * half,
        y + ay * size * 0.5 - by * half,
        z + az * size * 0.5 - bz * half,
    )
    corners = [model.corner(p, outward, own, 0.0) for p in (spot, left, tip, right)]
    model.triangle(corners[0], corners[1], corners[2], surface)
    model.triangle(corners[0], corners[2], corners[3], surface)


def crown(
    model: Model,
    middle: Vec,
    radii: Vec,
    leaves: int,
    size: float,
    colour: Colour,
    chance: Chance,
    lobes: int = 9,
) -> None:
    """A cloud of leaves gathered in lobes, denser outside than inside."""
    kinds = [leafy(near(colour, chance, 0.2)) for _ in range(3)]
    clumps = []
    for _ in range(lobes):
        x, y, z = unit(chance.gauss(0, 1), chance.gauss(0.25, 0.8), chance.gauss(0, 1))
        out = chance.uniform(0.3, 0.72)
        clumps.append((x * out, y * out, z * out, chance.uniform(0.34, 0.55)))
    for _ in range(leaves):
        cx, cy, cz, reach = chance.one_of(clumps)
        dx, dy, dz = unit(chance.gauss(0, 1), chance.gauss(0, 1), chance.gauss(0, 1))
        out = reach * chance.random() ** 0.4
        px, py, pz = cx + dx * out, cy + dy * out, cz + dz * out
        spot = (middle[0] + px * radii[0], middle[1] + py * radii[1], middle[2] + pz * radii[2])
        facing = unit(px * 0.5 + dx * 0.6, py * 0.5 + dy * 0.6 + 0.25, pz * 0.5 + dz * 0.6)
        leaf(model, spot, size * chance.uniform(0.7, 1.3), chance.one_of(kinds), chance, facing)


def trunk(
    model: Model, foot: Vec, height: float, radius: float, chance: Chance, colour: Colour = tone("75685a")
) -> Vec:
    """A slightly bent trunk; returns its top."""
    bark = broken_stone(colour, 0.3)
    lean_x, lean_z = chance.uniform(-0.06, 0.06), chance.uniform(-0.06, 0.06)
    pieces = 6
    for step in range(pieces):
        low, high = step / pieces, (step + 1) / pieces
        ends = [
            (foot[0] + lean_x * height * t * t, foot[1] + height * t, foot[2] + lean_z * height * t * t)
            for t in (low, high)
        ]
        tube(model, ends, radius * (1.15 - 0.6 * low), bark, 9)
    return foot[0] + lean_x * height, foot[1] + height, foot[2] + lean_z * height


def broadleaf(
    model: Model,
    foot: Vec,
    height: float,
    chance: Chance,
    *,
    leaves: int = 3500,
    colour: Colour = LEAF,
    size: float = 0.17,
) -> None:
    """A street tree."""
    top = trunk(model, foot, height * 0.5, height * 0.022 + 0.03, chance)
    bark = broken_stone(tone("6a5e50"), 0.3)
    for _ in range(5):
        turn, rise = chance.uniform(0, 6.28), chance.uniform(0.15, 0.3)
        end = (
            top[0] + math.cos(turn) * height * 0.17,
            top[1] + height * rise,
            top[2] + math.sin(turn) * height * 0.17,
        )
        tube(model, [(top[0], top[1] - 0.2, top[2]), end], 0.05, bark, 5)
    middle = (top[0], top[1] + height * 0.22, top[2])
    crown(model, middle, (height * 0.33, height * 0.3, height * 0.33), leaves, size, colour, chance, 12)


def poplar(
    model: Model,
    foot: Vec,
    height: float,
    chance: Chance,
    *,
    leaves: int = 900,
    colour: Colour = tone("7d8f4a"),
) -> None:
    """A slender tree for rows far away."""
    trunk(model, foot, height * 0.8, height * 0.012 + 0.03, chance, tone("948b7c"))
    middle = (foot[0], foot[1] + height * 0.6, foot[2])
    crown(
        model,
        middle,
        (height * 0.13, height * 0.45, height * 0.13),
        leaves,
        height * 0.035,
        colour,
        chance,
        10,
    )


def shrub(
    model: Model,
    foot: Vec,
    radii: Vec,
    chance: Chance,
    *,
    leaves: int = 900,
    colour: Colour = DARK_LEAF,
    size: float = 0.07,
) -> None:
    middle = (foot[0], foot[1] + radii[1] * 0.75, foot[2])
    crown(model, middle, radii, leaves, size, colour, chance, 8)


def bamboo(model: Model, foot: Vec, height: float, chance: Chance, leaves: int = 160) -> None:
    stalk = broken_stone(tone("6f8038"), 0.12)
    lean_x, lean_z = chance.uniform(-0.5, 0.5), chance.uniform(-0.4, 0.4)
    path = [
        (foot[0] + lean_x * t * t, foot[1] + height * t, foot[2] + lean_z * t * t)
        for t in (0, 0.25, 0.5, 0.75, 0.9, 1.0)
    ]
    tube(model, path, 0.03, stalk, 6)
    green = leafy(near(tone("6d8a3a"), chance, 0.2), 0.3)
    for _ in range(leaves):
        t = chance.uniform(0.35, 1.0)
        reach = 0.7 * (0.4 + t * 0.5)
        spot = (
            foot[0] + lean_x * t * t + chance.gauss(0, reach * 0.5),
            foot[1] + height * t + chance.uniform(-0.3, 0.2),
            foot[2] + lean_z * t * t + chance.gauss(0, reach * 0.5),
        )
        leaf(
            model,
            spot,
            chance.uniform(0.16, 0.28),
            green,
            chance,
            unit(chance.uniform(-1, 1), 0.8, chance.uniform(-1, 1)),
            1.6,
        )


def blades(
    model: Model, spots: list[Vec], height: float, colour: Colour, chance: Chance, width: float = 0.006
) -> None:
    """Grass: one bent blade at each spot."""
    greens = [leafy(near(colour, chance, 0.25), 0.4, casts=False) for _ in range(4)]
    for x, y, z in spots:
        turn, tall = chance.uniform(0, 6.28), height * chance.uniform(0.5, 1.2)
        bend, c, s = tall * chance.uniform(0.1, 0.7), math.cos(turn), math.sin(turn)
        own = chance.uniform(-1, 1)
        surface = chance.one_of(greens)
        low = [
            model.corner((x - s * width * k, y, z + c * width * k), (0, 1, 0), own - 0.4, 0) for k in (-1, 1)
        ]
        mid = [
            model.corner(
                (
                    x + c * bend * 0.3 - s * width * 0.7 * k,
                    y + tall * 0.6,
                    z + s * bend * 0.3 + c * width * 0.7 * k,
                ),
                (0, 1, 0),
                own,
                0,
            )
            for k in (-1, 1)
        ]
        tip = model.corner((x + c * bend, y + tall, z + s * bend), (0, 1, 0), own + 0.2, 0)
        model.triangle(low[0], low[1], mid[0], surface)
        model.triangle(low[1], mid[1], mid[0], surface)
        model.triangle(mid[0], mid[1], tip, surface)


def scattered(
    chance: Chance, count: int, left: float, right: float, near_: float, far: float, level: float = 0.0
) -> list[Vec]:
    """Spots on the ground, denser near the camera."""
    return [
        (chance.uniform(left, right), level, near_ + (far - near_) * chance.random() ** 1.7)
        for _ in range(count)
    ]


def fallen_leaves(
    model: Model,
    frame: Frame,
    count: int,
    half_x: float,
    half_z: float,
    chance: Chance,
    colour: Colour = DRY_LEAF,
) -> None:
    kinds = [leafy(near(colour, chance, 0.35), 0.4) for _ in range(4)]
    for _ in range(count):
        spot = frame.point(chance.gauss(0, half_x * 0.6), 0.012, chance.gauss(0, half_z * 0.6))
        leaf(model, spot, chance.uniform(0.04, 0.09), chance.one_of(kinds), chance, (0, 1, 0), 0.15)
