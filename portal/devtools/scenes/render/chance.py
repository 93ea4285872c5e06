"""Repeatable chance: the same names always give the same numbers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Chance(random.Random):
    """A seeded generator with the few draws that a painter needs."""

    def around(self, middle: float, spread: float) -> float:
        """A number within `spread` of `middle`."""
        return middle + self.uniform(-spread, spread)

    def one_of(self, items: Sequence[T]) -> T:
        return items[int(self.random() * len(items))]

    def happens(self, share: float) -> bool:
        return self.random() < share


def chance_for(*names: object) -> Chance:
    """A generator for a named part, so that changing one part leaves the others as they were."""
    return Chance("/".join(str(name) for name in names))
