"""What the child makes of a photo."""

from dataclasses import dataclass

from portal.media.types import VariantName


@dataclass(frozen=True)
class RenderedVariant:
    name: VariantName
    width: int
    height: int
    jpeg: bytes


@dataclass(frozen=True)
class RenderedPhoto:
    width: int
    """Of the upright original, in pixels."""
    height: int
    fingerprint: str
    placeholder: bytes
    """A WebP of some 20 pixels, to be shown blurred while the photo loads."""
    variants: tuple[RenderedVariant, ...]
