"""What buildings and fences are made of. On a wall u runs along it and v up it, in metres."""

from __future__ import annotations

from portal.devtools.scenes.materials.colour import tone
from portal.devtools.scenes.render import noise
from portal.devtools.scenes.render.model import Shade, Surface, Texel
from portal.devtools.scenes.render.noise import at, smooth
from portal.devtools.scenes.render.weather import Colour


def _weather(u: float, v: float, amount: float) -> float:
    """Grime running down, splashes at the foot."""
    clouds = noise.clouds()
    runs = smooth(clouds, u * 70, v * 5 + 40) * 0.13
    patch = smooth(clouds, u * 23 + 7, v * 23) * 0.13
    foot = -0.28 * max(0.0, 1 - v / (0.35 + 0.2 * smooth(clouds, u * 40, 9.0)))
    return amount * (runs + patch + foot)


def plaster(colour: Colour = tone("cfc8b8"), worn: float = 1.0, bare: Colour | None = None) -> Surface:
    """Painted render; where it has come off, `bare` shows."""
    fine, white, clouds = noise.fine(), noise.white(), noise.clouds()
    cr, cg, cb = colour

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        near = 1 / (1 + distance * 0.08)
        grime = _weather(u, v, worn)
        level = 1 + grime + 0.05 * at(white, u * 200, v * 200) * near
        r, g, b = cr, cg, cb
        if bare:
            scar = smooth(clouds, u * 37 + 3, v * 37 + 60) + 0.2 * at(fine, u * 50, v * 50) - 0.1 * v
            if scar > 0.42:
                r, g, b = bare
                level = 0.9 + 0.3 * at(fine, u * 60, v * 60) * near
        bump = at(fine, u * 60, v * 60) * 0.07 * near
        return r * level, g * level, b * level * (1 + 0.12 * min(0.0, grime)), bump, bump * 0.8, bump, 0.02

    return Surface(shade)


def bricks(colour: Colour = tone("8f5a45"), mortar: Colour = tone("a39c90"), worn: float = 1.0) -> Surface:
    fine, white = noise.fine(), noise.white()

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        course = v / 0.066 + 4000
        row = int(course)
        along = u / 0.25 + (0.5 if row & 1 else 0.0) + 4000
        column = int(along)
        own = at(white, column * 5.7, row * 11.3)
        near = 1 / (1 + distance * 0.1)
        edge_v, edge_u = (
            min(course - row, row + 1 - course) * 0.066,
            min(along - column, column + 1 - along) * 0.25,
        )
        level = 1 + _weather(u, v, worn) + 0.12 * at(fine, u * 90, v * 90) * near
        joint = 0.006 * min(1.0, 16 / (distance + 1))
        if edge_v < joint or edge_u < joint:
            r, g, b = mortar
            return r * level * 0.85, g * level * 0.85, b * level * 0.85, 0.0, -0.2 * near, 0.0, 0.0
        r, g, b = colour
        level *= 1 + 0.24 * own
        bump = at(fine, u * 80, v * 80) * 0.12 * near
        return r * level, g * level * (1 + 0.07 * own), b * level, bump, bump * 0.7, bump, 0.02

    return Surface(shade)


def tiles(
    colour: Colour = tone("dfe0da"), side: float = 0.2, grout: Colour = tone("8f8d86"), gloss: float = 0.35
) -> Surface:
    """Wall tiles."""
    white = noise.white()

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        a, b = u / side + 4000, v / side + 4000
        column, row = int(a), int(b)
        edge = min(a - column, column + 1 - a, b - row, row + 1 - b) * side
        own = at(white, column * 9.1, row * 3.7)
        level = 1 + _weather(u, v, 0.7) + 0.03 * own
        if edge < 0.003 + 0.0006 * distance:
            part = max(0.25, 1 - distance * 0.05)
            r, g, bl = (c + (o - c) * part for c, o in zip(colour, grout, strict=True))
            return r * level, g * level, bl * level, 0.0, 0.0, 0.0, 0.0
        r, g, bl = colour
        return r * level, g * level, bl * level, own * 0.01, own * 0.007, own * 0.01, gloss

    return Surface(shade)


