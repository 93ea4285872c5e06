"""The country's table of administrative divisions, vendored in `data/` with its source and licence."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.places.types import LEVEL_OF_DIGITS, AreaLevel

TABLE = Path(__file__).resolve().parent / "data" / "divisions-2025-12-31.tsv.gz"
SOURCE = "mca-2025-12-31"


class DivisionError(ValueError):
    """A line of the table cannot be a division; the message names the line and why."""


@dataclass(frozen=True)
class Division:
    code: str
    level: AreaLevel
    parent_code: str | None
    name: str


def read_divisions(table: Path = TABLE) -> list[Division]:
    """All divisions, parents before children. Raises DivisionError for the first line that does not fit."""
    with gzip.open(table, "rt", encoding="utf-8") as file:
        return list(check_divisions(line.rstrip("\n") for line in file))


def check_divisions(lines: Iterable[str]) -> Iterator[Division]:
    """Lines of code, tab, name. Some prefectures have no counties, some counties no prefecture (东莞, 仙桃):
    the parent is the nearest division whose code the code begins with; only provinces have none."""
    levels: dict[str, AreaLevel] = {}
    rows: list[tuple[int, str, str]] = []
    for number, line in enumerate(lines, 1):
        code, _, name = line.partition("\t")
        if not (code.isascii() and code.isdigit() and len(code) in LEVEL_OF_DIGITS and name.strip()):
            raise DivisionError(f"line {number}: {line!r} is not a code of 2, 4, 6 or 9 digits and a name")
        if code in levels:
            raise DivisionError(f"line {number}: {code} is there twice")
        levels[code] = LEVEL_OF_DIGITS[len(code)]
        rows.append((number, code, name.strip()))
    for number, code, name in sorted(rows, key=lambda row: (len(row[1]), row[1])):
        parent = next((code[:n] for n in (6, 4, 2) if n < len(code) and code[:n] in levels), None)
        if parent is None and levels[code] is not AreaLevel.PROVINCE:
            raise DivisionError(f"line {number}: {code} {name} lies in no province of the table")
        yield Division(code, levels[code], parent, name)
