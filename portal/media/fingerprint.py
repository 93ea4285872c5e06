"""Compares photos by what they show: a 64-bit difference hash, kept as 16 hex digits.

Measured on phone photos and on the drawn scenes of the demonstration city (medians, then the outer 5 %):

| two pictures | bits that differ |
|---|---|
| the same, compressed anew, made smaller, 20 % darker or 25 % brighter | 0 to 1, at most 5 |
| the same, its border cut by 1 % / 3 % | 2 to 3 / 7, at most 12 |
| a spot with and without a heap, camera moved by 2 % / 4 % | 8 to 10, rarely under 5 / 13, rarely under 7 |
| two places | 30, rarely under 19 |

So no number tells a cut copy from an honest photo that was taken from the same spot as the photo before it,
which is exactly what units are asked for. Hence two limits: what is surely a copy is refused by the machine,
what only looks alike is shown to a person.
"""

COPY_BITS = 3
"""Up to here it is the same photo, compressed anew, resized or brightened: nobody holds a phone so still."""

SAME_VIEW_BITS = 10
"""Up to here it may be a cut or retouched copy, and may as well be a new photo from the same spot."""

_FEWEST_TELLING_BITS = 6


def difference(first: str, second: str) -> int:
    """How many of the 64 bits differ."""
    return (int(first, 16) ^ int(second, 16)).bit_count()


def is_telling(fingerprint: str) -> bool:
    """False for a blank wall, a dark pocket or fog: such pictures all hash alike, and prove nothing."""
    ones = int(fingerprint, 16).bit_count()
    return _FEWEST_TELLING_BITS <= ones <= 64 - _FEWEST_TELLING_BITS


def is_copy(first: str | None, second: str | None) -> bool:
    """Surely one photo. False where a photo has no fingerprint yet, or one that tells nothing."""
    return _within(COPY_BITS, first, second)


def look_alike(first: str | None, second: str | None) -> bool:
    """Perhaps one photo, perhaps one view: for a person to compare."""
    return _within(SAME_VIEW_BITS, first, second)


def _within(bits: int, first: str | None, second: str | None) -> bool:
    if first is None or second is None or not (is_telling(first) and is_telling(second)):
        return False
    return difference(first, second) <= bits
