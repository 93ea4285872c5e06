"""Places by the water: a river bank, a path along a lake."""

from __future__ import annotations

from portal.devtools.scenes.materials import ground as soil
from portal.devtools.scenes.materials import wall
from portal.devtools.scenes.materials.colour import near, tone
from portal.devtools.scenes.materials.thing import broken_stone, plain, timber
from portal.devtools.scenes.places.site import Site, held
from portal.devtools.scenes.render import noise
from portal.devtools.scenes.render.camera import Camera
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.model import Frame, Model
from portal.devtools.scenes.render.sky import hills, towers
from portal.devtools.scenes.render.stage import Stage
from portal.devtools.scenes.render.weather import Weather
from portal.devtools.scenes.solids import plants, street
from portal.devtools.scenes.solids.basic import box, plate
from portal.devtools.scenes.solids.soft import blob
from portal.devtools.scenes.solids.terrain import ground

RIVER_LEVEL, LAKE_LEVEL, QUAY = -0.06, -1.6, 2.4


def river_bank(weather: Weather, chance: Chance) -> Site:
    """A town river seen from its edge: stones and reeds in front, the far quay with trees and flats."""
    eye, target = (chance.around(0.1, 0.3), 1.65, 0.0), (0.2, 0.45, 6.0)
    camera = Camera(eye, target, 64, chance.around(0, 1.5))
    stage = Stage(camera, weather, (0.2, 0.0, 4.6), water=RIVER_LEVEL)
    _shore(stage.model, chance)
    _far_quay(stage.model, chance)
    stage.edges = [towers(chance, 0.2, tone("8a9098"), 0.6)]
    return Site(stage, Frame((0.2, RIVER_LEVEL, 4.6)), (2.3, 1.2), chance, Frame((1.9, 0.22, 2.5)))


def _shore(model: Model, chance: Chance) -> None:
    tile = noise.clouds()

    def level(x: float, z: float) -> float:
        edge = 3.1 + 0.35 * noise.smooth(tile, x * 20, 5.0)
        return max(-0.6, min(0.35, (edge - z) * 0.22)) + 0.03 * noise.smooth(tile, x * 60, z * 60)

    bed = soil.laid(soil.gravel(tone("8d877b"), 0.05))
    ground(model, bed, (0, 0, 2.4), far=5.5, left=-20, right=20, level=level, cell=0.09, fine=2.0)
    water = soil.river()
    ground(
        model, water, (0, RIVER_LEVEL, 4), near=2.2, far=37, left=-80, right=80,
        level=lambda _x, _z: RIVER_LEVEL, cell=0.3, fine=5,
    )  # fmt: skip
    _stones(model, chance)
    for left, right, count, tall in ((-6.0, -1.6, 1500, 0.6), (2.2, 7.0, 1100, 0.55)):
        feet = plants.scattered(chance, count, left, right, 2.6, 4.3)
        feet = [(x, max(-0.1, level(x, z)), z) for x, _, z in feet]
        plants.blades(model, feet, tall, near(tone("7f8a4a"), chance), chance, 0.008)


def _stones(model: Model, chance: Chance) -> None:
    for _ in range(110):
        x, z = chance.uniform(-5, 5), 2.7 + chance.gauss(0, 0.4)
        size = 0.03 + 0.17 * chance.random() ** 3
        at = Frame((x, 0.03 if z < 3 else -0.13, z)).turned(chance.uniform(0, 360))
        stone = broken_stone(near(tone("85817a"), chance, 0.3))
        blob(model, at, (size * 1.3, size * 0.6, size), stone, chance, lumps=0.5, detail=12, sag=0.1)


