"""The ground: a sheet of cells, small near what matters and large far away."""

from __future__ import annotations

from collections.abc import Callable

from portal.devtools.scenes.render.model import Model, Surface, Vec

Level = Callable[[float, float], float]


def flat(_x: float, _z: float) -> float:
    return 0.0


def ground(
    model: Model,
    surface: Surface,
    focus: Vec,
    *,
    left: float = -90.0,
    right: float = 90.0,
    near: float = 0.3,
    far: float = 260.0,
    level: Level = flat,
    cell: float = 0.08,
    fine: float = 2.6,
) -> None:
    """Ground between the given sides. Cells are `cell` metres wide within `fine` metres of the focus and
    grow from there."""
    xs = _marks(left, right, focus[0], cell, fine)
    zs = _marks(near, far, focus[2], cell, fine)
    heights = [[level(x, z) for x in xs] for z in zs]
    rows = []
    for i, z in enumerate(zs):
        row = []
        for k, x in enumerate(xs):
            row.append(model.corner((x, heights[i][k], z), (0.0, 1.0, 0.0), x, z))
        rows.append(row)
    model.grid(rows, surface)
    if level is not flat:
        model.relief(rows, (0.0, 1.0, 0.0))


def _marks(low: float, high: float, middle: float, cell: float, fine: float) -> list[float]:
    """Positions from low to high, dense around the middle."""
    middle = min(max(middle, low), high)
    upward = _growing(high - middle, cell, fine)
    downward = _growing(middle - low, cell, fine)
    return [middle - step for step in reversed(downward)] + [middle] + [middle + step for step in upward]


def _growing(length: float, cell: float, fine: float) -> list[float]:
    steps: list[float] = []
    place, size = 0.0, cell
    while place < length - 1e-6:
        if place >= fine:
            size *= 1.22
        place = min(length, place + size)
        steps.append(place)
    return steps
