"""Evidence seen outside: bin stations, a compost corner, a place to refill bottles."""

from __future__ import annotations

from portal.devtools.scenes.evidence.room import SORTING, hung
from portal.devtools.scenes.materials import ground as soil
from portal.devtools.scenes.materials import wall
from portal.devtools.scenes.materials.colour import near, tone
from portal.devtools.scenes.materials.thing import painted_metal, plain, timber
from portal.devtools.scenes.places.site import held
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.model import Frame, Model, Surface, lifted
from portal.devtools.scenes.render.sky import hills, towers, treeline
from portal.devtools.scenes.render.stage import Stage
from portal.devtools.scenes.render.weather import CLEAR, HAZY, OVERCAST
from portal.devtools.scenes.solids import plants, street
from portal.devtools.scenes.solids.basic import box, cylinder, plate, tube, turned_body
from portal.devtools.scenes.solids.soft import heap
from portal.devtools.scenes.solids.terrain import ground


def school_bins(chance: Chance) -> Stage:
    """Four bins with a panel above each, on a school's playground."""
    stage = Stage(held(chance, -0.3, 1.5, 4.8, 0.85), CLEAR.turned(44, -150), (0.0, 0.0, 4.4))
    model = stage.model
    ground(model, soil.laid(soil.paving(tone("a89a8c"), 0.25, 0.25, tone("8f9a90"))), (0, 0, 4.4))
    plate(
        model,
        Frame((-14, 0.8, 6.2)),
        28,
        8.0,
        wall.facade(tone("cdbfa6"), second=tone("a8604c"), floor=3.4, bay=3.0),
        0.6,
    )
    plate(model, Frame((-14, 0, 6.2)), 28, 0.8, wall.tiles(tone("a8604c"), 0.2, gloss=0.1), 0.4)
    steel = painted_metal(tone("b4b8b8"), 0.02)
    for number, colour in enumerate(SORTING):
        x = -1.35 + number * 0.9
        street.wheelie_bin(model, Frame((x, 0, 5.0)).turned(chance.around(0, 4)), colour, chance)
        hung(model, Frame((x - 0.36, 1.3, 5.5)), 0.72, 0.5, colour, number + 1, 2)
    for x in (-1.85, 1.85):
        cylinder(model, Frame((x, 0, 5.55)), 0.035, 2.3, steel, 10)
    box(
        model,
        Frame((0, 2.2, 5.25)).tipped(-7),
        (4.3, 0.05, 1.3),
        plain(tone("3f7f62"), gloss=0.25),
        piece=0.4,
    )
    for x in (-3.0, 2.9):
        street.planted_tub(model, Frame((x, 0, 5.4)), chance, 0.5)
    return stage


def sorting_pavilion(chance: Chance) -> Stage:
    """A housing estate's sorting house: hatches in a front wall, posters, a wash basin, lights."""
    stage = Stage(held(chance, 0.7, 1.6, 5.6, 1.05), HAZY.turned(46, -150), (0.0, 0.0, 5.0))
    model = stage.model
    ground(model, soil.laid(soil.paving(tone("a39c92"), 0.3, 0.3)), (0, 0, 5))
    box(model, Frame((0, 0.05, 6.6)), (6.4, 2.7, 2.2), wall.tiles(tone("cfd0c8"), 0.3, gloss=0.15), piece=0.3)
    box(model, Frame((0, 2.75, 6.2)), (7.2, 0.16, 3.6), plain(tone("35705a"), gloss=0.2), piece=0.4)
    box(model, Frame((0, 2.3, 4.45)), (7.0, 0.42, 0.05), plain(tone("35705a"), gloss=0.25), piece=0.3)
    box(model, Frame((0, 0, 5.0)), (7.0, 0.06, 1.9), plain(tone("9a978f")), piece=0.3)
    for number, colour in enumerate(SORTING):
        x = -2.1 + number * 1.05
        box(
            model,
            Frame((x, 0.62, 5.47)),
            (0.8, 0.75, 0.06),
            lifted(plain(near(colour, chance, 0.05), gloss=0.4), 0.15),
            piece=0.2,
        )
        box(
            model,
            Frame((x, 1.0, 5.41)),
            (0.46, 0.3, 0.05),
            lifted(plain(tone("33383a"), gloss=0.5), 0.3),
            piece=0.2,
        )
        hung(model, Frame((x - 0.3, 1.5, 5.47)), 0.6, 0.5, colour, number + 1, 1)
    hung(model, Frame((2.15, 0.9, 5.47)), 0.8, 1.1, tone("2f7a54"), 9)
    for x in (-3.3, 3.3):
        cylinder(model, Frame((x, 0, 4.6)), 0.06, 2.75, painted_metal(tone("8d9498"), 0.03), 10)
    box(model, Frame((-2.95, 0.06, 5.2)), (0.5, 0.8, 0.45), plain(tone("b9bcba"), gloss=0.4), piece=0.2)
    tube(
        model,
        [(-2.95, 0.86, 5.35), (-2.95, 1.12, 5.35), (-2.95, 1.12, 5.2), (-2.95, 1.05, 5.18)],
        0.015,
        painted_metal(tone("b4b8b8"), 0.0),
        8,
    )
    street.block_of_flats(model, Frame((-20, 0, 26)).turned(-5), 7, 9, tone("c4b49c"), chance)
    street.block_of_flats(model, Frame((6, 0, 30)).turned(6), 6, 10, tone("b8bdc0"), chance)
    for x in (-5.2, 5.4):
        plants.broadleaf(model, (x, 0, 8.5), 6.5, chance, leaves=3200)
    stage.edges = [towers(chance, 0.28, tone("8a9098"), 0.55)]
    return stage


