"""Evidence on paper: a page of a ledger, a wall of notices."""

from __future__ import annotations

import math

from portal.devtools.scenes.evidence.indoors import inside
from portal.devtools.scenes.evidence.room import room, table, terrazzo
from portal.devtools.scenes.materials import wall
from portal.devtools.scenes.materials.colour import near, tone
from portal.devtools.scenes.materials.paper import PAPER, ledger, poster, printed, stamp
from portal.devtools.scenes.materials.thing import fabric, plain, timber
from portal.devtools.scenes.render.camera import Camera
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.model import Frame, Model, lifted
from portal.devtools.scenes.render.stage import Stage
from portal.devtools.scenes.render.weather import INDOORS
from portal.devtools.scenes.solids.basic import box, cylinder, floor, plate, turned_body
from portal.devtools.scenes.waste import building


def ledger_page(chance: Chance) -> Stage:
    """An open ledger on a desk, photographed from above."""
    camera = Camera((0.02, 1.33, 0.02), (0.0, 0.75, 0.3), 62, chance.around(0, 2.5))
    stage = Stage(camera, INDOORS, (0.0, 0.78, 0.3), near=1.2, far=6.0, bounce=(0.3, 0.27, 0.22))
    model = stage.model
    floor(model, Frame((-1.2, 0.75, -0.3)), 2.4, 1.5, timber(tone("8a6444"), 0.25), 0.06)
    for side, turn in ((-0.31, 1.5), (0.005, -1.0)):
        page = Frame((side, 0.762, 0.1)).turned(turn + chance.around(0, 0.6))
        _page(model, page, 0.3, 0.42, round(side * 100) + 50)
    floor(model, Frame((0.16, 0.768, 0.14)).turned(9), 0.085, 0.085, lifted(stamp(0.0425), 0.2), 0.03)
    pen = Frame((0.36, 0.758, 0.2)).turned(24).tipped(90)
    cylinder(model, pen, 0.0055, 0.14, plain(tone("23262b"), gloss=0.7, dirt=0.02), 12)
    turned_body(
        model,
        Frame((-0.46, 0.75, 0.5)),
        [(0.035, 0), (0.042, 0.1), (0.038, 0.1), (0.03, 0.03), (0, 0.03)],
        plain(tone("cfcabc"), gloss=0.5, dirt=0.04),
        28,
    )
    box(
        model,
        Frame((0.46, 0.75, 0.46)).turned(-12),
        (0.15, 0.03, 0.2),
        plain(tone("39424a"), gloss=0.3),
        piece=0.05,
    )
    return stage


def _page(model: Model, frame: Frame, width: float, height: float, seed: int) -> None:
    lying = Frame(frame.origin, frame.right, frame.forward, frame.direction(0, -1, 0))
    plate(
        model,
        lying,
        width,
        height,
        lifted(ledger(width, height, seed), 0.1),
        0.02,
        lambda x, y: 0.012 * math.sin(x / width * 3.1),
    )


def notice_wall(chance: Chance) -> Stage:
    """A framed board with sheets pinned up, in an entrance hall."""
    stage = inside(chance, (-0.2, 1.55, 0.6), (0.0, 1.4, 3.0), 62)
    model = stage.model
    room(model, 6.0, 3.1, 3.0, wall.plaster(tone("cbc6b8"), 0.3), terrazzo(tone("a8a094")))
    box(
        model,
        Frame((0, 0.85, 3.06)),
        (2.3, 1.35, 0.06),
        lifted(plain(tone("9aa0a2"), gloss=0.4), 0.1),
        piece=0.3,
    )
    plate(model, Frame((-1.1, 0.9, 3.02)), 2.2, 1.25, lifted(fabric(tone("3f6a54")), 0.2), 0.2)
    plate(
        model,
        Frame((-1.1, 1.95, 3.015)),
        2.2,
        0.2,
        lifted(poster(2.2, 1.0, tone("2f7a54"), 3, squares=0), 0.35),
        0.2,
    )
    _pinned_up(model, chance)
    table(model, Frame((1.9, 0, 2.7)), 0.9, 0.5, tone("94704c"))
    building.bucket(model, Frame((-1.9, 0, 2.8)), chance)
    return stage


SHEETS = (
    (-0.98, 1.42),
    (-0.7, 1.44),
    (-0.42, 1.41),
    (-0.98, 1.0),
    (-0.66, 0.98),
    (0.62, 1.45),
    (0.62, 1.02),
    (0.84, 1.42),
)


def _pinned_up(model: Model, chance: Chance) -> None:
    """Sheets of paper, two of them pages of a ledger, and a large poster."""
    wide, tall = 0.21, 0.3
    for number, (x, y) in enumerate(SHEETS):
        paper = near(PAPER, chance, 0.05)
        text = printed(tone("4a4d50"), paper, block=0.02, margin=0.025, width=wide, height=tall, seed=number)
        sheet = Frame((x, y, 3.01)).rolled(chance.around(0, 1.8))
        plate(
            model,
            sheet,
            wide,
            tall,
            lifted(ledger(wide, tall, number) if number in (1, 6) else text, 0.45),
            0.1,
        )
    plate(
        model, Frame((0.0, 1.05, 3.01)), 0.52, 0.74, lifted(poster(0.52, 0.74, tone("b5622f"), 8), 0.45), 0.1
    )
