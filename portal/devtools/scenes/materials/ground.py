"""What one walks on."""

from __future__ import annotations

from portal.devtools.scenes.materials.colour import tone
from portal.devtools.scenes.render import noise
from portal.devtools.scenes.render.model import Shade, Surface, Texel
from portal.devtools.scenes.render.noise import at, smooth
from portal.devtools.scenes.render.weather import Colour


def laid(shade: Shade, wet: float = 0.0, *, over: bool = False) -> Surface:
    """A ground surface. With `wet` over 0 it darkens and puddles lie in its hollows; `over` lies on other
    ground."""
    layer = 0.5 if over else 0.0
    if wet <= 0:
        return Surface(shade, casts=False, layer=layer)
    return Surface(_rained_on(shade, wet), casts=False, layer=layer, mirror=0.75)


def _rained_on(shade: Shade, wet: float) -> Shade:
    clouds, fine = noise.clouds(), noise.fine()

    def wetted(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        r, g, b, tx, _, tz, _ = shade(x, y, z, u, v, distance)
        level = smooth(clouds, x * 31 + 40, z * 31) + 0.25 * at(fine, x * 60, z * 60) + 0.3 * (wet - 1)
        pool = min(1.0, max(0.0, (level - 0.18) * 6))
        dark = 0.62 - 0.22 * pool
        flat = 1 - pool * 0.97
        return r * dark, g * dark, b * dark, tx * flat * 0.8, 0.0, tz * flat * 0.8, 0.16 + 0.84 * pool

    return wetted


def asphalt(colour: Colour = tone("6f6f6e")) -> Shade:
    clouds, fine, white = noise.clouds(), noise.fine(), noise.white()
    cr, cg, cb = colour

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        near = 1 / (1 + distance * 0.09)
        speck = at(white, x * 170, z * 170) * 0.16 * near + at(fine, x * 95, z * 95) * 0.2 * near
        worn = smooth(clouds, x * 24, z * 24) * 0.16 + smooth(clouds, x * 90 + 50, z * 90) * 0.1
        crack = abs(smooth(clouds, x * 38 + 200, z * 38 + 90))
        level = 1 + speck + worn
        if crack < 0.012:
            level *= 0.55 + 30 * crack
        tilt = at(fine, x * 120, z * 120) * 0.12 * near
        return cr * level, cg * level, cb * level * (1 - 0.05 * worn), tilt, 0.0, tilt * 0.7, 0.08

    return shade


def concrete(colour: Colour = tone("a5a199"), joints: float = 3.0) -> Shade:
    clouds, fine, white = noise.clouds(), noise.fine(), noise.white()
    cr, cg, cb = colour

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        near = 1 / (1 + distance * 0.1)
        stain = smooth(clouds, x * 17, z * 17) * 0.14 + smooth(clouds, x * 60 + 9, z * 60 + 70) * 0.13
        stain -= 0.25 * max(0.0, smooth(clouds, x * 41 + 300, z * 41) - 0.35)
        speck = at(white, x * 230, z * 230) * 0.06 * near + at(fine, x * 70, z * 70) * 0.07 * near
        level = 1 + stain + speck
        gap = min(_to_line(x + 0.37, joints), _to_line(z + 0.61, joints))
        crack = abs(smooth(clouds, x * 29 + 130, z * 29 + 10))
        if gap < 0.012 + 0.002 * distance:
            level *= 0.5 + 0.03 * distance if distance < 12 else 0.86
        if crack < 0.006:
            level *= 0.5
        tilt = at(fine, x * 80, z * 80) * 0.06 * near
        return cr * level, cg * level, cb * level * (1 - 0.1 * stain), tilt, 0.0, tilt * 0.6, 0.05

    return shade


def _to_line(value: float, spacing: float) -> float:
    part = (value / spacing) % 1.0
    return min(part, 1 - part) * spacing


def paving(
    colour: Colour = tone("a39a8e"), width: float = 0.4, depth: float = 0.4, second: Colour | None = None
) -> Shade:
    """Slabs or bricks in rows, each row shifted by half, no stone quite like the next, dirt in the joints."""
    fine, white, clouds = noise.fine(), noise.white(), noise.clouds()
    other = second or colour

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        row = int(z / depth + 4000)
        across = x / width + (0.5 if row & 1 else 0.0) + 4000
        column = int(across)
        part_x, part_z = across - column, z / depth + 4000 - row
        own = at(white, column * 7.3, row * 13.7)
        cr, cg, cb = other if own > 0.35 else colour
        near = 1 / (1 + distance * 0.1)
        dirt = smooth(clouds, x * 22, z * 22) * 0.2 + smooth(clouds, x * 110 + 9, z * 110 + 70) * 0.16
        dirt -= 0.3 * max(0.0, smooth(clouds, x * 47 + 300, z * 47) - 0.3)
        cr, cg, cb = (c + (m - c) * 0.2 for c, m in zip((cr, cg, cb), (0.3, 0.28, 0.25), strict=True))
        level = (
            0.92
            + own * 0.11
            + dirt
            + at(white, x * 260, z * 260) * 0.09 * near
            + at(fine, x * 90, z * 90) * 0.08 * near
        )
        edge = min(part_x, 1 - part_x) * width, min(part_z, 1 - part_z) * depth
        joint = 0.006 + 0.0013 * distance
        tilt_x = own * 0.02 + at(fine, x * 100, z * 100) * 0.05 * near
        tilt_z = at(white, row * 3.1, column * 5.3) * 0.02
        if edge[0] < joint or edge[1] < joint:
            level *= min(0.95, 0.55 + 0.04 * distance)
        elif edge[0] < joint + 0.008:
            tilt_x += 0.3 * near if part_x > 0.5 else -0.3 * near
        return cr * level, cg * level, cb * level, tilt_x, 0.0, tilt_z, 0.07

    return shade


def earth(colour: Colour = tone("8b7355"), dry: Colour = tone("a8957a"), pebbles: float = 0.5) -> Shade:
    clouds, fine, white = noise.clouds(), noise.fine(), noise.white()
    border, number = noise.cells()

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        near = 1 / (1 + distance * 0.08)
        part = min(1.0, max(0.0, 0.5 + 0.9 * smooth(clouds, x * 20, z * 20) + 0.3 * at(fine, x * 40, z * 40)))
        cr, cg, cb = (a + (b - a) * part for a, b in zip(colour, dry, strict=True))
        lump = at(fine, x * 75, z * 75)
        level = 1 + 0.22 * lump * near + 0.16 * at(white, x * 190, z * 190) * near
        tilt_x = (at(fine, x * 75 + 1.5, z * 75) - lump) * 0.5 * near
        tilt_z = (at(fine, x * 75, z * 75 + 1.5) - lump) * 0.5 * near
        own = at(number, x * 130, z * 130)
        if own > 1 - pebbles * 0.4 and distance < 14:
            inside = at(border, x * 130, z * 130)
            grey = 0.26 + 0.14 * own * inside
            mix = 0.75 * inside
            cr, cg, cb = cr + (grey - cr) * mix, cg + (grey * 0.97 - cg) * mix, cb + (grey * 0.9 - cb) * mix
        return cr * level, cg * level, cb * level, tilt_x, 0.0, tilt_z, 0.02

    return shade


def gravel(colour: Colour = tone("9b948a"), size: float = 0.03) -> Shade:
    clouds, white = noise.clouds(), noise.white()
    border, number = noise.cells()
    texels = 8 / size

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        near = 1 / (1 + distance * 0.12)
        inside, own = at(border, x * texels, z * texels), at(number, x * texels, z * texels)
        broad = smooth(clouds, x * 19, z * 19) * 0.15
        level = (
            1 + broad + (0.36 * own + 0.5 * (inside - 0.6)) * near + 0.1 * at(white, x * 240, z * 240) * near
        )
        tilt_x = (at(border, x * texels + 1, z * texels) - inside) * 0.9 * near
        tilt_z = (at(border, x * texels, z * texels + 1) - inside) * 0.9 * near
        cr, cg, cb = colour
        return (
            cr * level,
            cg * level * (1 + 0.02 * own),
            cb * level * (1 + 0.05 * own),
            tilt_x,
            0.0,
            tilt_z,
            0.03,
        )

    return shade


def turf(colour: Colour = tone("5f7038"), dry: Colour = tone("9a9257"), bare: float = 0.25) -> Shade:
    """Short grass seen from above; the blades near the camera are built, not painted."""
    clouds, fine, white = noise.clouds(), noise.fine(), noise.white()
    soil = tone("7a664a")

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        near = 1 / (1 + distance * 0.06)
        patch = smooth(clouds, x * 26, z * 26)
        part = min(1.0, max(0.0, 0.4 + 0.7 * patch + 0.35 * at(white, x * 60, z * 60) * near))
        cr, cg, cb = (a + (b - a) * part for a, b in zip(colour, dry, strict=True))
        hole = smooth(clouds, x * 33 + 77, z * 33 + 31) + 0.2 * at(fine, x * 50, z * 50)
        if hole > 0.75 - bare:
            mix = min(1.0, (hole - 0.75 + bare) * 4)
            cr, cg, cb = (c + (s - c) * mix for c, s in zip((cr, cg, cb), soil, strict=True))
        blade = at(fine, x * 150, z * 55)
        level = 1 + 0.45 * blade * near + 0.2 * at(white, x * 210, z * 90) * near
        return (
            cr * level,
            cg * level,
            cb * level,
            0.35 * blade * near,
            0.0,
            0.2 * at(fine, x * 50, z * 140) * near,
            0.0,
        )

    return shade


def river(colour: Colour = tone("56604f"), rough: float = 1.0) -> Surface:
    clouds, fine = noise.clouds(), noise.fine()
    cr, cg, cb = colour

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        calm = rough / (1 + distance * 0.05)
        wave_x = smooth(fine, x * 16, z * 34) * 0.012 + smooth(clouds, x * 30, z * 70) * 0.012
        wave_z = smooth(fine, x * 14 + 99, z * 30) * 0.035 + smooth(clouds, x * 26 + 55, z * 66) * 0.03
        level = 1 + 0.15 * smooth(clouds, x * 9, z * 15)
        return cr * level, cg * level, cb * level, wave_x * calm, 0.0, wave_z * calm, 1.0

    return Surface(shade, casts=False, layer=0, mirror=0.97)
