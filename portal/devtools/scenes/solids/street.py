"""Street furniture and building parts that many places share."""

from __future__ import annotations

import math

from portal.devtools.scenes.materials import wall
from portal.devtools.scenes.materials.colour import near, tone
from portal.devtools.scenes.materials.paper import printed
from portal.devtools.scenes.materials.thing import painted_metal, plain
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.model import Frame, Model, Surface, lifted
from portal.devtools.scenes.render.weather import Colour
from portal.devtools.scenes.solids.basic import box, cylinder, plate, tube, turned_body
from portal.devtools.scenes.solids.plants import crown

BIN_GREEN, BIN_BLUE, BIN_GREY, BIN_RED = tone("2f6b45"), tone("2c5f92"), tone("4c4f52"), tone("a5332c")


def long_wall(
    model: Model, frame: Frame, length: float, height: float, surface: Surface, cap: Colour = tone("8d8a83")
) -> None:
    """A free-standing wall with a coping, its middle at the origin."""
    plate(model, frame.moved(-length / 2, 0, -0.12), length, height, surface, 0.35)
    box(model, frame.moved(0, height, 0), (length, 0.1, 0.36), plain(cap), piece=0.9)
    plate(model, frame.moved(length / 2, 0, 0.12).turned(180), length, height, surface, 3.0)


def kerb(
    model: Model, frame: Frame, length: float, colour: Colour = tone("a8a59d"), height: float = 0.13
) -> None:
    """Kerb stones along the frame's right axis, one metre each, slightly out of line."""
    chance = Chance(f"kerb{length}{frame.origin}")
    for step in range(int(length)):
        stone = frame.moved(step - length / 2 + 0.5, chance.around(-0.004, 0.004), chance.around(0, 0.006))
        box(
            model,
            stone.turned(chance.around(0, 0.3)),
            (0.99, height, 0.14),
            plain(near(colour, chance, 0.07), dirt=0.3),
            piece=0.25,
        )


def lamp_post(model: Model, frame: Frame, height: float = 6.5) -> None:
    grey = painted_metal(tone("7d8488"), 0.05)
    cylinder(model, frame, 0.09, 0.5, grey, 10)
    cylinder(model, frame, 0.06, height, grey, 10, top=0.04)
    tube(
        model,
        [frame.point(0, height, 0), frame.point(0.4, height + 0.35, 0), frame.point(1.3, height + 0.5, 0)],
        0.03,
        grey,
    )
    box(model, frame.moved(1.5, height + 0.46, 0), (0.6, 0.09, 0.2), plain(tone("c9cccc"), gloss=0.3))


def block_of_flats(
    model: Model,
    frame: Frame,
    bays: int,
    floors: int,
    colour: Colour,
    chance: Chance,
    *,
    second: Colour = tone("b9b3a6"),
    lit: float = 0.0,
    depth: float = 12.0,
) -> None:
    """Flats with ledges, balconies and air conditioners on the side that is seen; origin lower left."""
    bay, floor = 3.3, 2.9
    surface = wall.facade(colour, second=second, lit=lit)
    wide, tall = bays * bay, floors * floor
    plate(model, frame, wide, tall, surface, 1.6)
    for x, turn in ((0.0, 90.0), (wide, -90.0)):
        side = frame.moved(x, 0, depth if turn > 0 else 0).turned(turn)
        plate(model, side, depth, tall, wall.plaster(colour, 0.8), 3.0)
    trim, white = plain(second), plain(tone("c8c9c4"), gloss=0.15)
    box(model, frame.moved(wide / 2, tall, 0), (wide + 0.5, 0.5, 0.8), trim, piece=3.0)
    for level in range(floors):
        for column in range(bays):
            x, y = column * bay, level * floor
            if chance.happens(0.55):
                unit = frame.moved(x + bay * chance.one_of((0.06, 0.94)), y + 0.35, -0.2)
                box(model, unit, (0.78, 0.55, 0.32), white, piece=1.0, sides="flrtu")
            if column % 3 == 1:
                balcony = frame.moved(x + bay / 2, y, -0.55)
                box(model, balcony, (bay * 0.9, 0.12, 1.1), trim, piece=2.0, sides="flrtu")
                box(
                    model, balcony.moved(0, 0.1, -0.52), (bay * 0.9, 0.85, 0.05), white, piece=2.0, sides="fb"
                )


def wheelie_bin(
    model: Model, frame: Frame, colour: Colour, chance: Chance, *, lid: float = 0.0, size: float = 1.0
) -> None:
    """A 240-litre bin; `lid` is how far its lid stands open, in degrees."""
    body = plain(near(colour, chance, 0.06), gloss=0.3, dirt=0.12)
    w, d, h = 0.52 * size, 0.56 * size, 0.9 * size
    black = plain(tone("222222"), dirt=0.1)
    for turn, wide, deep in ((0.0, w, d), (90.0, d, w), (180.0, w, d), (270.0, d, w)):
        face = frame.turned(turn).moved(-wide * 0.42, 0.05, -deep * 0.42).tipped(-4.5)
        plate(model, face, wide * 0.84, h, body, 0.15)
        rim = frame.turned(turn).moved(0, h + 0.01, -deep * 0.5)
        box(model, rim, (wide + 0.03, 0.06, 0.04), body, piece=0.3)
    rear = frame.moved(0, h + 0.06, d / 2)
    c, s = math.cos(math.radians(lid)), math.sin(math.radians(lid))
    top = Frame(
        rear.point(-w / 2 - 0.02, 0, 0), rear.right, rear.direction(0, s, -c), rear.direction(0, -c, -s)
    )
    plate(
        model,
        top,
        w + 0.04,
        d + 0.06,
        Surface(body.shade, thin=True),
        0.15,
        lambda x, y: 0.04 * (1 - (2 * x / w - 1) ** 2),
    )
    tube(
        model, [frame.point(-w * 0.35, h, d / 2 + 0.06), frame.point(w * 0.35, h, d / 2 + 0.06)], 0.017, black
    )
    for x in (-w * 0.4, w * 0.4):
        wheel = frame.moved(x, 0.1, d * 0.42).rolled(90)
        cylinder(model, wheel.moved(0, -0.03, 0), 0.1, 0.06, black, 14)
    front = frame.moved(-w * 0.42, 0.05, -d * 0.42).tipped(-4.5)
    plate(
        model,
        front.moved(w * 0.26, h * 0.5, -0.006),
        w * 0.32,
        h * 0.2,
        lifted(plain(tone("c9ccc6"), gloss=0.2), 0.06),
        0.1,
    )


