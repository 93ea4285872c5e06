"""Places of work: a construction site's edge, a factory yard."""

from __future__ import annotations

from portal.devtools.scenes.materials import ground as soil
from portal.devtools.scenes.materials import wall
from portal.devtools.scenes.materials.colour import near, tone
from portal.devtools.scenes.materials.thing import painted_metal, plain
from portal.devtools.scenes.places.site import Site, held
from portal.devtools.scenes.render import noise
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.model import Frame, Model, lifted
from portal.devtools.scenes.render.sky import towers
from portal.devtools.scenes.render.stage import Stage
from portal.devtools.scenes.render.weather import Weather
from portal.devtools.scenes.solids import plants, street
from portal.devtools.scenes.solids.basic import box, cylinder, plate, tube
from portal.devtools.scenes.solids.terrain import ground


def construction(weather: Weather, chance: Chance) -> Site:
    """Outside the hoarding of a building site: trodden earth, a shell of concrete and a crane behind."""
    tile = noise.clouds()

    def level(x: float, z: float) -> float:
        rut = 0.05 * max(0.0, 1 - abs(abs(x + 0.9) - 0.8) * 5) if z < 4 else 0.0
        return 0.04 * noise.smooth(tile, x * 30, z * 30) - rut

    focus = (0.2, 0.0, 4.4)
    stage = Stage(held(chance, 0.4, 1.6, 6.0, 1.0), weather, focus)
    model = stage.model
    ground(
        model,
        soil.laid(soil.earth(tone("8c7558"), tone("ab9a80"), 0.9), weather.wet),
        focus,
        level=level,
        fine=3,
    )
    plate(
        model,
        Frame((-20, -0.05, 6.4)),
        40,
        2.4,
        wall.ribbed(near(tone("3f76a0"), chance, 0.1), 0.22, 0.12),
        0.4,
    )
    steel = painted_metal(tone("8d9498"), 0.2)
    box(model, Frame((0, 2.33, 6.4)), (40, 0.08, 0.1), steel, piece=1.2)
    for number in range(14):
        box(model, Frame((-19 + number * 3.0, 0, 6.33)), (0.09, 2.5, 0.06), steel, piece=0.6)
    _shell(model, Frame((-13, 0, 30)), 6, 7)
    _shell(model, Frame((13, 0, 44)), 5, 11)
    _crane(model, Frame((7.5, 0, 40)), 34)
    plants.blades(model, plants.scattered(chance, 1300, -7, 7, 4.8, 6.4), 0.2, tone("848648"), chance)
    stage.edges = [towers(chance, 0.3, tone("8a9098"), 0.6)]
    return Site(stage, Frame(focus), (1.6, 0.75), chance, Frame((1.7, 0, 5.9)), level=level, wall=1.9)


def _shell(model: Model, frame: Frame, bays: int, floors: int) -> None:
    grey, dark = plain(tone("a19d95"), dirt=0.3), plain(tone("4c4a47"), dirt=0.3)
    wide = bays * 4.0
    plate(model, frame.moved(0, 0, 3.0), wide, floors * 3.2, dark, 3.0)
    for level in range(floors + 1):
        box(model, frame.moved(wide / 2, level * 3.2, 2.0), (wide + 0.6, 0.25, 5.0), grey, piece=3.0)
    for column in range(bays + 1):
        box(model, frame.moved(column * 4.0, 0, 0), (0.5, floors * 3.2, 0.5), grey, piece=2.0)
    net = plain(tone("3f6a50"), dirt=0.3)
    plate(model, frame.moved(0, (floors - 3) * 3.2, -1.0), wide * 0.66, 9.2, net, 1.5)


def _crane(model: Model, frame: Frame, height: float) -> None:
    yellow = plain(tone("b08a30"), casts=False)
    for x in (-0.8, 0.8):
        for z in (-0.8, 0.8):
            tube(model, [frame.point(x, 0, z), frame.point(x, height, z)], 0.12, yellow, 4)
    for step in range(int(height / 2)):
        side = 0.8 if step % 2 else -0.8
        tube(
            model,
            [frame.point(-side, step * 2, -0.8), frame.point(side, step * 2 + 2, -0.8)],
            0.07,
            yellow,
            4,
        )
    for y in (0.0, 1.3):
        tube(model, [frame.point(-9, height + y, 0), frame.point(24, height + y * 0.6, 0)], 0.14, yellow, 4)
    for step in range(16):
        tube(
            model,
            [frame.point(-8 + step * 2, height, 0), frame.point(-7 + step * 2, height + 1.1, 0)],
            0.07,
            yellow,
            4,
        )
    box(model, frame.moved(-8, height - 1.2, 0), (2, 1.6, 1.2), plain(tone("8a8880")))


def factory_yard(weather: Weather, chance: Chance) -> Site:
    """Concrete behind a metal shed."""
    focus = (0.1, 0.0, 4.3)
    stage = Stage(held(chance, -0.3, 1.55, 5.6, 0.85), weather, focus)
    model = stage.model
    ground(model, soil.laid(soil.concrete(near(tone("9a968c"), chance), 3.2), weather.wet), focus)
    plate(
        model,
        Frame((-22, 1.1, 6.6)),
        44,
        4.9,
        wall.ribbed(near(tone("a9b4b8"), chance, 0.1), 0.25, 0.28),
        0.45,
    )
    plate(model, Frame((-22, 0, 6.6)), 44, 1.1, wall.bricks(tone("8a6757"), worn=1.5), 0.4)
    box(
        model,
        Frame((3.6, 0, 6.55)),
        (3.2, 3.6, 0.1),
        lifted(wall.ribbed(tone("5c7480"), 0.12, 0.3)),
        piece=0.5,
    )
    for x in (-5.2, -2.6, 0.0):
        plate(model, Frame((x, 3.2, 6.52)), 1.9, 1.0, lifted(plain(tone("38434a"), gloss=0.7)), 0.5)
    pipe = painted_metal(tone("a08a50"), 0.4)
    tube(model, [(-9, 2.5, 6.3), (1.2, 2.5, 6.3), (1.2, 0.3, 6.3)], 0.09, pipe, 10)
    cylinder(model, Frame((-6.4, 0, 5.9)), 0.75, 3.4, painted_metal(tone("b4b6b2"), 0.3), 22)
    street.long_wall(model, Frame((9.5, 0, 10)).turned(-90), 20, 2.2, wall.bricks(tone("8a6757")))
    plants.blades(model, plants.scattered(chance, 500, -7, 7, 6.2, 6.55), 0.2, tone("848648"), chance)
    stage.edges = [towers(chance, 0.2, tone("8a9098"), 0.6)]
    return Site(stage, Frame(focus), (1.5, 0.7), chance, Frame((1.9, 0, 5.8)), wall=2.1)
