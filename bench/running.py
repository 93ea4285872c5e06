"""A portal in processes of its own, under `make run` or the command behind it, in a folder of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 240.0
SERVE = (sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--prepare")
MAKE = ("make", "--no-print-directory", "run")


def command() -> tuple[str, ...]:
    """`make run` where the checkout has an environment of its own, else what it runs."""
    return MAKE if (ROOT / ".venv" / "installed").exists() else SERVE


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Where the portal keeps its data, and no limits on how often one address may report."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("WUFEI_")}
    return (
        ours
        | {
            "WUFEI_DATABASE_URL": f"sqlite:///{folder / 'wufei.db'}",
            "WUFEI_QUEUE_URL": f"sqlite:///{folder / 'queue.db'}",
            "WUFEI_STORAGE_URL": f"file://{folder / 'files'}",
            "WUFEI_LIMITS_OFF": "1",
        }
        | more
    )


@dataclass
class Portal:
    """The processes of one portal. Only what it has started itself is ever ended by it."""

    folder: Path
    port: int
    more: Mapping[str, str] = field(default_factory=dict)
    command: tuple[str, ...] = field(default_factory=command)
    process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.folder.parent / f"{self.folder.name}.log"

    def start(self) -> float:
        """Start it and wait until it answers; the seconds that took."""
        env = environment(self.folder, **self.more) | {"PORT": str(self.port), "HOST": "127.0.0.1"}
        began = time.monotonic()
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                start_new_session=True,
            )  # fmt: skip
        self.wait_until_up()
        return time.monotonic() - began

    def wait_until_up(self) -> float:
        began = time.monotonic()
        while not self.answers() or self.named("worker") is None:
            if time.monotonic() - began > START_SECONDS or not self.lives():
                raise RuntimeError(f"the portal did not start:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.02)
        return time.monotonic() - began

    def lives(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def answers(self, path: str = "/healthz") -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def pids(self) -> dict[int, str]:
        """All processes of the portal with their names, its starter first."""
        found: dict[int, str] = {}
        waiting = [self.process.pid] if self.process else []
        while waiting:
            pid = waiting.pop(0)
            with contextlib.suppress(OSError):
                found[pid] = Path(f"/proc/{pid}/comm").read_text().strip()
                for task in Path(f"/proc/{pid}/task").iterdir():
                    waiting += [int(child) for child in (task / "children").read_text().split()]
        return found

    def named(self, name: str) -> int | None:
        """The id of the "web" or "worker" process."""
        return next((pid for pid, comm in self.pids().items() if comm == f"wufei {name}"), None)

    def memory_mib(self) -> float:
        """Of all its processes, shared pages counted once."""
        total = 0
        for pid in self.pids():
            with contextlib.suppress(OSError):
                lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return total / 1024

    def kill(self, name: str) -> None:
        """`kill -9` for "web", "worker", or "all" of its processes at once."""
        pids = list(self.pids()) if name == "all" else [self.named(name)]
        for pid in pids:
            if pid is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        if name == "all" and self.process is not None:
            self.process.wait()
            deadline = time.monotonic() + 10
            while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < deadline:
                time.sleep(0.01)

    def stop(self) -> float:
        """Ask it to end, as Ctrl-C does; the seconds until nothing of it was left."""
        began = time.monotonic()
        pids = self.pids()
        if self.process is not None and self.lives():
            os.killpg(self.process.pid, signal.SIGINT)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill("all")
        while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() - began < 30:
            time.sleep(0.02)
        return time.monotonic() - began


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
