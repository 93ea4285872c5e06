"""Divisions that tile exactly: each border is drawn once and used by both neighbours."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from portal.devtools.drawing.curves import XY, Line, roughen, spline, thin

THIN_KM = 0.018
Edge = tuple[str, str]


class Borders:
    """All borders of the plan, found by the two corners they join, in either direction."""

    def __init__(self, plan: Mapping[str, Any], river: Line) -> None:
        self._river = river
        self._corners: dict[str, XY] = {}
        self._at_river: dict[str, int] = {}
        for name, corner in plan["corners"].items():
            at: XY = (corner["at"][0], corner["at"][1])
            if corner.get("river"):
                self._at_river[name] = min(range(len(river)), key=lambda i: math.dist(river[i], at))
                at = river[self._at_river[name]]
            self._corners[name] = at
        self._lines: dict[Edge, Line] = {}
        for key, border in plan["borders"].items():
            start, end = key.split("-")
            self._lines[start, end] = thin(self._draw(start, end, border), THIN_KM)

    def _draw(self, start: str, end: str, border: Mapping[str, Any]) -> Line:
        if border.get("river"):
            return self._river[self._at_river[start] : self._at_river[end] + 1]
        line = spline([self._corners[start], *border["via"], self._corners[end]])
        return roughen(line, border["rough"], f"{start}-{end}")

    def between(self, start: str, end: str) -> Line:
        if (start, end) in self._lines:
            return self._lines[start, end]
        return self._lines[end, start][::-1]

    def ring(self, corners: Iterable[str]) -> Line:
        """The closed outline that passes these corners in turn."""
        names = [*corners]
        line: Line = []
        for start, end in pairwise([*names, names[0]]):
            line += self.between(start, end)[:-1]
        return [*line, line[0]]


def edges_of(corners: list[str]) -> list[Edge]:
    return list(pairwise([*corners, corners[0]]))


def around(parts: Iterable[list[str]]) -> list[str]:
    """The corners around several neighbouring outlines, in turn: their borders without those they share."""
    edges = [edge for corners in parts for edge in edges_of(corners)]
    seen = Counter(frozenset(edge) for edge in edges)
    following = {start: end for start, end in edges if seen[frozenset((start, end))] == 1}
    start = min(following)
    corners = [start]
    while following[corners[-1]] != start:
        corners.append(following[corners[-1]])
    return corners
