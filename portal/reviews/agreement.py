"""Krippendorff's alpha for interval data: how far reviewers agree beyond chance.

Alpha = 1 - Do/De, with the squared difference as distance (Krippendorff, Content Analysis). Units scored by
one reviewer only say nothing and are left out. Any number of reviewers, and gaps, are allowed.
"""

from __future__ import annotations

from collections.abc import Sequence

Unit = Sequence[float | None]
"""The values that the reviewers gave one item; None where a reviewer gave none."""


def alpha(units: Sequence[Unit], *, least: int = 10) -> float | None:
    """Alpha from 1 (full agreement) down through 0 (chance) to below; None under `least` doubly scored items.

    Also None when every value is the same: there is then nothing to tell agreement from.
    """
    paired = [[float(v) for v in unit if v is not None] for unit in units]
    paired = [values for values in paired if len(values) > 1]
    if len(paired) < least:
        return None
    everything = [value for values in paired for value in values]
    total = len(everything)
    observed = sum(_spread(values) / (len(values) - 1) for values in paired) / total
    expected = _spread(everything) / (total * (total - 1))
    return None if expected == 0 else 1 - observed / expected


def _spread(values: Sequence[float]) -> float:
    """Sum of squared differences over all ordered pairs."""
    count, total = len(values), sum(values)
    return 2 * (count * sum(v * v for v in values) - total * total)
