"""Small things: bottles, cups, foam boxes, scraps, paper, film."""

from __future__ import annotations

import math

from portal.devtools.scenes.materials.colour import near, tone
from portal.devtools.scenes.materials.thing import broken_stone, film, plain
from portal.devtools.scenes.render import noise
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.model import Frame, Model
from portal.devtools.scenes.render.weather import Colour
from portal.devtools.scenes.solids.basic import plate, turned_body
from portal.devtools.scenes.solids.plants import leaf
from portal.devtools.scenes.solids.soft import blob, draped, heap

CAPS = (tone("2f6fa8"), tone("b23a30"), tone("d9d9d4"), tone("3a8a4c"))


def bottle(
    model: Model, frame: Frame, chance: Chance, size: float = 0.23, colour: Colour | None = None
) -> None:
    """A bottle lying on its side."""
    skin = plain(
        near(
            colour or chance.one_of((tone("a9b8b4"), tone("b9c4c6"), tone("6f8f6a"), tone("c9cfcf"))), chance
        ),
        gloss=0.8,
        dirt=0.1,
    )
    r = size * 0.15
    lying = frame.moved(0, r, 0).turned(chance.uniform(0, 360)).tipped(90 + chance.around(0, 3))
    shape = [
        (0.0, 0.0),
        (r * 0.9, 0.005),
        (r, size * 0.08),
        (r * 0.92, size * 0.4),
        (r, size * 0.5),
        (r, size * 0.66),
        (r * 0.4, size * 0.86),
        (r * 0.38, size * 0.94),
    ]
    turned_body(model, lying, shape, skin, 12)
    label = plain(near(chance.one_of(CAPS), chance), gloss=0.2)
    turned_body(model, lying, [(r * 1.02, size * 0.3), (r * 1.02, size * 0.5)], label, 12)
    turned_body(
        model,
        lying,
        [(r * 0.44, size * 0.92), (r * 0.44, size), (0.0, size)],
        plain(chance.one_of(CAPS), gloss=0.3),
        8,
    )


def cup(model: Model, frame: Frame, chance: Chance) -> None:
    lying = frame.moved(0, 0.035, 0).turned(chance.uniform(0, 360)).tipped(chance.one_of((0.0, 86.0, 86.0)))
    turned_body(
        model,
        lying,
        [(0, 0), (0.028, 0), (0.04, 0.11), (0.043, 0.11)],
        plain(chance.one_of((tone("d8d6cd"), tone("c9a070"), tone("b84a40"))), gloss=0.15, thin=True),
        14,
    )


def foam_box(model: Model, frame: Frame, chance: Chance, size: float = 0.2) -> None:
    """An open take-away box."""
    white = plain(near(tone("dad9d2"), chance, 0.06), gloss=0.12, dirt=0.12, thin=True)
    turned = frame.turned(chance.uniform(0, 360))
    for turn in (0, 90, 180, 270):
        plate(
            model,
            turned.turned(turn).moved(-size * 0.4, 0, -size * 0.38).tipped(-18),
            size * 0.8,
            size * 0.3,
            white,
            0.1,
        )
    plate(model, turned.moved(-size * 0.4, 0.006, -size * 0.4).tipped(90), size * 0.8, size * 0.8, white, 0.1)
    plate(
        model,
        turned.moved(-size * 0.45, size * 0.28, size * 0.45).tipped(chance.uniform(10, 70)),
        size * 0.9,
        size * 0.9,
        white,
        0.1,
    )


def paper(model: Model, frame: Frame, chance: Chance, size: float = 0.16) -> None:
    sheet = plain(
        near(chance.one_of((tone("d5d2c8"), tone("c9c4b4"), tone("b8c0c4"), tone("c98a70"))), chance),
        dirt=0.2,
        thin=True,
    )
    flat = frame.moved(0, 0.008, 0).turned(chance.uniform(0, 360)).tipped(90)
    wave = chance.uniform(0, 6)
    plate(
        model,
        flat,
        size,
        size * 0.7,
        sheet,
        0.04,
        lambda x, y: 0.012 + 0.014 * math.sin(x * 30 + wave) * math.sin(y * 40 + wave),
    )


