"""A full disk: a clear page for whoever writes, reading goes on, nothing is torn, and room is all it needs.

    make bench ARGS=full_disk       (as root, or where unprivileged namespaces are allowed)

The portal's data lies on a small file system of its own, mounted for this run alone, which is filled to the
last byte while the portal runs. `no_room_for` comes near to it where nothing can be mounted.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.kill import wait_for_photos
from bench.phone import ERRORS, Phone, Receipt, Unsent, picture
from bench.running import Portal, free_port
from bench.soundness import faults
from bench.table import table

ROOM_MB = 200
INSIDE = "WUFEI_BENCH_INSIDE"
READ = ("/", "/reports", "/reports/new", "/standards", "/register", "/sign-in", "/readyz")


@dataclass
class Run:
    rows: list[tuple[str, str]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def note(self, what: str, seen: object, *, well: bool) -> None:
        self.rows.append((what, str(seen)))
        if not well:
            self.troubles.append(f"{what}: {seen}")


def again_inside(module: str, *arguments: str) -> int:
    """Run the module with a mount table of its own: what it mounts is gone with it."""
    own = ["--mount"] if os.geteuid() == 0 else ["--user", "--map-root-user", "--mount"]
    command = ["unshare", *own, sys.executable, "-m", module, *arguments]
    return subprocess.run(command, env=os.environ | {INSIDE: "1"}, check=False).returncode


def small_disk(folder: Path, megabytes: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    options = f"size={megabytes}m"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """The disk that the folder lies on is full to the last byte."""
    ballast = folder / "ballast"
    descriptor = os.open(ballast, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    size = 1 << 20
    while size:
        try:
            os.write(descriptor, b"\0" * size)
        except OSError:
            size //= 2
    os.close(descriptor)
    yield
    ballast.unlink()


@contextmanager
def no_room_for(portal: Portal) -> Iterator[None]:
    """The kernel refuses every byte that a process of the portal writes to a file. Harder than a full disk,
    which still takes what lies inside a file already, and other processes' writes. Needs no rights."""
    pids = [pid for pid, name in portal.pids().items() if name.startswith("wufei")]
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in pids}
    for pid, (_, most) in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, most))
    yield
    for pid, limits in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def full_while_running(portal: Portal, random: Random, full: AbstractContextManager[None]) -> Run:
    """Fill the disk under a running portal, look at everything, make room, look again."""
    run, phone, receipts = Run(), Phone(portal.port, random), []
    receipts.append(_sent(phone))
    with full:
        _written(run, phone, "a report with a photo, disk full")
        _written(run, phone, "a report with a photo of 2 MB, disk full", photo=2_000_000)
        phone.before_form = True
        _written(run, phone, "a photo by itself, disk full", path="/uploads/photos", name="photo")
        _read(run, phone, receipts[0].ref)
        found = faults(portal.folder, receipts)
        run.note("lost, doubled or torn while full", len(found), well=not found)
    began = time.monotonic()
    receipts.append(_sent(phone))
    run.note("first report after room was made, s", f"{time.monotonic() - began:.1f}", well=True)
    left = wait_for_photos(portal, 200)
    run.note("all photos worked off after, s", f"{time.monotonic() - began:.1f}", well=not left)
    found = faults(portal.folder, receipts)
    run.note("lost, doubled or torn at the end", "; ".join(found) or 0, well=not found)
    return run


def full_queue(portal: Portal, queue: Path, random: Random) -> Run:
    """Only the queue's disk is full: reports arrive and are worked off all the same."""
    run, phone = Run(), Phone(portal.port, random)
    with filled(queue):
        began = time.monotonic()
        receipts = [_sent(phone) for _ in range(3)]
        left = wait_for_photos(portal, 120)
        run.note("3 reports while the queue's disk is full, photos worked off after, s",
                 f"{time.monotonic() - began:.1f}", well=not left)  # fmt: skip
    receipts.append(_sent(phone))
    left = wait_for_photos(portal, 120)
    found = faults(portal.folder, receipts)
    run.note("lost, doubled or torn", "; ".join(found) or 0, well=not found and not left)
    return run


def _sent(phone: Phone) -> Receipt:
    receipt = phone.report()
    if receipt is None:
        raise Unsent("stopped")
    return receipt


def _written(run: Run, phone: Phone, what: str, path: str = "/reports/new", name: str = "photos",
             photo: int = 300_000) -> None:  # fmt: skip
    """Something that has to be written: it must be refused with a page, and quickly."""
    fields = [("csrf_token", phone.token), ("category", "household"), ("area_code", "990101001"),
              ("address", "河滨路桥下"), ("description", "KEPT-WORDS")]  # fmt: skip
    began = time.monotonic()
    try:
        answer = phone.post(path, fields, picture(Random(7), photo), field=name)
    except ERRORS as error:
        run.note(what, repr(error), well=False)
        return
    seconds = time.monotonic() - began
    clear = answer.status == 503 or (answer.status == 422 and "KEPT-WORDS" in answer.text)
    kept = ", what was typed is kept" if "KEPT-WORDS" in answer.text else ""
    run.note(what, f"{answer.status} in {seconds:.1f} s{kept}", well=clear)


def _read(run: Run, phone: Phone, ref: str) -> None:
    paths = (*READ, f"/reports/{ref}")
    answers = {path: phone.get(path).status for path in paths}
    bad = {path: status for path, status in answers.items() if status != 200}
    run.note(f"{len(paths)} pages read while full", bad or "all 200", well=not bad)


def main(template: Path | None = None) -> Run:
    whole = Run()
    with tempfile.TemporaryDirectory() as temporary:
        disk, queue = Path(temporary) / "disk", Path(temporary) / "queue"
        small_disk(disk, ROOM_MB)
        small_disk(queue, 2)
        portal = Portal(disk / "instance", free_port())
        if template is not None:
            shutil.copytree(template, portal.folder)
        portal.start()
        try:
            parts = [full_while_running(portal, Random(time.time_ns()), filled(portal.folder))]
            portal.stop()
            portal.more = {"WUFEI_QUEUE_URL": f"sqlite:///{queue / 'queue.db'}"}
            portal.start()
            parts.append(full_queue(portal, queue, Random(time.time_ns())))
        finally:
            portal.stop()
            for mounted in (disk, queue):
                subprocess.run(["umount", "--lazy", str(mounted)], check=False)
    for part in parts:
        whole.rows += part.rows
        whole.troubles += part.troubles
    return whole


if __name__ == "__main__":
    if not os.environ.get(INSIDE):
        sys.exit(again_inside("bench.full_disk", *sys.argv[1:]))
    done = main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    print(table(("disk full", "seen"), done.rows))
    with contextlib.suppress(BrokenPipeError):
        print("".join(f"\n- {trouble}" for trouble in done.troubles))
    sys.exit(1 if done.troubles else 0)