def compost_corner(chance: Chance) -> Stage:
    """Slatted compost boxes beside a bed of vegetables."""
    stage = Stage(held(chance, 0.1, 1.5, 4.6, 0.55), CLEAR.turned(40, -130), (0.0, 0.0, 4.2))
    model = stage.model
    ground(model, soil.laid(soil.earth(tone("7d654a"), tone("9a886c"), 0.4)), (0, 0, 4.2))
    wood = timber(tone("9a7448"))
    leaves = Surface(soil.earth(tone("5a4630"), tone("7a6a3c"), 0.1))
    for x, fill in ((-1.15, 0.75), (0.15, 0.5), (1.45, 0.25)):
        _slatted(model, Frame((x, 0, 4.8)), wood)
        heap(model, Frame((x, 0.08, 4.8)), 0.62, 0.62, fill, leaves, chance, rough=0.2, detail=26)
        plants.fallen_leaves(model, Frame((x, fill * 0.95, 4.8)), 160, 0.35, 0.35, chance)
    for row in range(4):
        for number in range(16):
            at = (-3.4 + number * 0.42 + chance.around(0, 0.05), 0.02, 6.3 + row * 0.55)
            plants.shrub(model, at, (0.2, 0.16, 0.2), chance, leaves=70, colour=tone("5f8a3c"), size=0.1)
    street.long_wall(model, Frame((0, 0, 9.2)), 30, 1.8, wall.bricks(tone("97705c")))
    plants.broadleaf(model, (-4.6, 0, 8.4), 5.6, chance, leaves=3400)
    plants.blades(model, plants.scattered(chance, 1600, -5, 5, 2.2, 4.0), 0.1, tone("7d8a48"), chance)
    street.notice_board(model, Frame((2.75, 0, 4.6)).turned(-12), chance)
    plants.fallen_leaves(model, Frame((0, 0, 3.9)), 90, 2.2, 0.6, chance)
    stage.edges = [treeline(chance, 0.09, tone("566b42"), 0.3)]
    return stage


def _slatted(model: Model, frame: Frame, wood: Surface) -> None:
    """A box of boards with gaps, open at the top."""
    for turn in (0, 90, 180, 270):
        side = frame.turned(turn).moved(0, 0, -0.58)
        for number in range(6):
            box(model, side.moved(0, 0.04 + number * 0.155, 0), (1.18, 0.12, 0.025), wood, piece=0.2)
        box(model, side.moved(-0.57, 0, 0.02), (0.07, 1.0, 0.07), wood, piece=0.3)


def refill_station(chance: Chance) -> Stage:
    """A stone-clad stand with taps beside a path, for filling one's own bottle."""
    stage = Stage(held(chance, -0.3, 1.55, 5.0, 0.9), OVERCAST, (0.3, 0.0, 4.3))
    model = stage.model
    ground(model, soil.laid(soil.paving(tone("99938a"), 0.6, 0.45)), (0.3, 0, 4.3), far=8.0)
    ground(model, soil.laid(soil.turf(bare=0.05)), (0, 0, 10), near=8.0, far=60, cell=0.8)
    stone = wall.bricks(tone("8f8a82"), tone("a39e94"), worn=0.6)
    box(model, Frame((0.3, 0, 5.1)), (1.9, 0.95, 0.6), stone, top=plain(tone("6a6a68"), gloss=0.5), piece=0.2)
    box(model, Frame((0.3, 0.95, 5.3)), (1.9, 1.25, 0.2), timber(tone("7a5638"), 0.2, 0.14), piece=0.2)
    box(
        model,
        Frame((0.3, 2.3, 5.1)).tipped(-9),
        (2.5, 0.07, 1.5),
        timber(tone("5f4630"), 0.1, 0.15),
        piece=0.3,
    )
    steel = plain(tone("b4b8ba"), gloss=0.8, dirt=0.03)
    for x in (-0.15, 0.3, 0.75):
        tube(model, [(x, 1.35, 5.2), (x, 1.36, 5.0), (x, 1.25, 4.98)], 0.017, steel, 10)
        turned_body(
            model,
            Frame((x, 0.955, 5.0)),
            [(0.0, 0.0), (0.12, 0.0), (0.13, 0.025), (0.11, 0.02), (0, 0.012)],
            steel,
            22,
        )
    hung(model, Frame((-0.35, 1.55, 5.18)), 1.3, 0.5, tone("2f7a54"), 6, 3)
    turned_body(
        model,
        Frame((0.75, 0.96, 4.9)),
        [(0.035, 0), (0.037, 0.16), (0.02, 0.2), (0.02, 0.23), (0, 0.23)],
        plain(tone("3f7a9a"), gloss=0.5),
        18,
    )
    for x in (-2.4, 3.0):
        plants.shrub(model, (x, 0, 6.4), (1.0, 0.8, 0.8), chance, leaves=1200)
    for x, z in ((-4.5, 10.0), (4.8, 9.5), (1.8, 13.0)):
        plants.broadleaf(model, (x, 0, z), 6.5, chance, leaves=3200, colour=plants.DARK_LEAF)
    stage.edges = [treeline(chance, 0.06, tone("566b42"), 0.35), hills(chance, 0.22, tone("566a5c"), 0.5)]
    return stage
