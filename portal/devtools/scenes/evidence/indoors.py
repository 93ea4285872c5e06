"""Evidence seen inside: corridor, canteen, training room, store."""

from __future__ import annotations

from portal.devtools.scenes.evidence.room import SORTING, hung, room, seat, slim_bin, table, terrazzo, window
from portal.devtools.scenes.materials import wall
from portal.devtools.scenes.materials.colour import tone
from portal.devtools.scenes.materials.paper import PAPER, poster, printed
from portal.devtools.scenes.materials.thing import cardboard, fabric, painted_metal, plain, timber
from portal.devtools.scenes.render.camera import Camera
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.model import Frame, lifted
from portal.devtools.scenes.render.stage import Stage
from portal.devtools.scenes.render.weather import INDOORS
from portal.devtools.scenes.solids.basic import box, cylinder, floor, plate, tube, turned_body
from portal.devtools.scenes.solids.plants import crown
from portal.devtools.scenes.waste import bags


def inside(
    chance: Chance, eye: tuple[float, float, float], target: tuple[float, float, float], angle: float = 70
) -> Stage:
    """A picture taken in a lit room."""
    camera = Camera(eye, target, angle + chance.around(0, 2), chance.around(0, 1.2))
    return Stage(camera, INDOORS, (0.0, 0.4, 3.0), near=6.0, far=20.0, bounce=(0.3, 0.28, 0.25))


def corridor(chance: Chance) -> Stage:
    """A hotel corridor: carpet, doors, a two-part bin under a small sign."""
    stage = inside(chance, (-0.1, 1.5, 0.2), (0.25, 0.85, 3.2))
    model = stage.model
    carpet = fabric(tone("6d4a40"), tone("8a6a50"), 0.3)
    room(model, 2.3, 14.0, 2.6, wall.plaster(tone("cdbfa6"), 0.25), carpet, 6)
    for z in (3.9, 7.6, 11.2):
        for side, turn in ((1.14, 90.0), (-1.14, -90.0)):
            door = Frame((side, 0, z + (0.45 if turn > 0 else -0.45))).turned(turn)
            plate(model, door, 0.9, 2.1, lifted(timber(tone("6f4a30"), 0.3), 0.2), 0.3)
            plate(
                model,
                door.moved(0.36, 1.5, -0.01),
                0.18,
                0.1,
                lifted(plain(tone("b8a878"), gloss=0.6), 0.3),
                0.1,
            )
    for x in (0.62, 0.98):
        slim_bin(
            model,
            Frame((0.93, 0, 2.2 + x)).turned(90),
            SORTING[1] if x < 0.8 else SORTING[3],
            chance,
            height=0.78,
        )
    hung(model, Frame((1.13, 1.15, 3.35)).turned(90), 0.62, 0.42, tone("2f7a54"), 5, 2)
    turned_body(
        model,
        Frame((-0.85, 0, 4.6)),
        [(0.14, 0), (0.19, 0.4), (0.17, 0.4), (0, 0.36)],
        plain(tone("b4a58c"), gloss=0.4),
        20,
    )
    crown(model, (-0.85, 0.75, 4.6), (0.32, 0.42, 0.32), 260, 0.14, tone("4a6f3c"), chance)
    return stage


def canteen(chance: Chance) -> Stage:
    """A canteen's tray return: four bins by a counter, tables behind, a poster about leaving nothing."""
    stage = inside(chance, (-0.3, 1.55, 0.0), (0.15, 0.75, 3.6))
    model = stage.model
    room(model, 8.0, 7.5, 3.0, wall.tiles(tone("cfd2cb"), 0.3), terrazzo(tone("b4aea2")))
    for number, colour in enumerate(SORTING):
        slim_bin(model, Frame((-1.15 + number * 0.62, 0, 3.3)), colour, chance, height=0.9)
    steel = plain(tone("a9aeb0"), gloss=0.6, dirt=0.06)
    box(model, Frame((2.2, 0, 3.6)), (2.2, 0.86, 0.8), steel, piece=0.3)
    for number in range(5):
        box(
            model,
            Frame((1.6 + chance.around(0, 0.02), 0.86 + number * 0.03, 3.5)),
            (0.44, 0.02, 0.32),
            plain(tone("c98a3a"), gloss=0.3),
            piece=0.3,
        )
    for x in (2.2, 2.62, 3.0):
        turned_body(
            model,
            Frame((x, 0.86, 3.5)),
            [(0.06, 0), (0.13, 0.07), (0.12, 0.07), (0.04, 0.02), (0, 0.02)],
            plain(tone("cfcfc8"), gloss=0.5),
            18,
        )
    for x, z in ((-2.6, 5.4), (-0.6, 5.7), (1.6, 5.8)):
        table(model, Frame((x, 0, z)), 1.5, 0.75, tone("b99a6a"))
        for at in (-0.4, 0.4):
            seat(model, Frame((x + at, 0, z - 0.62)), tone("c9752f"))
            seat(model, Frame((x + at, 0, z + 0.62)).turned(180), tone("c9752f"))
    for number in range(3):
        hung(
            model,
            Frame((-3.2 + number * 2.3, 1.35, 7.48)),
            1.5,
            1.0,
            (tone("2f7a54"), tone("b5622f"), tone("2f6498"))[number],
            number + 2,
        )
    window(model, Frame((-3.99, 1.0, 2.4)).turned(-90), 3.2, 1.5)
    return stage


