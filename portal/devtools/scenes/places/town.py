"""Places between houses: a housing estate, its bin station, a back alley, a market, a school gate."""

from __future__ import annotations

from portal.devtools.scenes.materials import ground as soil
from portal.devtools.scenes.materials import wall
from portal.devtools.scenes.materials.colour import near, tone
from portal.devtools.scenes.materials.thing import painted_metal, plain, timber
from portal.devtools.scenes.places.site import Site, held
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.model import Frame, Model, lifted
from portal.devtools.scenes.render.sky import towers
from portal.devtools.scenes.render.stage import Stage
from portal.devtools.scenes.render.weather import Weather
from portal.devtools.scenes.solids import plants, street
from portal.devtools.scenes.solids.basic import box, cylinder, plate, tube
from portal.devtools.scenes.solids.terrain import ground

FLATS = (tone("c8b697"), tone("b8bdc0"), tone("c4a890"), tone("b4b09f"), tone("bfae9c"))


def estate(weather: Weather, chance: Chance) -> Site:
    """Paved yard before a low wall with planting, flats behind."""
    focus = (0.1, 0.0, 4.3)
    stage = Stage(held(chance, 0.4, 1.55, 5.0, 0.75), weather, focus)
    model = stage.model
    ground(
        model,
        soil.laid(soil.paving(near(tone("a09a90"), chance), 0.2, 0.1, tone("8d7468")), weather.wet),
        focus,
    )
    street.long_wall(model, Frame((0, 0, 5.7)), 40, 0.55, wall.tiles(tone("8f8579"), 0.25), tone("a9a59d"))
    ground(
        model,
        soil.laid(soil.turf(bare=0.1)),
        (0, 0, 9),
        near=5.85,
        far=18,
        left=-40,
        right=40,
        level=lambda _x, _z: 0.42,
        cell=0.6,
    )
    for number in range(16):
        plants.shrub(
            model,
            (-9 + number * 1.2 + chance.around(0, 0.2), 0.3, 6.5 + chance.around(0, 0.2)),
            (0.75, 0.55, 0.6),
            chance,
            leaves=700,
        )
    plants.broadleaf(model, (-2.9, 0.4, 7.4), 6.5, chance, leaves=4200)
    plants.broadleaf(model, (4.6, 0.4, 8.8), 7.0, chance, leaves=3200)
    colour = chance.one_of(FLATS)
    street.block_of_flats(model, Frame((-17, 0, 19)).turned(-4), 7, 7, colour, chance)
    street.block_of_flats(
        model, Frame((7, 0, 24)).turned(6), 7, 8, near(colour, chance), chance, second=tone("96786a")
    )
    street.lamp_post(model, Frame((2.9, 0, 5.3)), 4.5)
    stage.edges = [towers(chance, 0.3, tone("8a9098"), 0.55)]
    return Site(stage, Frame(focus), (1.35, 0.6), chance, Frame((0.9, 0, 5.1)), wall=1.25)


def bin_station(weather: Weather, chance: Chance) -> Site:
    """Four sorting bins under a small roof by the wall of a stairwell."""
    focus = (0.0, 0.0, 4.2)
    stage = Stage(held(chance, -0.5, 1.55, 5.0, 0.7), weather, focus)
    model = stage.model
    ground(model, soil.laid(soil.concrete(near(tone("a7a297"), chance), 2.4), weather.wet), focus)
    plate(model, Frame((-14, 0.9, 5.9)), 28, 8.1, wall.plaster(near(tone("c9bda2"), chance), 1.2), 0.5)
    plate(model, Frame((-14, 0, 5.9)), 28, 0.9, wall.tiles(tone("8a8076"), 0.2, gloss=0.1), 0.4)
    for x in (-4.3, 3.1):
        plate(
            model,
            Frame((x, 1.9, 5.86)),
            1.5,
            1.4,
            lifted(wall.facade(tone("c0c0ba"), floor=1.7, bay=1.5)),
            0.8,
        )
        box(model, Frame((x + 0.75, 1.82, 5.8)), (1.7, 0.07, 0.2), plain(tone("b0aa9c")))
    steel = painted_metal(tone("6e7a74"), 0.1)
    for x in (-2.2, 2.2):
        cylinder(model, Frame((x, 0, 4.75)), 0.04, 2.15, steel)
    box(model, Frame((0, 2.2, 5.1)).tipped(-8), (5.0, 0.06, 1.5), plain(tone("4a7f66"), gloss=0.2), piece=0.5)
    cylinder(model, Frame((4.2, 0, 5.75)), 0.055, 9, plain(tone("c8c6bd")), 10)
    plants.shrub(model, (-4.9, 0, 5.2), (0.9, 0.7, 0.6), chance, leaves=900)
    colours = (street.BIN_GREEN, street.BIN_BLUE, street.BIN_RED, street.BIN_GREY)
    bins = tuple(
        (
            Frame((x + chance.around(0, 0.06), 0, 5.1 + chance.around(0, 0.07))).turned(chance.around(0, 7)),
            colour,
        )
        for x, colour in zip((-1.5, -0.5, 0.5, 1.5), colours, strict=True)
    )
    return Site(stage, Frame((0, 0, 4.2)), (1.6, 0.5), chance, Frame((2.9, 0, 5.2)), wall=0.9, bins=bins)


