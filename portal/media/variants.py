"""The sizes in which a photo is kept."""

from dataclasses import dataclass

from portal.media.types import VariantName


@dataclass(frozen=True)
class VariantPlan:
    longest_side: int
    quality: int
    progressive: bool


PLANS = {
    VariantName.DISPLAY: VariantPlan(2048, quality=80, progressive=False),
    VariantName.CARD: VariantPlan(800, quality=76, progressive=True),
    VariantName.THUMBNAIL: VariantPlan(320, quality=72, progressive=True),
}
PLACEHOLDER_SIDE = 20


def fit(width: int, height: int, longest_side: int) -> tuple[int, int]:
    """The size that keeps the photo's own aspect and has no side above `longest_side`; never larger than it
    was."""
    scale = min(1.0, longest_side / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def display_size(width: int, height: int) -> tuple[int, int]:
    """The size of the display variant.

    A JPEG decoder halves for nothing: a photo whose half (quarter, eighth) is nearly 2048 px is taken at
    exactly that size, which saves the full decode and the resize: 4032 x 3024 becomes 2016 x 1512 in a
    third of the time.
    """
    limit = PLANS[VariantName.DISPLAY].longest_side
    for part in (2, 4, 8):
        if limit * 15 // 16 <= max(width, height) / part <= limit:
            return -(-width // part), -(-height // part)
    return fit(width, height, limit)
