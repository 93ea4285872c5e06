"""What things are made of."""

from __future__ import annotations

from portal.devtools.scenes.materials.colour import tone
from portal.devtools.scenes.render import noise
from portal.devtools.scenes.render.model import Surface, Texel
from portal.devtools.scenes.render.noise import at, smooth
from portal.devtools.scenes.render.weather import Colour


def plain(
    colour: Colour,
    *,
    gloss: float = 0.05,
    dirt: float = 0.15,
    thin: bool = False,
    casts: bool = True,
    glow: float = 0.0,
) -> Surface:
    """One colour, a little dirty."""
    clouds, fine = noise.clouds(), noise.fine()
    cr, cg, cb = colour

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        level = 1 + dirt * (
            smooth(clouds, (x + z * 0.7) * 90, (y + z * 0.4) * 90)
            + 0.6 * at(fine, (x + z) * 120, (y + x) * 120)
        )
        return cr * level, cg * level, cb * level, 0.0, 0.0, 0.0, gloss

    return Surface(shade, thin=thin, casts=casts, glow=glow)


def film(
    colour: Colour, *, gloss: float = 0.6, folds: float = 0.35, thin: bool = True, shift: float = 0.0
) -> Surface:
    """Plastic film or bag: small creased facets, each catching the light in its own way."""
    _, number = noise.cells()
    clouds, fine = noise.clouds(), noise.fine()
    cr, cg, cb = colour

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        bend = smooth(clouds, (x + shift) * 90, (y - z) * 90) * 14
        a, b = (
            (x * 0.9 + z * 0.6 + shift) * 120 + bend,
            (y * 0.62 + z * 0.3 - x * 0.25 + shift) * 120 - bend * 0.5,
        )
        facet, small = at(number, a, b), at(number, a * 2.3 + 90, b * 2.1)
        tilt_x = (facet + 0.5 * small) * folds
        tilt_y = (at(number, a + 200, b) + 0.5 * at(fine, a, b)) * folds * 0.7
        level = 1 + (0.1 * facet + 0.08 * small) * (1.1 - min(1.0, cg * 2))
        return cr * level, cg * level, cb * level, tilt_x, tilt_y, (small - 0.4 * facet) * folds, gloss

    return Surface(shade, thin=thin)


def cardboard(colour: Colour = tone("a98558"), damp: float = 0.2) -> Surface:
    clouds, fine, white = noise.clouds(), noise.fine(), noise.white()
    cr, cg, cb = colour

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        flute = 0.02 if int(v * 160) & 1 else -0.02
        stain = smooth(clouds, u * 80 + 30, v * 80)
        level = 1 + flute + 0.08 * stain + 0.06 * at(fine, u * 90, v * 90)
        if stain > 0.7 - damp:
            level *= 0.72
        if abs(u - 0.01 * at(white, 3.0, 4.0)) < 0.028:
            return cr * 1.05 * level, cg * 0.98 * level, cb * 0.78 * level, 0.0, 0.0, 0.0, 0.35
        return cr * level, cg * level, cb * level, 0.0, 0.0, 0.0, 0.02

    return Surface(shade, thin=True)


def woven(colour: Colour = tone("d8d5c8")) -> Surface:
    """Woven plastic sack."""
    clouds, fine, ridges = noise.clouds(), noise.fine(), noise.ridges()
    cr, cg, cb = colour

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        near = 1 / (1 + distance * 0.25)
        weave = (0.12 if (int(u * 260) + int(v * 260)) & 1 else -0.12) * near
        dirt = smooth(clouds, u * 70, v * 70) * 0.28 - 0.06
        fold = at(ridges, u * 120, v * 90)
        level = 1 + weave + dirt + 0.06 * at(fine, u * 70, v * 70)
        tilt = (at(ridges, u * 120 + 3, v * 90) - fold) * 0.7
        r, g, b = cr, cg, cb
        if abs(v - 0.32) < 0.012 or abs(v - 0.36) < 0.005:
            r, g, b = cr * 0.45, cg * 0.5, cb * 0.75
        return r * level, g * level, b * level * (1 + 0.3 * min(0.0, dirt)), tilt, tilt * 0.7, tilt, 0.1

    return Surface(shade)