def thin_bag(
    model: Model, frame: Frame, chance: Chance, size: float = 0.3, colour: Colour | None = None
) -> None:
    """A carrier bag lying empty."""
    tint = near(
        colour
        or chance.one_of((tone("d6d8d8"), tone("c94a42"), tone("d0cfc4"), tone("6f9fc0"), tone("e0dfd8"))),
        chance,
        0.1,
    )
    spread_film(
        model, frame.turned(chance.uniform(0, 360)), chance, size, size * chance.uniform(0.5, 0.8), tint, 0.06
    )


def spread_film(
    model: Model, frame: Frame, chance: Chance, half_x: float, half_z: float, colour: Colour, height: float
) -> None:
    """A crumpled sheet of film on the ground, ragged at its edge."""
    ridges, clouds, offset = noise.ridges(), noise.clouds(), chance.uniform(0, 500)
    grain = 80 / max(0.2, half_x)

    def level(x: float, z: float) -> float:
        edge = math.hypot(x / half_x, z / half_z) * 0.94 + 0.3 * noise.smooth(
            clouds, offset + x * grain * 0.4, offset - z * grain * 0.4
        )
        if edge > 0.96:
            return -1.0
        lift = 0.55 + 0.5 * noise.smooth(clouds, offset + x * grain, offset + z * grain)
        fold = 0.5 + 0.5 * noise.smooth(ridges, offset + x * grain * 1.6, z * grain * 1.6)
        return 0.012 + height * max(0.0, lift * fold) * (1 - min(1.0, max(0.0, edge)) ** 3)

    draped(model, frame, half_x, half_z, level, film(colour, gloss=0.4, folds=0.16, shift=offset), 44)


SCRAPS = (
    tone("5a7838"),
    tone("7f8f48"),
    tone("a8783a"),
    tone("8f4a34"),
    tone("c4b48a"),
    tone("6f5438"),
    tone("b09a50"),
    tone("4a5f34"),
    tone("8a7a58"),
)


def scraps(model: Model, frame: Frame, chance: Chance, count: int, spread: float) -> None:
    """Kitchen scraps: leaves, peel, rice, ends of vegetables."""
    leaves = [plain(near(colour, chance, 0.2), gloss=0.2, dirt=0.3, thin=True) for colour in SCRAPS]
    mush = broken_stone(tone("5f523c"), 0.8)
    level = heap(model, frame, spread * 0.62, spread * 0.4, spread * 0.1, mush, chance, rough=0.6, detail=36)
    for _ in range(count):
        x, z = chance.gauss(0, spread * 0.46), chance.gauss(0, spread * 0.3)
        spot = frame.moved(x, max(0.0, level(x, z)), z)
        surface = chance.one_of(leaves)
        if chance.happens(0.78):
            leaf(model, spot.point(0, 0.02, 0), chance.uniform(0.05, 0.14), surface, chance, (0, 1, 0), 0.35)
        else:
            size = chance.uniform(0.012, 0.036)
            blob(
                model,
                spot,
                (size, size * 0.5, size * chance.uniform(0.7, 2.2)),
                surface,
                chance,
                lumps=0.6,
                detail=8,
            )


def scatter(model: Model, frame: Frame, chance: Chance, count: int, half_x: float, half_z: float) -> None:
    """A mix of small litter lying about."""
    for _ in range(count):
        at = frame.moved(chance.gauss(0, half_x * 0.55), 0, chance.gauss(0, half_z * 0.55))
        kind = chance.one_of((bottle, bottle, cup, foam_box, paper, paper, thin_bag))
        if kind is thin_bag:
            thin_bag(model, at, chance, chance.uniform(0.1, 0.2))
        else:
            kind(model, at, chance)
