"""Rows of text as a Markdown table, and the facts of the machine that a number needs beside it."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class Floor:
    """One thing that was wanted, and what was found."""

    what: str
    wanted: str
    found: str
    met: bool


@dataclass(frozen=True)
class Chapter:
    """One part of the measurements: its text, and the floors that it tells about."""

    text: str
    floors: tuple[Floor, ...] = ()


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    lines += [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines)


def machine() -> str:
    """Date, cores, model, memory, Python, and how busy the machine was already."""
    cpu = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            cpu = line.partition(":")[2].strip()
            break
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1024 / 1024
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {os.cpu_count()} cores ({cpu}) · {memory:.0f} GiB"
        f" · Python {platform.python_version()} · SQLite on the local disk"
    )


def load() -> str:
    return " / ".join(f"{value:.1f}" for value in os.getloadavg())