def _far_quay(model: Model, chance: Chance) -> None:
    plate(model, Frame((-80, -0.2, 36.5)), 160, 2.6, wall.bricks(tone("8f8a80"), tone("a9a59a")), 2.0)
    street.railing(model, Frame((-40, QUAY, 36.6)), 80, plain(tone("b9b8b0")), gap=0.9, rail=0.05)
    grass = soil.laid(soil.turf())
    ground(model, grass, (0, QUAY, 40), near=36.6, far=120, level=lambda _x, _z: QUAY, cell=2)
    for number in range(15):
        foot = (-38 + number * 5.4 + chance.around(0, 1), QUAY, 40 + chance.around(0, 2))
        green = near(tone("5f7a3c"), chance)
        plants.broadleaf(model, foot, chance.around(6.5, 1.2), chance, leaves=900, size=0.42, colour=green)
    for number in range(4):
        at = Frame((-50 + number * 26 + chance.around(0, 3), QUAY, 66)).turned(chance.around(0, 10))
        colour = chance.one_of((tone("c4b8a4"), tone("b4bcc0")))
        street.block_of_flats(model, at, 5, 10 + chance.randint(0, 5), colour, chance)


def scenic_path(weather: Weather, chance: Chance) -> Site:
    """A stone path with a wooden rail above a lake, hills behind."""
    focus = (0.7, 0.0, 4.0)
    stage = Stage(held(chance, -0.3, 1.55, 5.5, 0.9), weather, focus, water=LAKE_LEVEL)
    model = stage.model
    slabs = soil.laid(soil.paving(tone("99938a"), 0.62, 0.45), weather.wet)
    ground(model, slabs, focus, left=-1.6, right=1.9, far=26)
    _banks(model)
    wood = timber(tone("8a6444"))
    for number in range(9):
        box(model, Frame((-1.75, -0.1, 2.2 + number * 1.6)), (0.12, 1.15, 0.12), wood, piece=0.2)
    for y in (0.5, 0.95):
        box(model, Frame((-1.75, y, 8.6)), (0.07, 0.1, 14.4), wood, piece=0.4)
    for x, z, tall in ((3.4, 6.8, 6.0), (5.6, 9.5, 7.0), (3.3, 13.0, 6.5), (8.0, 7.5, 6.5)):
        plants.broadleaf(model, (x, 0.3, z), tall, chance, leaves=3600, colour=plants.DARK_LEAF)
    for number in range(9):
        plants.bamboo(model, (4.2 + chance.around(0, 0.9), 0.2, 4.9 + number * 0.35), 5.0, chance)
    feet = plants.scattered(chance, 5000, 1.95, 5.5, 2.0, 9.0)
    plants.blades(model, [(x, _meadow(x, z), z) for x, _, z in feet], 0.13, tone("6f8540"), chance)
    plants.fallen_leaves(model, Frame((0.4, 0, 4.2)), 170, 2.0, 3.0, chance)
    stage.edges = [hills(chance, 0.16, tone("4f6254"), 0.35), hills(chance, 0.28, tone("5d7078"), 0.62)]
    return Site(stage, Frame((0.95, 0, 4.1)), (1.0, 0.8), chance, Frame((2.25, 0.04, 5.2)))


def _meadow(x: float, _z: float) -> float:
    return 0.02 + max(0.0, (x - 1.9) * 0.12)


def _banks(model: Model) -> None:
    """Grass on both sides of the path, and the lake below."""
    grass, lake = soil.laid(soil.turf(bare=0.12)), soil.river(tone("4f6460"), 0.6)
    ground(model, grass, (2.5, 0, 4), left=1.9, right=30, far=26, level=_meadow, cell=0.12)
    ground(
        model, grass, (-1.8, 0, 4), left=-3.4, right=-1.6, far=26,
        level=lambda x, _z: -max(0.0, (-1.9 - x) * 0.9), cell=0.14,
    )  # fmt: skip
    ground(
        model, lake, (-10, LAKE_LEVEL, 12), left=-200, right=60, near=4, far=190,
        level=lambda _x, _z: LAKE_LEVEL, cell=0.6, fine=4,
    )  # fmt: skip