def alley(weather: Weather, chance: Chance) -> Site:
    """A lane between old houses: pipes, air conditioners, wires."""
    focus = (0.35, 0.0, 3.9)
    stage = Stage(held(chance, -0.15, 1.5, 5.5, 0.85), weather, focus)
    model = stage.model
    ground(
        model,
        soil.laid(soil.concrete(near(tone("918d84"), chance), 1.8), weather.wet),
        focus,
        left=-2.2,
        right=2.4,
    )
    left = Frame((-1.75, 0, 0.3)).turned(-90)
    brick = wall.bricks(near(tone("87594a"), chance), worn=1.4)
    plate(model, Frame((1.9, 0, 13.3)).turned(90), 13, 6.2, brick, 0.3)
    plate(
        model,
        Frame((1.9, 0, 40.3)).turned(90),
        27,
        7.4,
        wall.plaster(tone("b8b2a4"), 1.5, tone("8a5f4c")),
        0.9,
    )
    plate(model, left, 19, 6.8, wall.plaster(near(tone("c2bbaa"), chance), 1.6, tone("94705c")), 0.35)
    plate(model, left.moved(19, 0, 0), 21, 5.4, wall.bricks(tone("7e6b60"), worn=1.2), 0.9)
    plate(model, Frame((-6, 0, 40)), 14, 9, wall.facade(tone("bcb4a4")), 1.5)
    _alley_fittings(model, chance)
    stage.edges = [towers(chance, 0.35, tone("8a9098"), 0.5)]
    return Site(stage, Frame((0.75, 0, 3.95)), (0.75, 0.7), chance, Frame((1.4, 0, 4.3)), wall=0.5)


def _alley_fittings(model: Model, chance: Chance) -> None:
    grey = plain(tone("9a9a94"))
    for z in (2.6, 6.6, 11.0):
        cylinder(model, Frame((1.82, 0, z)), 0.05, 6.2, grey, 8)
    for z, y in ((4.9, 2.3), (8.2, 2.5), (10.4, 3.4), (14.0, 2.6), (7.3, 4.0)):
        street.air_conditioner(model, Frame((1.72, y, z)).turned(90))
    for z, y in ((6.2, 2.7), (9.7, 2.4), (13.0, 3.1)):
        street.air_conditioner(model, Frame((-1.57, y, z)).turned(-90))
    for z in (5.4, 9.4, 15.0):
        box(
            model,
            Frame((-1.7, 1.0, z)),
            (0.16, 1.3, 1.1),
            lifted(plain(tone("3c4448"), gloss=0.5)),
            piece=0.5,
        )
        box(model, Frame((-1.66, 0.93, z)), (0.24, 0.06, 1.25), plain(tone("a8a296")))
    for z in (7.4, 12.6):
        box(
            model,
            Frame((1.86, 0, z)),
            (0.1, 2.05, 0.95),
            lifted(timber(tone("6a4a38"), board=0.2)),
            piece=0.5,
        )
    for number in range(4):
        street.wires(
            model, (-1.7, 4.6 + number * 0.3, 4 + number * 4.0), (1.85, 4.3, 6 + number * 5.0), 0.25, 3
        )
    tube(model, [(-1.68, 3.3, 3.0), (-1.68, 3.35, 18.0)], 0.03, grey)
    for z in (9.0, 10.2):
        box(model, Frame((-1.45, 0, z)), (0.35, 0.28, 0.5), plain(tone("7a5a48")), piece=0.3)
        plants.shrub(model, (-1.45, 0.28, z), (0.28, 0.4, 0.28), chance, leaves=220, size=0.06)