def fabric(colour: Colour, second: Colour | None = None, stripe: float = 0.0) -> Surface:
    clouds, fine, white = noise.clouds(), noise.fine(), noise.white()

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        cr, cg, cb = second if second and stripe and (u / stripe) % 1.0 < 0.4 else colour
        stain = smooth(clouds, u * 50 + 10, v * 50)
        level = 1 + 0.1 * at(white, u * 240, v * 240) / (1 + distance * 0.2) + 0.14 * stain
        if stain > 0.45:
            level *= 0.86
        bump = at(fine, u * 40, v * 40) * 0.1
        return cr * level, cg * level, cb * level * (1 - 0.1 * max(0.0, stain)), bump, bump, bump * 0.5, 0.0

    return Surface(shade)


def painted_metal(colour: Colour, rust: float = 0.3, gloss: float = 0.45) -> Surface:
    clouds, fine = noise.clouds(), noise.fine()
    rusty, cr, cg, cb = tone("6e3f22"), *colour

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        spot = smooth(clouds, (u + x) * 70, v * 60 + z * 30) + 0.35 * at(fine, u * 90, v * 90)
        level = 1 + 0.08 * smooth(clouds, u * 30, v * 90)
        shine = gloss
        r, g, b = cr, cg, cb
        if spot > 0.8 - rust:
            part = min(0.95, (spot - 0.8 + rust) * 4)
            r, g, b = r + (rusty[0] - r) * part, g + (rusty[1] - g) * part, b + (rusty[2] - b) * part
            level *= 1 + 0.3 * at(fine, u * 140, v * 140)
            shine = gloss * (1 - part)
        return r * level, g * level, b * level, 0.0, 0.0, 0.0, shine

    return Surface(shade)


def timber(colour: Colour = tone("9a7650"), gloss: float = 0.05, board: float = 0.0) -> Surface:
    """Wood with its grain along u; with `board`, planks of that width lie along v."""
    clouds, fine, white = noise.clouds(), noise.fine(), noise.white()
    cr, cg, cb = colour

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        plank = int(v / board + 400) if board else 0
        own = at(white, plank * 7.0, 11.0) if board else 0.0
        vein = smooth(clouds, u * 14 + own * 90, v * 190) * 0.2 + at(fine, u * 30 + own * 50, v * 330) * 0.1
        level = 1 + vein + 0.14 * own
        if board and abs((v / board) % 1.0 - 0.5) > 0.47:
            level *= 0.4
        return cr * level, cg * level, cb * level * (1 - 0.2 * vein), 0.0, vein * 0.1, vein * 0.1, gloss

    return Surface(shade)


def broken_stone(colour: Colour, rough: float = 0.25) -> Surface:
    clouds, fine = noise.clouds(), noise.fine()
    cr, cg, cb = colour

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        a, b = (x + z * 0.6) * 90, (y + z * 0.5 - x * 0.3) * 90
        here = at(fine, a, b)
        level = 1 + 0.25 * smooth(clouds, a, b) + rough * here
        return cr * level, cg * level, cb * level, (at(fine, a + 2, b) - here) * 0.4, here * 0.15, 0.0, 0.02

    return Surface(shade)


def leafy(colour: Colour, spread: float = 0.35, *, casts: bool = True) -> Surface:
    """Leaves: u is a number of its own for every leaf."""
    cr, cg, cb = colour

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        level = 1 + spread * u
        warm = 1 + 0.25 * u
        return cr * level * warm, cg * level, cb * level, 0.0, 0.25, 0.0, 0.12

    return Surface(shade, thin=True, casts=casts, sparse=True)
