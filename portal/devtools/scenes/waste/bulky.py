"""Bulky waste: furniture, tyres, appliances."""

from __future__ import annotations

from portal.devtools.scenes.materials.colour import near, tone
from portal.devtools.scenes.materials.thing import fabric, painted_metal, plain, timber
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.model import Frame, Model
from portal.devtools.scenes.solids.basic import box, cylinder, plate, ring, turned_body
from portal.devtools.scenes.solids.soft import cushion


def sofa(model: Model, frame: Frame, chance: Chance) -> None:
    cloth = fabric(
        near(chance.one_of((tone("6f5a48"), tone("5c6670"), tone("8a6a50"), tone("7a3f38"))), chance, 0.1)
    )
    box(model, frame.moved(0, 0.05, 0.05), (1.75, 0.22, 0.8), cloth, piece=0.2)
    for x in (-0.44, 0.44):
        cushion(model, frame.moved(x, 0.26, -0.06), (0.86, 0.2, 0.72), cloth, 0.05)
        cushion(
            model,
            frame.moved(x, 0.42, 0.32).tipped(-78).moved(0, -0.1, -0.1),
            (0.84, 0.22, 0.52),
            cloth,
            0.06,
        )
    cushion(model, frame.moved(0, 0.1, 0.4), (1.8, 0.72, 0.22), cloth, 0.03)
    for x in (-0.93, 0.93):
        cushion(model, frame.moved(x, 0.05, 0.0), (0.2, 0.56, 0.88), cloth, 0.03)


def mattress(model: Model, frame: Frame, chance: Chance, *, size: float = 1.25) -> None:
    """Standing on its long side, leaning back against what is behind."""
    cloth = fabric(near(tone("c9c3b2"), chance, 0.06), tone("a9b0b4"), 0.16)
    cushion(
        model, frame.tipped(90 + 14).moved(0, -0.1, -size * 0.46), (1.85, 0.2, size * 0.9), cloth, 0.01, 16
    )


def wardrobe(model: Model, frame: Frame, chance: Chance) -> None:
    """A cupboard with one door off."""
    wood, dark = timber(near(tone("8f6844"), chance, 0.15), 0.15), plain(tone("3a2d22"))
    w, h, d = 0.95, 1.55, 0.5
    box(model, frame, (w, h, d), wood, piece=0.25, sides="blrt")
    plate(model, frame.moved(-w / 2, 0, 0.1), w, h, dark, 0.25)
    plate(model, frame.moved(-w / 2 + 0.02, 0.04, -d / 2), w / 2 - 0.03, h - 0.08, wood, 0.25)
    plate(
        model,
        frame.moved(w / 2 - 0.02, 0.04, -d / 2).turned(-118).moved(0, 0, 0),
        w / 2,
        h - 0.08,
        timber(near(tone("8f6844"), chance, 0.1), 0.15),
        0.25,
    )
    for y in (0.5, 1.0):
        box(model, frame.moved(w / 4, y, 0), (w / 2 - 0.05, 0.02, d - 0.05), wood, piece=0.25)
    cylinder(model, frame.moved(-0.05, h * 0.5, -d / 2 - 0.02), 0.014, 0.12, painted_metal(tone("b0a890")), 8)


def chair(model: Model, frame: Frame, chance: Chance) -> None:
    wood = timber(near(tone("94653c"), chance, 0.15))
    for x in (-0.18, 0.18):
        for z in (-0.18, 0.18):
            box(model, frame.moved(x, 0, z), (0.04, 0.44 if z < 0 else 0.9, 0.04), wood, piece=0.3)
    box(model, frame.moved(0, 0.43, 0), (0.44, 0.04, 0.44), wood, piece=0.2)
    for y in (0.6, 0.8):
        box(model, frame.moved(0, y, 0.18), (0.36, 0.08, 0.025), wood, piece=0.3)


def tyre(model: Model, frame: Frame, chance: Chance, size: float = 0.3) -> None:
    rubber = plain(near(tone("474543"), chance, 0.25), gloss=0.35, dirt=0.5)
    ring(model, frame.turned(chance.uniform(0, 360)), size * 0.78, size * 0.24, rubber, 1.15, tread=True)


def washing_machine(model: Model, frame: Frame, chance: Chance) -> None:
    white, dark = (
        painted_metal(near(tone("cfd0cb"), chance, 0.05), 0.12, 0.3),
        plain(tone("2a2d30"), gloss=0.7),
    )
    box(model, frame, (0.6, 0.84, 0.56), white, piece=0.15)
    door = frame.moved(0, 0.42, -0.28).tipped(90)
    turned_body(
        model,
        door,
        [(0.2, -0.02), (0.2, 0.035), (0.15, 0.05), (0.15, 0.05), (0.13, 0.02), (0, 0.015)],
        plain(tone("9a9fa2"), gloss=0.5),
        26,
    )
    turned_body(model, door, [(0.135, 0.04), (0.08, 0.06), (0, 0.065)], dark, 22)
    box(model, frame.moved(0, 0.72, -0.285), (0.56, 0.09, 0.012), plain(tone("8d9296")), piece=0.3)


def fridge(model: Model, frame: Frame, chance: Chance) -> None:
    """A refrigerator lying on its back or standing, its door ajar."""
    skin = painted_metal(
        near(chance.one_of((tone("c9ccc6"), tone("7f9a8c"), tone("b0b4b8"))), chance, 0.05), 0.14, 0.35
    )
    box(model, frame, (0.56, 1.35, 0.55), skin, piece=0.2, sides="blrt")
    inner = plain(tone("c6c8c2"), dirt=0.3)
    plate(model, frame.moved(-0.28, 0, -0.05), 0.56, 1.35, inner, 0.2)
    plate(model, frame.moved(-0.28, 0.88, -0.29), 0.56, 0.46, skin, 0.2)
    box(
        model,
        frame.moved(0.28, 0.02, -0.27).turned(-64).moved(0.28, 0, 0),
        (0.56, 0.84, 0.05),
        skin,
        piece=0.2,
    )
    for y in (0.3, 0.58):
        box(model, frame.moved(0, y, -0.15), (0.5, 0.015, 0.22), inner, piece=0.3)


def screen(model: Model, frame: Frame, chance: Chance) -> None:
    """An old tube television."""
    shell = plain(near(tone("4a4a4a"), chance, 0.1), gloss=0.2, dirt=0.3)
    box(model, frame.moved(0, 0, 0.0), (0.62, 0.5, 0.16), shell, piece=0.2)
    box(model, frame.moved(0, 0.06, 0.22), (0.44, 0.36, 0.3), shell, piece=0.2)
    plate(
        model,
        frame.moved(-0.25, 0.09, -0.085),
        0.5,
        0.36,
        plain(tone("2b3330"), gloss=0.9, dirt=0.3),
        0.08,
        lambda x, y: 0.02 - 0.2 * ((x - 0.25) ** 2 + (y - 0.18) ** 2),
    )
