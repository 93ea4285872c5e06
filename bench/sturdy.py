"""`make bench ARGS=sturdy`: what holds when things go wrong, written to docs/robustness.md.

`make bench ARGS="kill slow_phones"` measures these parts alone and prints them.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bench import hostile, kill, slow_phones
from bench.table import machine

OUT = Path(__file__).resolve().parent.parent / "docs" / "robustness.md"

HEAD = """# Robustness

Measured by `make bench ARGS=sturdy` ({facts}), which writes this page anew each time, against the command
that `make run` runs, with its own data, processes and port. Load averages (1, 5, 15 minutes) say how busy
the machine was with other work: seconds and milliseconds are worse on a busy machine, counts are not.
`tests/journeys/test_sturdiness.py` does a small part of each in every test run.
"""

KILL = """## `kill -9` in mid-submission

Phones report without a pause and try again until the portal has acknowledged; the web process, the
worker, or the whole tree with `make` is killed at random moments. Then every acknowledged report, every
photo file by its hash, every state against its events, the audit chain and the database's own integrity
are checked. Wanted: nothing lost, doubled or torn, up again in 5 s. After `all` the command is started
anew by hand; the others are started again by the supervisor.
"""

DISK = """## A full disk

The portal's data lies on a small disk that is filled to the last byte while it runs. Wanted: a clear
page, reading goes on, nothing torn, recovery without a restart.
"""

SLOW = """## Slow phones

Wanted: readers' p95 at most 500 ms, no failure, bounded memory, with 40 phones that drip uploads at 8
kB/s. The same readers without slow phones stand beside it, measured just before.
"""

HOSTILE = """## Files that are no photos

Damaged, oversized and disguised files of our own making, sent as photos. Wanted: never a 5xx, at most 10
s, and a worker that lives on. 201 means taken in: most of these are then refused by the decoder, in a
process of its own.
"""


def full_disk() -> str:
    """What `python -m bench.full_disk` prints: it runs with a mount table of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.full_disk"], stdout=subprocess.PIPE, text=True, check=False
    )
    return done.stdout


PARTS: dict[str, tuple[str, Callable[[], str]]] = {
    "kill": (KILL, kill.run),
    "full_disk": (DISK, full_disk),
    "slow_phones": (SLOW, slow_phones.run),
    "hostile": (HOSTILE, hostile.run),
}
ALL = "sturdy"


def main(names: Sequence[str]) -> int:
    """Measure the named parts; all of them, written to the page, for "sturdy". Returns the exit status."""
    unknown = [name for name in names if name not in (*PARTS, ALL)]
    if unknown:
        print(
            f"There is no part {', '.join(unknown)}; there are {', '.join((ALL, *PARTS))}.", file=sys.stderr
        )
        return 2
    chapters = [HEAD.format(facts=machine())]
    for name in PARTS if ALL in names else names:
        title, measure = PARTS[name]
        chapters.append(f"{title}\n{measure().rstrip()}\n")
        print(chapters[-1], flush=True)
    if ALL in names:
        OUT.write_text("\n".join(chapters), encoding="utf-8")
        print(f"written: docs/{OUT.name}")
    return 0
