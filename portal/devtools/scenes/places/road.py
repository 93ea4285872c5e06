"""Places along roads: a kerb by a wall, under a bridge, a gap between houses."""

from __future__ import annotations

from dataclasses import replace

from portal.devtools.scenes.materials import ground as soil
from portal.devtools.scenes.materials import wall
from portal.devtools.scenes.materials.colour import near, tone
from portal.devtools.scenes.materials.thing import painted_metal, plain
from portal.devtools.scenes.places.site import Site, held
from portal.devtools.scenes.render import noise
from portal.devtools.scenes.render.camera import Camera
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.model import Frame, Surface
from portal.devtools.scenes.render.sky import hills, towers, treeline
from portal.devtools.scenes.render.stage import Stage
from portal.devtools.scenes.render.weather import Colour, Weather
from portal.devtools.scenes.solids import plants, street
from portal.devtools.scenes.solids.basic import box, cylinder, floor
from portal.devtools.scenes.solids.terrain import ground


def painted_line(colour: Colour) -> Surface:
    """Worn road paint."""
    return replace(plain(colour, dirt=0.45), layer=0.6, casts=False)


def roadside(weather: Weather, chance: Chance) -> Site:
    """A street seen along its kerb: carriageway on the left, pavement, planes and a wall on the right."""
    focus = (1.1, 0.12, 4.4)
    eye, target = (chance.around(0.1, 0.3), 1.6, 0.0), (chance.around(0.75, 0.1), 0.75, 6.0)
    stage = Stage(Camera(eye, target, 66, chance.around(0, 1.4)), weather, focus)
    model = stage.model
    ground(
        model, soil.laid(soil.asphalt(near(tone("6c6c6b"), chance)), weather.wet), focus, right=0.2, left=-60
    )
    ground(
        model, soil.laid(soil.paving(tone("a09488"), 0.25, 0.25, tone("8c7265")), weather.wet * 0.8), focus,
        left=0.2, right=5.0, level=lambda _x, _z: 0.12,
    )  # fmt: skip
    kerb = Frame((0.13, 0, 15.0)).turned(90)
    street.kerb(model, kerb, 30)
    street.long_wall(
        model,
        Frame((3.9, 0.1, 22)).turned(-90),
        44,
        2.4,
        wall.plaster(near(tone("c3b8a2"), chance), 1.5, tone("8d6a58")),
    )
    for number in range(6):
        foot = (0.75 + chance.around(0, 0.1), 0.12, 6.6 + number * 6.5)
        leaves, size = max(1500, 4600 - number * 700), 0.17 + number * 0.02
        plants.broadleaf(model, foot, chance.around(7.2, 0.5), chance, leaves=leaves, size=size)
    for z in (10.0, 26.0, 42.0):
        street.lamp_post(model, Frame((0.5, 0.12, z)).turned(180), 7.0)
    white = painted_line(tone("c9c9c2"))
    for number in range(12):
        floor(model, Frame((-3.4, 0.006, 2 + number * 5.0)), 0.13, 2.4, white, 0.6)
    street.block_of_flats(model, Frame((6, 0, 26)).turned(-62), 9, 6, tone("c4b49c"), chance, lit=weather.lit)
    street.block_of_flats(
        model, Frame((-24, 0, 44)).turned(22), 7, 9, tone("b4b8bc"), chance, lit=weather.lit
    )
    for number in range(5):
        plants.broadleaf(model, (-8.5, 0, 10 + number * 8.0), 7.0, chance, leaves=1500, size=0.26)
    stage.edges = [towers(chance, 0.22, tone("8a9098"), 0.6)]
    return Site(stage, Frame((1.45, 0.12, 4.5)), (0.95, 0.85), chance, Frame((2.9, 0.12, 5.6)))


def under_bridge(weather: Weather, chance: Chance) -> Site:
    """Bare ground under a viaduct."""
    focus = (0.0, 0.0, 4.5)
    stage = Stage(held(chance, 0.5, 1.55, 6.0, 1.05), weather, focus)
    model = stage.model
    ground(model, soil.laid(soil.earth(tone("8a7e6c"), tone("a39a8a"), 0.9), weather.wet), focus)
    stone = wall.plaster(tone("a5a29b"), 2.0)
    for z in (7.5, 21.0, 36.0):
        for x in (-4.4, 4.2):
            box(model, Frame((x, 0, z)), (1.3, 6.2, 1.3), stone, piece=0.35 if z < 10 else 1.0)
        box(model, Frame((-0.1, 6.2, z)), (12.5, 1.0, 1.6), stone, piece=0.8)
    for x in (-4.4, 0.0, 4.2):
        box(model, Frame((x, 7.2, 27)), (2.4, 1.3, 60), stone, piece=1.2)
    box(model, Frame((0, 8.5, 27)), (15, 0.4, 62), stone, piece=1.5)
    grass = soil.laid(soil.turf())
    ground(model, grass, (0, 0, 50), near=44, far=200, level=lambda _x, _z: 0.1, cell=2.0)
    for number in range(9):
        plants.shrub(
            model,
            (-13 + number * 3.2 + chance.around(0, 1), 0, 43 + chance.around(0, 2)),
            (2.2, 1.4, 1.5),
            chance,
            leaves=500,
            size=0.25,
        )
    for x, z in ((-6.5, 9), (6.6, 8.5), (-7.5, 14), (7.4, 15)):
        plants.shrub(model, (x, 0, z), (1.1, 0.8, 0.9), chance, leaves=900)
    plants.blades(model, plants.scattered(chance, 900, -5, 5, 5.2, 8.5), 0.16, tone("7c8248"), chance)
    stage.edges = [towers(chance, 0.12, tone("8a9098"), 0.6), treeline(chance, 0.05, tone("5c6a48"), 0.4)]
    stage.near, stage.brighter = 8.0, 1.3
    return Site(stage, Frame(focus), (1.7, 0.9), chance, Frame((1.6, 0, 6.0)))