def training_room(chance: Chance) -> Stage:
    """A meeting room set out for a lesson: rows of seats, a lit screen, posters on the wall."""
    stage = inside(chance, (0.5, 1.6, -0.4), (-0.1, 0.95, 4.5), 72)
    model = stage.model
    room(model, 7.0, 7.0, 3.0, wall.plaster(tone("d0cfc6"), 0.2), terrazzo(tone("a39a8c"), 0.6))
    screen = poster(2.6, 1.5, tone("2f7a54"), 9, glow=0.75)
    box(model, Frame((0, 1.0, 6.97)), (2.7, 1.6, 0.04), lifted(plain(tone("2a2c2e")), 0.1), piece=0.4)
    plate(model, Frame((-1.3, 1.05, 6.94)), 2.6, 1.5, lifted(screen, 0.4), 0.3)
    for row in range(3):
        for column in range(3):
            x, z = -2.1 + column * 2.1, 2.4 + row * 1.35
            table(model, Frame((x, 0, z)), 1.5, 0.5, tone("b39a78"))
            for side in (-0.36, 0.36):
                seat(model, Frame((x + side, 0, z - 0.55)).turned(chance.around(0, 14)), tone("3f5f7a"))
                if chance.happens(0.7):
                    sheet = Frame((x + side - 0.1, 0.757, z - 0.14)).turned(chance.around(0, 18))
                    floor(
                        model,
                        sheet,
                        0.21,
                        0.297,
                        lifted(
                            printed(
                                tone("55585a"),
                                PAPER,
                                block=0.014,
                                margin=0.02,
                                width=0.21,
                                height=0.297,
                                seed=row,
                            ),
                            0.1,
                        ),
                        0.1,
                    )
    for number in range(3):
        hung(
            model,
            Frame((3.48, 1.1, 6.2 - number * 1.5)).turned(90),
            0.9,
            1.2,
            (tone("2f7a54"), tone("2f6498"), tone("b5622f"))[number],
            number + 11,
        )
    window(model, Frame((-3.49, 0.95, 1.6)).turned(-90), 1.8, 1.6)
    window(model, Frame((-3.49, 0.95, 4.2)).turned(-90), 1.8, 1.6)
    return stage


def store(chance: Chance) -> Stage:
    """A store for sorted waste: bays with signs, drums on a tray, bales of cardboard, a scale."""
    stage = inside(chance, (-0.2, 1.6, -0.2), (0.1, 0.8, 4.0), 72)
    model = stage.model
    room(model, 7.0, 5.6, 3.4, wall.plaster(tone("c4c6c0"), 0.5), terrazzo(tone("8f9a8c"), 2.0))
    for x in (-1.2, 1.2):
        box(model, Frame((x, 0, 4.6)), (0.1, 1.3, 2.0), wall.bricks(tone("a39c90"), worn=0.5), piece=0.25)
    paper = cardboard(tone("a58458"), 0.1)
    for x, y, z in ((-2.7, 0, 4.9), (-1.8, 0, 4.9), (-2.25, 0.62, 4.9), (-2.5, 0, 4.1)):
        box(
            model,
            Frame((x + chance.around(0, 0.04), y, z)).turned(chance.around(0, 5)),
            (0.85, 0.6, 0.6),
            paper,
            piece=0.15,
        )
    for x in (-0.6, 0.05, 0.65):
        bags.sack(model, Frame((x, 0.0, 4.9)).turned(chance.around(90, 10)), chance, 0.45)
        bags.sack(model, Frame((x + 0.1, 0.28, 5.0)).turned(chance.around(90, 14)), chance, 0.42)
    box(model, Frame((2.3, 0, 4.8)), (1.7, 0.12, 1.1), plain(tone("c9a032"), gloss=0.3), piece=0.3)
    for x in (1.85, 2.7):
        cylinder(model, Frame((x, 0.12, 4.8)), 0.28, 0.86, painted_metal(tone("2f5f96"), 0.05), 24)
    for number in range(3):
        hung(
            model,
            Frame((-2.75 + number * 2.35, 1.7, 5.58)),
            0.85,
            0.6,
            (tone("2c5f92"), tone("4c4f52"), tone("a5332c"))[number],
            number + 4,
            1,
        )
    box(model, Frame((0.2, 0, 2.6)), (0.8, 0.09, 0.7), plain(tone("8d9294"), gloss=0.4), piece=0.2)
    tube(model, [(0.2, 0.05, 2.98), (0.2, 1.0, 2.98)], 0.03, painted_metal(tone("8d9294"), 0.0), 8)
    box(model, Frame((0.2, 1.0, 2.95)), (0.3, 0.2, 0.08), plain(tone("2d3133"), gloss=0.5), piece=0.2)
    return stage
