"""Pictures for the stories, and their variants, made by the portal's own decoders."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from PIL import Image, ImageEnhance, ImageOps

from portal.core.errors import NotFound
from portal.devtools.scenes.catalogue import photo, photo_bytes
from portal.media.decoding.pool import DecoderPool
from portal.media.decoding.result import RenderedPhoto
from portal.media.sniffing import sniff_photo

Look = Callable[[Image.Image], Image.Image]


def _as_it_is(picture: Image.Image) -> Image.Image:
    return picture


def _from_the_other_side(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    part = ImageOps.mirror(picture).crop((0, height // 14, width - width // 14, height))
    return ImageEnhance.Brightness(part).enhance(1.06)


def _from_nearer(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    part = picture.crop((width // 8, height // 6, width, height))
    return ImageEnhance.Color(part).enhance(0.86)


def _from_the_left(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    part = ImageOps.mirror(picture.crop((0, height // 5, width - width // 5, height)))
    return ImageEnhance.Contrast(part).enhance(0.92)


LOOKS: tuple[Look, ...] = (_as_it_is, _from_the_other_side, _from_nearer, _from_the_left)
"""The same scene serves several reports: never as the same picture, which the portal would refuse."""


@cache
def picture(name: str, look: int = 0) -> bytes:
    """The picture `name` as a JPEG, in one of the `LOOKS`."""
    data = photo_bytes(name)
    if look == 0:
        return data
    with Image.open(io.BytesIO(data)) as opened:
        return _jpeg(LOOKS[look](opened.convert("RGB")))


def is_picture(name: str) -> bool:
    try:
        photo(name)
    except NotFound:
        return False
    return True


class Darkroom:
    """Renders each picture once, several at a time."""

    def __init__(self, workers: int = 2) -> None:
        self._pool = DecoderPool(workers)
        self._threads = ThreadPoolExecutor(workers)
        self._rendered: dict[str, RenderedPhoto] = {}

    def prepare(self, pictures: Iterable[bytes]) -> None:
        """Render all of these now."""
        wanted = {_digest(data): data for data in pictures}
        found = self._threads.map(self._render, wanted.values())
        self._rendered |= dict(zip(wanted, found, strict=True))

    def rendered(self, data: bytes) -> RenderedPhoto:
        key = _digest(data)
        if key not in self._rendered:
            self._rendered[key] = self._render(data)
        return self._rendered[key]

    def close(self) -> None:
        self._threads.shutdown()
        self._pool.close()

    def _render(self, data: bytes) -> RenderedPhoto:
        return self._pool.render(data, sniff_photo(data))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()
