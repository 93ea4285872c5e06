"""What the log holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Broken:
    """The first entry at which the chain does not hold, and why (`changed`, `missing`, `head`)."""

    number: int
    reason: str


@dataclass(frozen=True)
class Verified:
    """The outcome of checking the whole chain: entries read, and what is broken, if anything."""

    count: int
    broken: Broken | None = None

    @property
    def intact(self) -> bool:
        return self.broken is None


GENESIS = "0" * 64
"""The hash before the first entry."""

EntryBody = dict[str, Any]