def ribbed(colour: Colour, rib: float = 0.2, rust: float = 0.2, gloss: float = 0.25) -> Surface:
    """Folded sheet metal; ribs run upwards."""
    clouds, fine, white = noise.clouds(), noise.fine(), noise.white()
    rusty = tone("7a4a2c")
    cr, cg, cb = colour

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        phase = (u / rib) % 1.0
        tilt = 0.0
        level = 1 + _weather(u, v, 0.6) + 0.05 * at(white, int(u / 0.9) * 17.0, 5.0)
        if phase < 0.12:
            tilt, level = -0.55, level * 0.86
        elif 0.4 < phase < 0.52:
            tilt, level = 0.55, level * 1.05
        elif phase >= 0.52:
            level *= 0.93
        r, g, b = cr, cg, cb
        spot = smooth(clouds, u * 50, v * 12 + 30) + 0.3 * at(fine, u * 40, v * 40) - v * 0.25
        if spot > 0.75 - rust:
            part = min(0.8, (spot - 0.75 + rust) * 3)
            r, g, b = r + (rusty[0] - r) * part, g + (rusty[1] - g) * part, b + (rusty[2] - b) * part
        return r * level, g * level, b * level, tilt * 0.7, 0.0, tilt * 0.5, gloss

    return Surface(shade)


def facade(
    colour: Colour,
    *,
    second: Colour = tone("b9b3a6"),
    floor: float = 2.9,
    bay: float = 3.3,
    lit: float = 0.0,
) -> Surface:
    """Flats: a row of framed windows on each floor, curtains, grilles and a stair window now and then."""
    white = noise.white()
    shade = _facade_shade(colour, second, floor, bay, lit, white)
    return Surface(shade)


def _facade_shade(
    colour: Colour, second: Colour, floor: float, bay: float, lit: float, white: list[float]
) -> Shade:
    frame, glass = tone("c9ccca"), tone("3a444a")
    curtains = (tone("a9a08f"), tone("7c8794"), tone("b7a99a"), tone("59646a"))

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        a, h = u / bay + 4000, v / floor + 4000
        column, level = int(a), int(h)
        pu, pv = a - column, h - level
        own = at(white, column * 3.3, level * 7.7)
        kind = at(white, column * 13.1, 3.0)
        grime = 1 + _weather(u, v + 2, 0.9)
        left, right = (0.12, 0.88) if kind > -0.1 else (0.28, 0.72)
        if left < pu < right and 0.3 < pv < 0.82:
            wu, wv = (pu - left) / (right - left), (pv - 0.3) / 0.52
            panes = 4 if kind > -0.1 else 2
            cell = (wu * panes) % 1.0
            if min(cell, 1 - cell) < 0.07 or wv < 0.06 or wv > 0.94 or abs(wv - 0.68) < 0.025:
                r, g, b = frame
                return r * grime, g * grime, b * grime, 0.0, 0.0, 0.0, 0.1
            curtain = own > -0.2 and (wu < 0.5 * (own + 0.6) or wv > 1 - 0.4 * own)
            if lit and own > 0.4:
                return 1.6 * lit, 1.1 * lit, 0.6 * lit, 0.0, 0.0, 0.0, 0.0
            r, g, b = curtains[int(abs(own) * 3.99)] if curtain else glass
            dark = 0.55 if curtain else 0.7
            return r * dark, g * dark, b * dark, own * 0.02, own * 0.02, own * 0.02, 0.9
        r, g, b = second if pv < 0.1 or kind < -0.7 else colour
        if (pv < 0.13 and pv > 0.1) or (left < pu < right and 0.26 < pv <= 0.3):
            grime *= 0.75
        elif pv > 0.9:
            grime *= 0.93
        return r * grime, g * grime, b * grime, 0.0, 0.0, 0.0, 0.02

    return shade


def roof_tiles(colour: Colour = tone("4a4d50")) -> Surface:
    """Grey village roof tiles: u along the eaves, v up the slope."""
    white, fine = noise.white(), noise.fine()

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        row = int(v / 0.12 + 4000)
        phase = (u / 0.22) % 1.0
        own = at(white, int(u / 0.22 + 4000) * 3.0, row * 7.0)
        across = (phase - 0.5) * 2
        lip = (v / 0.12) % 1.0
        level = (1 + 0.3 * own + 0.2 * at(fine, u * 60, v * 60)) * (0.55 if lip < 0.15 else 1.0)
        r, g, b = colour
        return r * level, g * level, b * level, across * 0.5, 0.0, 0.0, 0.05

    return Surface(shade)
