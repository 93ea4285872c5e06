"""How many public pages a second, beside a bare Flask page with one query on the same server in the same run.

    .venv/bin/python -m bench.pages [reports] [seconds]

Two gunicorn processes of two workers each (the portal and the floor) are asked in turn by eight clients on
loopback. On a machine whose clients share the cores with the servers, requests a second say as much about the
clients; so the processor time that the workers spent for each request is measured too, and the ratio of that
is the one to trust. The portal keeps public pages for two seconds (ADR 14); "made anew" is without that.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.generate import environment_for, fill, ref_of
from bench.table import Chapter, Floor, load, table

CLIENTS = 8
WORKERS = 2
ROUNDS = 2
WANTED_SHARE, WANTED_MEMORY = 0.5, 180
PORTAL = ("list", "detail, 200 in turn")
ANEW = ", made anew"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    port: int
    process: subprocess.Popen[bytes]

    def workers(self) -> list[str]:
        pid = self.process.pid
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()

    def cpu_seconds(self) -> float:
        total = 0
        for pid in self.workers():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def memory_mib(self) -> float:
        """Of the workers, shared pages counted once."""
        lines = [
            line
            for pid in self.workers()
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        ]
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


@dataclass
class Measured:
    name: str
    seconds: float = 0.0
    requests: int = 0
    failures: int = 0
    cpu: float = 0.0
    waits: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return self.requests / self.seconds

    @property
    def cpu_ms(self) -> float:
        return self.cpu / max(1, self.requests) * 1000

    def wait_ms(self, share: float) -> float:
        return sorted(self.waits)[int((len(self.waits) - 1) * share)] * 1000


@contextmanager
def server(target: str, environment: dict[str, str]) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-w", str(WORKERS), "-b", f"127.0.0.1:{port}"]
    process = subprocess.Popen([*command, "--log-level", "error", target], env=environment)
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait(20)


def ask(port: int, path: str) -> tuple[int, int]:
    """One request as a phone would send it. Status and bytes."""
    with socket.create_connection(("127.0.0.1", port), 30) as connection:
        connection.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Language: zh-CN\r\n"
            "Accept-Encoding: gzip\r\nConnection: close\r\n\r\n".encode()
        )
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    answer = b"".join(parts)
    return int(answer[9:12] or 0), len(answer)


def measure(into: Measured, on: Server, paths: list[str], seconds: float) -> None:
    for path in paths[: 2 * WORKERS]:
        ask(on.port, path)
    stop = time.perf_counter() + seconds
    lock = threading.Lock()

    def client(number: int) -> None:
        at = number
        while time.perf_counter() < stop:
            began = time.perf_counter()
            status, _ = ask(on.port, paths[at % len(paths)])
            took = time.perf_counter() - began
            at += CLIENTS
            with lock:
                into.requests += 1
                into.failures += status != 200
                into.waits.append(took)

    before, began = on.cpu_seconds(), time.perf_counter()
    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    into.seconds += time.perf_counter() - began
    into.cpu += on.cpu_seconds() - before


def run(folder: Path, count: int, seconds: float = 4.0) -> Chapter:
    """Measure over the portal in `folder` (filled with `count` reports) and return the chapter."""
    environment = environment_for(folder)
    details = [f"/reports/{ref_of(number)}" for number in range(count // 2, count // 2 + 200)]
    found = {name: Measured(name) for name in ("floor", *PORTAL, *(f"{page}{ANEW}" for page in PORTAL))}
    paths = {"floor": ["/floor"], "list": ["/reports"], "detail, 200 in turn": details}
    anew = environment | {"WUFEI_KEPT_PAGE_SECONDS": "0"}
    began = load()
    with (
        server("bench.floor:app", environment) as floor,
        server("wsgi:app", environment) as portal,
        server("wsgi:app", anew) as fresh,
    ):
        for _ in range(ROUNDS):
            for name, one in found.items():
                on = floor if name == "floor" else fresh if name.endswith(ANEW) else portal
                measure(one, on, paths[name.removesuffix(ANEW)], seconds)
        memory = portal.memory_mib()
    text = (
        f"{count:,} reports, {WORKERS} gunicorn workers, {CLIENTS} clients on loopback without keep-alive, "
        f"{ROUNDS} rounds of {seconds:.0f} s for each page in turn. Load before: {began}.\n\n"
        f"{_table(found)}\n\nMemory of the portal's {WORKERS} workers after it (PSS): {memory:.0f} MiB.\n"
    )
    return Chapter(text, _floors(found, memory))


def _table(found: dict[str, Measured]) -> str:
    base = found["floor"]
    rows = [
        (
            one.name,
            f"{one.rate:.0f}",
            f"{one.rate / base.rate:.2f}",
            f"{one.cpu_ms:.1f}",
            f"{base.cpu_ms / one.cpu_ms:.2f}",
            f"{one.wait_ms(0.5):.0f} / {one.wait_ms(0.95):.0f}",
            one.failures,
        )
        for one in found.values()
    ]
    head = ("page", "requests/s", "× floor", "CPU ms/request", "CPU × floor", "p50 / p95 ms", "failures")
    return table(head, rows)


def _floors(found: dict[str, Measured], memory: float) -> tuple[Floor, ...]:
    base = found["floor"]
    floors = [
        Floor(
            f"{one.name}: throughput beside the bare page",
            f"{WANTED_SHARE} ×",
            f"{one.rate / base.rate:.2f} × ({base.cpu_ms / one.cpu_ms:.2f} × by processor time)",
            one.rate / base.rate >= WANTED_SHARE and not one.failures,
        )
        for one in found.values()
        if one.name in PORTAL
    ]
    kept = Floor(
        "memory of two workers under load",
        f"{WANTED_MEMORY} MiB",
        f"{memory:.0f} MiB",
        memory <= WANTED_MEMORY,
    )
    return (*floors, kept)


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    length = float(sys.argv[2]) if len(sys.argv) > 2 else 4.0
    with tempfile.TemporaryDirectory() as temporary:
        fill(Path(temporary), number)
        print(run(Path(temporary), number, length).text)
