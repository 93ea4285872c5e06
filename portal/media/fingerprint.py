"""Compares photos by what they show: a 64-bit difference hash, kept as 16 hex digits."""

SAME_PICTURE_BITS = 10
"""Two hashes that differ in at most this many of 64 bits show the same picture, resized, recompressed or
retouched."""

_FEWEST_TELLING_BITS = 6


def difference(first: str, second: str) -> int:
    """How many of the 64 bits differ."""
    return (int(first, 16) ^ int(second, 16)).bit_count()


def is_telling(fingerprint: str) -> bool:
    """False for a blank wall, a dark pocket or fog: such pictures all hash alike, and prove nothing."""
    ones = int(fingerprint, 16).bit_count()
    return _FEWEST_TELLING_BITS <= ones <= 64 - _FEWEST_TELLING_BITS


def look_alike(first: str, second: str) -> bool:
    return is_telling(first) and is_telling(second) and difference(first, second) <= SAME_PICTURE_BITS
