"""A photo as a template needs it: addresses, sizes, and whether there is anything to show."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from portal.core.i18n import Text
from portal.media.links import public_url, sealed_url
from portal.media.messages import PHOTO_STATES
from portal.media.models import Photo
from portal.media.types import PhotoState, VariantName


@dataclass(frozen=True)
class ShownPhoto:
    """`src` and the sizes are empty and zero where there is nothing to show (yet): `shown` says so."""

    ref: str
    state: PhotoState
    state_text: Text
    shown: bool
    src: str = ""
    """The card, 800 px: for grids, and as the fallback of `srcset`."""
    display: str = ""
    """Up to 2048 px: for the page of one photo."""
    thumbnail: str = ""
    srcset: tuple[tuple[str, int], ...] = ()
    width: int = 0
    height: int = 0
    placeholder: str = ""
    """A data address of a blur of some 20 pixels, about 200 bytes."""


def shown_to_everyone(photo: Photo) -> ShownPhoto:
    """What the public sees: nothing, unless the photo is published."""
    return _shown(photo, public_url if photo.state is PhotoState.PUBLISHED else None)


def shown_to_reader(photo: Photo, now: datetime) -> ShownPhoto:
    """What somebody sees whom the feature's own permission lets see the photo before publication."""
    if photo.state is PhotoState.PUBLISHED:
        return shown_to_everyone(photo)
    return _shown(photo, lambda ref, name: sealed_url(ref, name, now))


def _shown(photo: Photo, url: Callable[[str, VariantName], str] | None) -> ShownPhoto:
    text = PHOTO_STATES[photo.state]
    sizes = {variant.name: (variant.width, variant.height) for variant in photo.variants}
    if url is None or len(sizes) != len(VariantName):
        return ShownPhoto(photo.ref, photo.state, text, shown=False)
    urls = {name: url(photo.ref, name) for name in VariantName}
    width, height = sizes[VariantName.CARD]
    blur = b64encode(photo.placeholder or b"").decode()
    return ShownPhoto(
        photo.ref,
        photo.state,
        text,
        shown=True,
        src=urls[VariantName.CARD],
        display=urls[VariantName.DISPLAY],
        thumbnail=urls[VariantName.THUMBNAIL],
        srcset=tuple((urls[name], sizes[name][0]) for name in reversed(VariantName)),
        width=width,
        height=height,
        placeholder=f"data:image/webp;base64,{blur}" if blur else "",
    )