def planted_tub(model: Model, frame: Frame, chance: Chance, size: float = 0.42) -> None:
    """A round tub with flowers."""
    clay = plain(near(tone("8c5a44"), chance, 0.1), dirt=0.2)
    turned_body(
        model,
        frame,
        [
            (size * 0.62, 0),
            (size * 0.8, size * 0.8),
            (size * 0.86, size * 0.8),
            (size * 0.86, size * 0.92),
            (size * 0.74, size * 0.92),
            (size * 0.7, size * 0.8),
            (0, size * 0.8),
        ],
        clay,
        22,
    )
    top = frame.point(0, size * 1.15, 0)
    crown(model, top, (size * 0.85, size * 0.6, size * 0.85), 420, 0.075, tone("4d7a38"), chance, 7)
    crown(
        model,
        (top[0], top[1] + size * 0.2, top[2]),
        (size * 0.8, size * 0.5, size * 0.8),
        70,
        0.05,
        chance.one_of((tone("c65a6a"), tone("d8a93a"), tone("c9c6d8"))),
        chance,
        7,
    )


def notice_board(model: Model, frame: Frame, chance: Chance, colour: Colour = tone("2f7a54")) -> None:
    """A small board on two legs; its lines say nothing."""
    steel = painted_metal(tone("b4b8b8"), 0.02)
    for x in (-0.36, 0.36):
        cylinder(model, frame.moved(x, 0, 0.02), 0.022, 1.45, steel, 8)
    face = frame.moved(-0.42, 0.75, -0.02)
    plate(model, face, 0.84, 0.62, lifted(plain(colour, gloss=0.3, dirt=0.04), 0.05), 0.2)
    plate(
        model,
        face.moved(0.05, 0.05, -0.006),
        0.74,
        0.38,
        lifted(
            printed(
                tone("35503f"),
                tone("dfe3d8"),
                block=0.06,
                margin=0.05,
                width=0.74,
                height=0.38,
                seed=chance.randint(1, 99),
            ),
            0.1,
        ),
        0.2,
    )
    box(model, frame.moved(0, 0.73, 0.02), (0.86, 0.66, 0.025), steel, sides="blrt")


def railing(
    model: Model,
    frame: Frame,
    length: float,
    surface: Surface,
    *,
    height: float = 1.05,
    gap: float = 0.14,
    rail: float = 0.025,
) -> None:
    """Posts and bars, from the origin along the right axis."""
    for level in (height, 0.14):
        box(model, frame.moved(length / 2, level, 0), (length, rail * 2, rail * 2), surface, piece=0.8)
    count = int(length / gap)
    for step in range(count + 1):
        x = step * gap
        thick = rail * 1.8 if step % 12 == 0 else rail * 0.7
        box(model, frame.moved(x, 0, 0), (thick * 1.4, height, thick * 1.4), surface, piece=1.2, sides="flrb")


def air_conditioner(model: Model, frame: Frame) -> None:
    """The outdoor part of an air conditioner on its bracket, its fan to the front."""
    white, dark = plain(tone("c4c3ba"), gloss=0.15, dirt=0.35), lifted(plain(tone("4a4d4f"), dirt=0.3), 0.12)
    box(model, frame, (0.8, 0.56, 0.3), white, piece=0.2)
    for radius, what in (
        (0.23, dark),
        (0.2, lifted(plain(tone("2c2e30")), 0.16)),
        (0.05, lifted(white, 0.2)),
    ):
        disc = frame.moved(-0.12, 0.28, -0.152).tipped(-90)
        turned_body(model, disc, [(radius, 0.004), (radius, 0.006), (radius, 0.006), (0, 0.006)], what, 22)
    steel = painted_metal(tone("7d8488"), 0.5)
    for x in (-0.3, 0.3):
        box(model, frame.moved(x, -0.05, 0.02), (0.04, 0.05, 0.36), steel)
        tube(model, [frame.point(x, -0.03, -0.12), frame.point(x, -0.28, 0.16)], 0.015, steel, 5)


def wires(
    model: Model,
    start: tuple[float, float, float],
    end: tuple[float, float, float],
    sag: float,
    count: int = 3,
) -> None:
    black = plain(tone("1f1f20"), casts=False)
    for number in range(count):
        path = []
        for step in range(13):
            t = step / 12
            x, y, z = (start[k] + (end[k] - start[k]) * t for k in range(3))
            path.append((x, y - sag * 4 * t * (1 - t) - number * 0.22, z + number * 0.05))
        tube(model, path, 0.012, black, 4)
