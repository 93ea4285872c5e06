"""Tileable noise, 512 by 512, values from -1 to 1; `at` and `smooth` look it up with wrap-around."""

from __future__ import annotations

from functools import cache

from PIL import Image

from portal.devtools.scenes.render.chance import Chance, chance_for

SIDE = 512
Tile = list[float]
_MASK = SIDE - 1
_LIFT = SIDE * 4096.0


def at(tile: Tile, x: float, y: float) -> float:
    """The value of the texel under (x, y); coordinates are texels."""
    return tile[(int(y + _LIFT) & _MASK) * SIDE + (int(x + _LIFT) & _MASK)]


def smooth(tile: Tile, x: float, y: float) -> float:
    """Like `at`, blended between the four nearest texels."""
    x += _LIFT
    y += _LIFT
    left, top = int(x), int(y)
    fx, fy = x - left, y - top
    row, below = (top & _MASK) * SIDE, ((top + 1) & _MASK) * SIDE
    left, right = left & _MASK, (left + 1) & _MASK
    upper = tile[row + left] * (1 - fx) + tile[row + right] * fx
    lower = tile[below + left] * (1 - fx) + tile[below + right] * fx
    return upper * (1 - fy) + lower * fy


def _octave(chance: Chance, cells: int) -> Image.Image:
    """Random values on a grid of `cells` by `cells`, enlarged so that opposite edges meet."""
    seedling = Image.frombytes("L", (cells, cells), chance.randbytes(cells * cells))
    if cells >= SIDE:
        return seedling
    tiled = Image.new("L", (cells * 3, cells * 3))
    for column in range(3):
        for row in range(3):
            tiled.paste(seedling, (column * cells, row * cells))
    large = tiled.resize((SIDE * 3, SIDE * 3), Image.Resampling.BICUBIC)
    return large.crop((SIDE, SIDE, SIDE * 2, SIDE * 2))


def _layered(name: str, first: int, octaves: int, *, ridged: bool = False) -> Tile:
    chance = chance_for("noise", name)
    total = [0.0] * (SIDE * SIDE)
    weight, sum_of_weights = 1.0, 0.0
    for step in range(octaves):
        values = [byte / 127.5 - 1 for byte in range(256)]
        if ridged:
            values = [1 - 2 * abs(value) ** 0.8 for value in values]
        values = [value * weight for value in values]
        data = _octave(chance, min(SIDE, first << step)).tobytes()
        total = [old + values[byte] for old, byte in zip(total, data, strict=True)]
        sum_of_weights += weight
        weight *= 0.55
    scale = 1.35 / sum_of_weights
    return [max(-1.0, min(1.0, value * scale)) for value in total]


@cache
def white() -> Tile:
    """Every texel by itself."""
    data = chance_for("noise", "white").randbytes(SIDE * SIDE)
    return [byte / 127.5 - 1 for byte in data]


@cache
def clouds() -> Tile:
    """Slow hills and valleys down to fine ones: features from 128 texels to 2."""
    return _layered("clouds", 4, 7)


@cache
def fine() -> Tile:
    """Small lumps only: features from 16 texels to 2."""
    return _layered("fine", 32, 4)


@cache
def ridges() -> Tile:
    """Creases and folds, like crumpled film or weathered rock."""
    return _layered("ridges", 8, 5, ridged=True)


CELL = 8


@cache
def cells() -> tuple[Tile, Tile]:
    """Pebbles: distance to the nearest border of a cell (0 at a border, 1 inside), and a number per cell."""
    chance = chance_for("noise", "cells")
    side = SIDE // 2
    count = side // CELL
    grid = [
        [(chance.random(), chance.random(), chance.uniform(-1, 1)) for _ in range(count)]
        for _ in range(count)
    ]
    border: Tile = []
    number: Tile = []
    for y in range(side):
        for x in range(side):
            nearest, second, own = _nearest_cells(grid, x / CELL, y / CELL, count)
            border.append(min(1.0, (second - nearest) * 1.6))
            number.append(own)
    return _twice(border, side), _twice(number, side)


def _twice(tile: Tile, side: int) -> Tile:
    """Repeated across and down."""
    rows = [tile[start : start + side] * 2 for start in range(0, side * side, side)]
    return [value for row in rows * 2 for value in row]


def _nearest_cells(
    grid: list[list[tuple[float, float, float]]], x: float, y: float, count: int
) -> tuple[float, float, float]:
    nearest = second = 9.0
    own = 0.0
    column, row = int(x), int(y)
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            px, py, number = grid[(row + dy) % count][(column + dx) % count]
            distance = ((column + dx + px - x) ** 2 + (row + dy + py - y) ** 2) ** 0.5
            if distance < nearest:
                nearest, second, own = distance, nearest, number
            elif distance < second:
                second = distance
    return nearest, second, own