def vacant_lot(weather: Weather, chance: Chance) -> Site:
    """A lot left empty: gravel, weeds, a broken wall, towers on the horizon."""
    tile = noise.clouds()

    def level(x: float, z: float) -> float:
        return 0.05 * noise.smooth(tile, x * 22, z * 22) + 0.02 * noise.smooth(tile, x * 80, z * 80)

    focus = (0.0, 0.0, 4.6)
    stage = Stage(held(chance, -0.3, 1.6, 6.0, 0.95), weather, focus)
    model = stage.model
    ground(
        model,
        soil.laid(soil.earth(tone("85745a"), tone("a3957d"), 1.0), weather.wet),
        focus,
        level=level,
        fine=3.0,
    )
    street.long_wall(model, Frame((-9.5, 0, 10.5)).turned(-8), 14, 1.9, wall.bricks(tone("8c5f4c"), worn=1.6))
    street.long_wall(model, Frame((8.5, 0, 12.0)).turned(5), 13, 1.5, wall.bricks(tone("8c5f4c"), worn=1.8))
    plants.blades(model, plants.scattered(chance, 5200, -6, 6, 2.0, 10.5), 0.2, tone("7d8445"), chance)
    plants.blades(
        model, plants.scattered(chance, 2400, -8, 8, 6.0, 11.5), 0.55, tone("8f8a52"), chance, 0.009
    )
    for number in range(8):
        plants.shrub(
            model,
            (-8 + number * 2.4 + chance.around(0, 0.8), 0, 11.5 + chance.around(0, 1.6)),
            (1.2, 0.9, 0.8),
            chance,
            leaves=900,
        )
    plants.broadleaf(model, (-5.6, 0, 14), 5.5, chance, leaves=2400)
    for number in range(3):
        at = Frame((-34 + number * 26 + chance.around(0, 4), 0, 62 + chance.around(0, 8))).turned(
            chance.around(0, 12)
        )
        street.block_of_flats(
            model, at, 6, 14 + chance.randint(0, 5), chance.one_of((tone("bdb2a0"), tone("a9b0b6"))), chance
        )
    stage.edges = [towers(chance, 0.25, tone("8a9098"), 0.55), hills(chance, 0.06, tone("6d7a78"), 0.6)]
    return Site(stage, Frame(focus), (1.6, 0.8), chance, Frame((1.7, 0, 6.2)), level=level)


def parking(weather: Weather, chance: Chance) -> Site:
    """The edge of a car park: bays, bollards, a hedge, a lamp."""
    focus = (0.0, 0.0, 4.3)
    stage = Stage(held(chance, 0.2, 1.55, 5.4, 0.8), weather, focus)
    model = stage.model
    ground(model, soil.laid(soil.asphalt(near(tone("706f6d"), chance)), weather.wet), focus)
    white = painted_line(tone("c4c4bc"))
    for number in range(7):
        floor(model, Frame((-8.8 + number * 2.6, 0.006, 0.8)), 0.1, 4.2, white, 0.5)
    street.kerb(model, Frame((0, 0, 5.5)), 36)
    ground(
        model,
        soil.laid(soil.turf(bare=0.15)),
        (0, 0, 8),
        near=5.6,
        far=14,
        level=lambda _x, _z: 0.1,
        cell=0.5,
    )
    for number in range(18):
        plants.shrub(
            model,
            (-10 + number * 1.1, 0.1, 6.3 + chance.around(0, 0.1)),
            (0.7, 0.62, 0.5),
            chance,
            leaves=600,
        )
    yellow, steel = plain(tone("c9a032"), dirt=0.3), painted_metal(tone("2f3234"), 0.1)
    for x in (-3.9, -1.3, 1.3, 3.9):
        cylinder(model, Frame((x, 0, 5.1)), 0.05, 0.7, yellow, 10)
        cylinder(model, Frame((x, 0.3, 5.1)), 0.052, 0.15, steel, 10)
    street.lamp_post(model, Frame((-2.6, 0.1, 6.0)), 5.5)
    for x, z in ((-5.2, 9.5), (3.4, 9.0), (9.0, 11.0)):
        plants.broadleaf(model, (x, 0.1, z), 6.2, chance, leaves=2800)
    street.block_of_flats(
        model, Frame((-15, 0, 27)), 9, 8, tone("b9bdbc"), chance, lit=weather.lit, second=tone("7f8c94")
    )
    stage.edges = [towers(chance, 0.3, tone("8a9098"), 0.55)]
    return Site(stage, Frame(focus), (1.5, 0.6), chance, Frame((1.4, 0.1, 5.9)))
