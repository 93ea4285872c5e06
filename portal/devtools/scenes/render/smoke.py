"""Smoke drawn over a finished picture."""

from __future__ import annotations

import math

from PIL import Image, ImageDraw, ImageFilter

from portal.devtools.scenes.render.chance import Chance


def smoke(
    picture: Image.Image, source: tuple[float, float], chance: Chance, drift: float = 0.35
) -> Image.Image:
    """A column rising from `source` (shares of width and height), leaning with the wind."""
    width, height = picture.size
    small = (width // 4, height // 4)
    density = Image.new("L", small)
    for step in range(420):
        rise = chance.random() ** 0.7
        reach = (0.012 + 0.13 * rise) * small[0]
        wander = 0.05 * math.sin(rise * 7 + 1) * rise
        x = small[0] * (source[0] + drift * rise**1.4 + wander) + chance.gauss(0, reach * 0.5)
        y = small[1] * (source[1] - rise * 0.85) + chance.gauss(0, reach * 0.25)
        size = reach * chance.uniform(0.25, 0.7)
        puff = Image.new("L", small)
        strength = round(38 * (1 - rise) ** 0.7 + 6)
        ImageDraw.Draw(puff).ellipse((x - size, y - size, x + size, y + size), fill=strength)
        if step % 3 == 0:
            puff = puff.filter(ImageFilter.GaussianBlur(size * 0.2))
        density = Image.composite(Image.new("L", small, 255), density, puff)
    density = density.filter(ImageFilter.GaussianBlur(small[0] / 160)).resize(
        picture.size, Image.Resampling.BICUBIC
    )
    density = density.point([min(225, round(v * 0.92)) for v in range(256)])
    return Image.composite(Image.new("RGB", picture.size, (202, 200, 198)), picture, density)
