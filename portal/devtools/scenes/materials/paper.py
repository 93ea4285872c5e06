"""Paper, posters and boards. What looks like writing says nothing. u and v run over the face in metres, from
its lower left corner."""

from __future__ import annotations

from portal.devtools.scenes.materials.colour import tone
from portal.devtools.scenes.render import noise
from portal.devtools.scenes.render.model import Surface, Texel
from portal.devtools.scenes.render.noise import at, smooth
from portal.devtools.scenes.render.weather import Colour

INK, BLUE_INK, RED = tone("3a3d40"), tone("33477a"), tone("b23a34")
PAPER = tone("dcdad2")


def printed(
    lines: Colour,
    paper: Colour,
    *,
    block: float = 0.03,
    margin: float = 0.08,
    width: float = 1.0,
    height: float = 1.0,
    seed: int = 1,
) -> Surface:
    """Rows of marks like print seen from afar."""

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        inside = margin < u < width - margin and margin < v < height - margin
        r, g, b = (
            lines if inside and _mark(u, height - v, block, width - margin, width * 0.55, seed) else paper
        )
        return r, g, b, 0.0, 0.0, 0.0, 0.1

    return Surface(shade)


def _mark(u: float, down: float, block: float, end: float, short_end: float, seed: int) -> bool:
    """Whether there is ink: words of uneven length in rows, a gap every sixth row."""
    row = int(down / block)
    rest = down / block - row
    white = noise.white()
    reach = end if at(white, row * 3.1 + seed, 7.0) < 0.6 else short_end
    word = at(white, u / block * 2.2, row * 17.0 + seed)
    stroke = at(white, u / block * 9, row * 5.0 + rest * 4 + seed)
    return 0.25 < rest < 0.8 and u < reach and word > -0.45 and stroke > -0.35 and row % 6 != 5


def poster(
    width: float, height: float, colour: Colour, seed: int, *, squares: int = 4, glow: float = 0.0
) -> Surface:
    """A heading on a coloured band, a row of coloured squares, lines below."""
    white_paper, kinds = tone("d9dcd4"), (tone("3a7a50"), tone("2f6498"), tone("b0392f"), tone("5a5d60"))

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        a, down = u / width, 1 - v / height
        r, g, b = white_paper
        if down < 0.2:
            heading = (
                0.2 < a < 0.8
                and 0.06 < down < 0.145
                and at(noise.white(), a * 46, int(down * 60) + seed) > -0.4
            )
            r, g, b = white_paper if heading else colour
        elif 0.26 < down < 0.55 and squares:
            place = (a - 0.05) / 0.9 * squares
            if 0 <= place < squares and 0.1 < place % 1 < 0.9:
                r, g, b = kinds[int(place) % 4]
                if 0.36 < place % 1 < 0.64 and 0.33 < down < 0.48:
                    r, g, b = white_paper
        elif (
            down > 0.6
            and 0.06 < a < 0.94
            and _mark(u, height - v, height * 0.05, width * 0.94, width * 0.6, seed)
        ):
            r, g, b = INK
        return r, g, b, 0.0, 0.0, 0.0, 0.25

    return Surface(shade, glow=glow)


def ledger(width: float, height: float, seed: int) -> Surface:
    """A form with columns, filled in by hand, a round red stamp at its foot."""
    row_height, columns = 0.0135, (0.0, 0.1, 0.3, 0.46, 0.6, 0.74, 0.88, 1.0)
    fine, white = noise.fine(), noise.white()

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        level = 1 + 0.015 * at(white, u * 3000, v * 3000) + 0.02 * smooth(fine, u * 60, v * 60)
        colour = _ledger_ink(u, v) or PAPER
        r, g, b = colour
        return r * level, g * level, b * level, 0.0, 0.0, 0.0, 0.03

    def _ledger_ink(u: float, v: float) -> Colour | None:
        a, down = (u - 0.016) / (width - 0.032), height - v - 0.05
        if 0.0 > down > -0.03:
            return (
                INK
                if 0.3 < a < 0.7 and -0.024 < down < -0.01 and at(white, u * 420, v * 420) > -0.1
                else None
            )
        if not 0 <= a <= 1 or v < 0.03:
            return None
        row, rest = int(down / row_height), (down / row_height) % 1
        if rest < 0.06 or any(abs(a - column) * width < 0.0006 for column in columns):
            return INK
        column = max(number for number, edge in enumerate(columns) if edge <= a)
        start = columns[column]
        end = columns[min(column + 1, len(columns) - 1)]
        part = (a - start) / max(0.01, end - start)
        if row == 0:
            return (
                INK if 0.2 < part < 0.8 and 0.3 < rest < 0.75 and at(white, u * 700, v * 700) > 0.1 else None
            )
        length = 0.45 + 0.4 * abs(at(white, column * 7.0 + seed, row * 3.0))
        if row < 17 and 0.1 < part < length and 0.25 < rest < 0.85:
            stroke = smooth(fine, u * 1500 + row * 97, v * 1250 + column * 31)
            return BLUE_INK if abs(stroke) < 0.16 else None
        return None

    return Surface(shade)


def stamp(radius: float) -> Surface:
    """A worn red ring with marks inside."""
    white, fine = noise.white(), noise.fine()

    def shade(x: float, y: float, z: float, u: float, v: float, distance: float) -> Texel:
        away = ((u - radius) ** 2 + (v - radius) ** 2) ** 0.5 / radius
        worn = at(fine, u * 900, v * 900) < 0.35
        ring = 0.88 < away < 0.97 or (0.6 < away < 0.8 and at(white, u * 800, v * 800) > 0.0) or away < 0.22
        r, g, b = RED if ring and worn else PAPER
        return r, g, b, 0.0, 0.0, 0.0, 0.02

    return Surface(shade)