def market(weather: Weather, chance: Chance) -> Site:
    """Behind the stalls of a covered food market."""
    focus = (0.1, 0.0, 4.1)
    stage = Stage(held(chance, 0.3, 1.55, 5.2, 0.75), weather, focus)
    model = stage.model
    ground(model, soil.laid(soil.paving(tone("8f8d86"), 0.5, 0.5), max(weather.wet, 0.75)), focus)
    plate(model, Frame((-16, 0, 9.5)), 32, 5.5, wall.tiles(tone("cfd0c8"), 0.3), 0.6)
    for number in range(5):
        _stall(model, Frame((-7.2 + number * 3.5, 0, 6.9)), chance)
    for x in (-5.6, 5.0):
        box(model, Frame((x, 0, 5.6)), (0.35, 5.0, 0.35), plain(tone("b9b6ab"), dirt=0.3), piece=0.4)
    box(model, Frame((0, 4.3, 7.6)), (34, 0.25, 5.6), wall.ribbed(tone("8fa3ad"), rust=0.1), piece=1.2)
    stage.brighter = 1.2
    stage.edges = [towers(chance, 0.3, tone("8a9098"), 0.5)]
    return Site(stage, Frame(focus), (1.3, 0.6), chance, Frame((-1.9, 0, 5.3)), wall=1.9)


def _stall(model: Model, frame: Frame, chance: Chance) -> None:
    """A stall with a counter, crates of greens and an awning."""
    box(
        model,
        frame,
        (3.0, 0.8, 1.1),
        wall.tiles(tone("c5c9c4"), 0.15),
        top=plain(tone("a8aaa6"), gloss=0.3),
        piece=0.3,
    )
    awning = plain(near(chance.one_of((tone("3f7a5c"), tone("a8463c"), tone("3d668c"))), chance), dirt=0.2)
    box(model, frame.moved(0, 2.35, -0.5).tipped(14), (3.3, 0.03, 1.7), awning, piece=0.4)
    box(model, frame.moved(0, 2.0, -1.33), (3.3, 0.22, 0.02), awning, piece=0.3)
    for x in (-1.5, 1.5):
        cylinder(model, frame.moved(x, 0, -0.5), 0.025, 2.4, painted_metal(tone("9aa0a0"), 0.1), 7)
    for x in (-1.0, -0.05, 0.9):
        crate = frame.moved(x, 0.8, -0.1).tipped(-8)
        box(
            model,
            crate,
            (0.8, 0.18, 0.6),
            plain(chance.one_of((tone("3f6f9a"), tone("b5483a"), tone("8a7a5c"))), gloss=0.2),
            piece=0.3,
        )
        green = chance.one_of(
            (tone("5a8a3c"), tone("7a9a4a"), tone("b8452f"), tone("d08a34"), tone("c9b85a"))
        )
        spot = crate.point(0, 0.22, 0)
        plants.crown(model, spot, (0.36, 0.14, 0.26), 130, 0.07, green, chance, 8)


def school_gate(weather: Weather, chance: Chance) -> Site:
    """The pavement by a school: a fence on a low wall, planting, the building behind."""
    focus = (0.0, 0.0, 4.2)
    stage = Stage(held(chance, -0.4, 1.55, 5.2, 0.8), weather, focus)
    model = stage.model
    ground(model, soil.laid(soil.paving(tone("a39284"), 0.25, 0.25, tone("8e9488")), weather.wet), focus)
    street.long_wall(model, Frame((0, 0, 5.6)), 44, 0.6, wall.tiles(tone("b09a86"), 0.2, gloss=0.15))
    street.railing(
        model, Frame((-14, 0.7, 5.6)), 28, painted_metal(tone("35584a"), 0.05), height=1.5, gap=0.13
    )
    for x in (-5.4, -1.8, 1.8, 5.4):
        box(
            model, Frame((x, 0, 5.6)), (0.5, 2.5, 0.5), wall.tiles(tone("b09a86"), 0.2, gloss=0.15), piece=0.3
        )
    for number in range(14):
        plants.shrub(
            model, (-8 + number * 1.25, 0, 6.7 + chance.around(0, 0.2)), (0.7, 0.75, 0.5), chance, leaves=500
        )
    ground(
        model,
        soil.laid(soil.turf(bare=0.1)),
        (0, 0, 10),
        near=5.8,
        far=16,
        level=lambda _x, _z: 0.1,
        cell=0.6,
    )
    street.block_of_flats(model, Frame((-16, 0, 22)), 10, 4, tone("c9b9a0"), chance, second=tone("a8604c"))
    plants.broadleaf(model, (3.8, 0, 8.0), 6.4, chance, leaves=3600)
    plants.broadleaf(model, (-6.5, 0, 9.5), 6.8, chance, leaves=2600)
    stage.edges = [towers(chance, 0.25, tone("8a9098"), 0.6)]
    return Site(stage, Frame(focus), (1.3, 0.55), chance, Frame((1.5, 0, 5.0)), wall=1.2)
