"""From light to a phone's picture: exposure, tone, lens, sensor."""

from __future__ import annotations

import math

from PIL import Image, ImageChops, ImageFilter

from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.weather import Colour

_STEPS = 4096
_TOP = 2.6


def _curve() -> list[int]:
    """Linear light to picture values: a gentle shoulder, a slightly lifted foot."""
    values = []
    for step in range(_STEPS):
        light = step / (_STEPS - 1) * _TOP
        toned = light * (1 + light / 7.0) / (1 + light * 0.55)
        gamma = 12.92 * toned if toned <= 0.0031308 else 1.055 * toned ** (1 / 2.4) - 0.055
        gamma += 0.05 * math.sin(2 * math.pi * (min(1.0, gamma) - 0.5))
        values.append(max(0, min(255, round(4 + 251 * gamma))))
    return values


def metered(pixels: list[Colour], target: float) -> float:
    """The exposure a phone would choose: the typical pixel near `target`, the brightest near white."""
    lights = sorted(0.3 * r + 0.6 * g + 0.1 * b for r, g, b in pixels[::97])
    typical = math.exp(sum(math.log(max(0.004, light)) for light in lights) / len(lights))
    brightest = lights[int(len(lights) * 0.95)]
    return min(target / typical, 2.3 / max(0.05, brightest), 3.0)


def expose(pixels: list[Colour], width: int, height: int, exposure: float, warmth: float) -> Image.Image:
    curve, last, scale = _curve(), _STEPS - 1, (_STEPS - 1) / _TOP * exposure
    red, blue = scale * (1 + warmth), scale * (1 - warmth)
    data = bytearray()
    for r, g, b in pixels:
        data.append(curve[min(last, max(0, int(r * red)))])
        data.append(curve[min(last, max(0, int(g * scale)))])
        data.append(curve[min(last, max(0, int(b * blue)))])
    return Image.frombytes("RGB", (width, height), bytes(data))


def through_lens(picture: Image.Image, size: tuple[int, int], chance: Chance) -> Image.Image:
    """Downsized, glowing a little around what is bright, darker in the corners, soft as small lenses are."""
    picture = picture.resize(size, Image.Resampling.LANCZOS)
    width, height = size
    bright = picture.point([max(0, value - 190) * 2 for value in range(256)] * 3)
    glow = bright.resize((width // 8, height // 8), Image.Resampling.BOX)
    glow = glow.filter(ImageFilter.GaussianBlur(width / 160)).resize(size, Image.Resampling.BICUBIC)
    picture = ImageChops.screen(picture, glow.point([value // 4 for value in range(256)] * 3))
    fall = Image.radial_gradient("L").resize((width * 3 // 2, height * 3 // 2), Image.Resampling.BICUBIC)
    left, top = width // 4 + chance.randint(-9, 9), height // 4 + chance.randint(-9, 9)
    fall = fall.crop((left, top, left + width, top + height)).point([255 - v * v // 900 for v in range(256)])
    picture = ImageChops.multiply(picture, Image.merge("RGB", (fall, fall, fall)))
    return picture.filter(ImageFilter.GaussianBlur(width / 2000))


def sensed(picture: Image.Image, chance: Chance, amount: float) -> Image.Image:
    """Sensor grain, coarser in colour than in brightness, as a phone's denoiser leaves it."""
    width, height = picture.size
    light, *colours = picture.convert("YCbCr").split()
    light = _grainy(light, chance, (width, height), amount)
    colours = [_grainy(c, chance, (width // 4, height // 4), amount * 0.6) for c in colours]
    return Image.merge("YCbCr", (light, *colours)).convert("RGB")


def _grainy(channel: Image.Image, chance: Chance, size: tuple[int, int], amount: float) -> Image.Image:
    noise = Image.frombytes("L", size, chance.randbytes(size[0] * size[1])).filter(
        ImageFilter.GaussianBlur(0.7)
    )
    if size != channel.size:
        noise = noise.resize(channel.size, Image.Resampling.BICUBIC)
    noise = noise.point([max(0, min(255, round(128 + (value - 128) * amount / 20))) for value in range(256)])
    return ImageChops.add(channel, noise, offset=-128)
