"""Places in the country: a village lane, the edge of a field."""

from __future__ import annotations

from portal.devtools.scenes.materials import ground as soil
from portal.devtools.scenes.materials import wall
from portal.devtools.scenes.materials.colour import near, tone
from portal.devtools.scenes.materials.thing import plain, timber
from portal.devtools.scenes.places.site import Site, held
from portal.devtools.scenes.render import noise
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.model import Frame, Model, lifted
from portal.devtools.scenes.render.sky import hills, treeline
from portal.devtools.scenes.render.stage import Stage
from portal.devtools.scenes.render.weather import Weather
from portal.devtools.scenes.solids import plants, street
from portal.devtools.scenes.solids.basic import box, plate
from portal.devtools.scenes.solids.terrain import ground


def village_lane(weather: Weather, chance: Chance) -> Site:
    """A concrete lane between whitewashed farmhouses with grey tiled roofs."""
    focus = (0.9, 0.0, 4.3)
    stage = Stage(held(chance, -0.4, 1.55, 6.0, 1.0), weather, focus)
    model = stage.model
    ground(model, soil.laid(soil.earth(tone("8f7b5f"), tone("a8987c"), 0.5), weather.wet), focus)
    ground(
        model,
        soil.laid(soil.concrete(tone("a8a498"), 4.0), weather.wet, over=True),
        (-0.6, 0.02, 4),
        left=-2.6,
        right=0.6,
        level=lambda _x, _z: 0.02,
        cell=0.12,
    )
    _farmhouse(model, Frame((2.6, 0, 3.2)), 8.5, near(tone("d6d0c0"), chance))
    _farmhouse(model, Frame((3.4, 0, 14.5)), 9.0, near(tone("cdc5b2"), chance))
    _farmhouse(model, Frame((-11.0, 0, 12.0)).turned(6), 8.0, near(tone("d0cabc"), chance))
    street.long_wall(model, Frame((-4.3, 0, 8)).turned(90), 9, 1.5, wall.bricks(tone("8d6a55"), worn=1.5))
    plants.broadleaf(model, (-5.8, 0, 9.0), 6.0, chance, leaves=3600, colour=tone("7a8a3e"))
    plants.blades(model, plants.scattered(chance, 2600, 0.7, 2.5, 2.2, 9.0), 0.13, tone("7d8a48"), chance)
    plants.blades(model, plants.scattered(chance, 1800, -4.2, -2.7, 2.2, 9.0), 0.22, tone("7d8a48"), chance)
    for number in range(5):
        x, z = -4.5 - number * 0.9, 20 + number * 6.0
        plants.poplar(model, (x, 0, z), 9, chance, leaves=900)
    for z in (9.0, 27.0):
        box(model, Frame((0.95, 0, z)), (0.2, 7.0, 0.2), plain(tone("98948b")), piece=0.8)
    street.wires(model, (0.95, 6.8, 9), (0.95, 6.8, 27), 0.5)
    street.wires(model, (0.95, 6.8, 9), (0.6, 6.9, -3), 0.5)
    stage.edges = [treeline(chance, 0.05, tone("566b42"), 0.35), hills(chance, 0.17, tone("5d7078"), 0.6)]
    return Site(stage, Frame((1.45, 0, 4.5)), (0.8, 0.85), chance, Frame((2.1, 0, 5.9)), wall=0.9)


def _farmhouse(model: Model, frame: Frame, length: float, colour: tuple[float, float, float]) -> None:
    """A one-storey house; its long side faces the lane on its left, origin at its near left corner."""
    lime = wall.plaster(colour, 1.3, tone("8a7260"))
    side = frame.moved(0, 0, length).turned(90)
    plate(model, side.moved(0, 0.55, 0), length, 2.45, lime, 0.3)
    plate(model, side, length, 0.55, wall.plaster(tone("8b8880"), 1.2), 0.3)
    plate(model, frame, 5.2, 3.0, lime, 0.35)
    plate(model, frame.moved(0, 3.0, 0), 5.2, 0.01, lime)
    slope = frame.moved(-0.45, 2.9, length + 0.4).turned(90)
    plate(model, slope.tipped(58), length + 0.8, 3.6, wall.roof_tiles(), 0.3)
    gable = plain(colour)
    a, b, c = (
        model.corner(frame.point(*p), frame.direction(0, 0, -1))
        for p in ((0, 3.0, 0), (5.2, 3.0, 0), (2.6, 4.75, 0))
    )
    model.triangle(a, b, c, gable)
    for z in (length * 0.25, length * 0.72):
        window = frame.moved(-0.02, 1.05, z + 0.55).turned(90)
        plate(model, window, 1.1, 1.15, lifted(plain(tone("39424a"), gloss=0.6)), 0.4)
        for x in (0.0, 0.36, 0.72, 1.08):
            box(
                model,
                window.moved(x, 0, -0.02),
                (0.05, 1.15, 0.05),
                lifted(timber(tone("6a4a36")), 0.6),
                piece=1.0,
            )
    box(
        model,
        frame.moved(-0.03, 0.1, length * 0.48),
        (0.1, 2.1, 1.1),
        lifted(timber(tone("7a3f30"), board=0.28)),
        piece=0.5,
    )


def field_edge(weather: Weather, chance: Chance) -> Site:
    """The headland of a field: a dirt track, furrows, poplars far away."""
    tile = noise.clouds()

    def level(x: float, z: float) -> float:
        if z < 5.9:
            return 0.03 * noise.smooth(tile, x * 40, z * 40)
        furrow = abs(((x * 0.94 + z * 0.1) / 0.72) % 1.0 - 0.5) * 2
        return 0.03 * noise.smooth(tile, x * 40, z * 40) + min(1.0, (z - 5.9) * 2) * (0.16 * furrow - 0.1)

    focus = (0.1, 0.0, 4.4)
    stage = Stage(held(chance, 0.2, 1.6, 7.0, 0.85), weather, focus)
    model = stage.model
    ground(
        model,
        soil.laid(soil.earth(tone("7f6344"), tone("a08a68"), 0.25), weather.wet),
        focus,
        level=level,
        cell=0.1,
        fine=6,
    )
    plants.blades(model, plants.scattered(chance, 3600, -7, 7, 2.1, 5.9), 0.17, tone("86883f"), chance)
    plants.blades(model, plants.scattered(chance, 1500, -6, 6, 5.3, 6.1), 0.4, tone("8a8448"), chance, 0.008)
    rows = [
        (k * 0.766 - z * 0.106, 0.0, z) for k in range(-16, 18) for z in [6.4 + 0.32 * n for n in range(60)]
    ]
    crop = [(x + chance.around(0, 0.06), 0.05, z + chance.around(0, 0.1)) for x, _, z in rows]
    plants.blades(model, [spot for spot in crop for _ in range(2)], 0.26, tone("6f8f3c"), chance, 0.02)
    for number in range(24):
        plants.poplar(
            model,
            (-42 + number * 3.7 + chance.around(0, 0.6), 0, 52 + number * 0.4),
            chance.around(11, 1.5),
            chance,
            leaves=420,
        )
    _farmhouse(model, Frame((19, 0, 46)), 9, tone("d0cabc"))
    stage.edges = [treeline(chance, 0.03, tone("566b42"), 0.4), hills(chance, 0.1, tone("5d7078"), 0.66)]
    return Site(stage, Frame((0.1, 0, 4.5)), (1.6, 0.75), chance, Frame((1.8, 0, 5.5)), level=level)
