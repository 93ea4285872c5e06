"""`kill -9` while phones report: nothing acknowledged is lost, nothing is there twice, nothing is torn.

    make bench ARGS=kill            100 kills under `make run`
    .venv/bin/python -m bench.kill [kills] [folder with a portal's data]

Four phones report without a pause, each trying again until the portal has acknowledged. At random moments
the web process, the worker, or the whole tree with its starter is killed, and the time is taken until it is
there again. At the end every promise is held against the rows and files.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.phone import Phone, Receipt
from bench.running import Portal, free_port
from bench.soundness import faults, strays
from bench.table import load, table

KILLS = 100
PHONES = 4
TARGETS = ("web", "worker", "web", "worker", "all")
WANTED_SECONDS = 5.0


@dataclass
class Run:
    """What a run of kills has shown."""

    receipts: list[Receipt] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    tries: int = 0
    back: dict[str, list[float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    strays: int = 0
    unfinished: int = 0


def kill_often(portal: Portal, kills: int, *, seed: int = 1, phones: int = PHONES) -> Run:
    """Kill a running portal `kills` times while phones report, and see what is left."""
    run, random, done = Run(), Random(seed), threading.Event()

    def one_phone(number: int) -> None:
        phone = Phone(portal.port, Random(f"{seed}.{number}"), before_form=number % 2 == 1)
        while not done.is_set():
            try:
                receipt = phone.report()
            except Exception as error:  # whatever it was, it belongs into the result
                run.troubles.append(repr(error)[:300])
                continue
            if receipt is not None:
                run.receipts.append(receipt)
        run.tries += phone.tries

    threads = [threading.Thread(target=one_phone, args=(number,)) for number in range(phones)]
    for thread in threads:
        thread.start()
    for number in range(kills):
        wait_for_more(run, random.randint(1, 4))
        time.sleep(random.uniform(0.0, 0.4))
        target = TARGETS[number % len(TARGETS)]
        run.back.setdefault(target, []).append(kill_once(portal, target))
    done.set()
    for thread in threads:
        thread.join()
    run.unfinished = wait_for_photos(portal)
    run.faults, run.strays = faults(portal.folder, run.receipts), len(strays(portal.folder))
    return run


def wait_for_more(run: Run, count: int, seconds: float = 15.0) -> None:
    """Until that many more reports are acknowledged: a kill should find the phones at work."""
    wanted, end = len(run.receipts) + count, time.monotonic() + seconds
    while len(run.receipts) < wanted and time.monotonic() < end:
        time.sleep(0.01)


def kill_once(portal: Portal, target: str) -> float:
    """Seconds until what was killed is there again."""
    before = portal.named(target)
    began = time.monotonic()
    portal.kill(target)
    if target == "all":
        return portal.start()
    while portal.named(target) in (before, None):
        time.sleep(0.01)
    if target == "web":
        portal.wait_until_up()
    return time.monotonic() - began


def wait_for_photos(portal: Portal, seconds: float = 120.0) -> int:
    """Until the worker has worked off all photos; how many it has not."""
    import sqlite3  # noqa: PLC0415 -- one use

    end = time.monotonic() + seconds
    while True:
        with sqlite3.connect(portal.folder / "wufei.db") as connection:
            count = connection.execute(
                "SELECT count(*) FROM photos WHERE state IN ('received', 'processing')"
            ).fetchone()[0]
        connection.close()
        if not count or time.monotonic() > end:
            return int(count)
        time.sleep(0.5)


def run(kills: int = KILLS, folder: Path | None = None) -> str:
    """The chapter."""
    began = load()
    with tempfile.TemporaryDirectory() as temporary:
        portal = Portal((folder or Path(temporary) / "instance").resolve(), free_port())
        first = portal.start()
        try:
            found = kill_often(portal, kills, seed=time.time_ns())
        finally:
            ended = portal.stop()
    rows = [
        (name, len(times), f"{statistics.median(times):.2f}", f"{max(times):.2f}")
        for name, times in sorted(found.back.items())
    ]
    head = ("killed", "times", "back after, median s", "longest s")
    problems = [*found.faults, *found.troubles]
    under = "make run" if portal.command[0] == "make" else "flask serve"
    return (
        f"{kills} kills under `{under}`, {PHONES} phones. "
        f"Load before: {began}, after: {load()}.\n\n"
        f"{table(head, rows)}\n\n"
        f"{len(found.receipts)} reports acknowledged after {found.tries} tries; "
        f"{len(problems)} lost, doubled or torn; {found.unfinished} photos not worked off; "
        f"{found.strays} files without a row (swept after a day). "
        f"First start {first:.1f} s; Ctrl-C to nothing left {ended:.1f} s.\n"
        + "".join(f"\n- {problem}" for problem in problems[:20])
    )


if __name__ == "__main__":
    given = sys.argv[1:]
    print(run(int(given[0]) if given else KILLS, Path(given[1]) if len(given) > 1 else None))
