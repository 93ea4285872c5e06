"""Forty phones that drip uploads at 8 kB/s, and worse, while others read: nobody waits for them.

    make bench ARGS=slow_phones
    .venv/bin/python -m bench.slow_phones [seconds] [folder with a portal's data]

Beside them come connections that never end: headers sent a letter at a time, and bodies that stop half-way.
"""

from __future__ import annotations

import http.client
import re
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.phone import BOUNDARY, ERRORS, Phone, multipart, picture
from bench.running import Portal, free_port
from bench.table import load, table

SECONDS = 60.0
SLOW, READERS, ENDLESS = 40, 4, 200
BYTES_PER_SECOND = 8_000
TICK = 0.25
PAGES = ("/", "/reports", "/reports/new", "/standards", "/register", "/about")
WANTED_P95_MS = 500


@dataclass
class Run:
    waits: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    uploads: Counter[int] = field(default_factory=Counter)
    memory: list[float] = field(default_factory=list)
    cut: int = 0
    endless: int = 0

    def wait_ms(self, share: float) -> float:
        return sorted(self.waits)[int((len(self.waits) - 1) * share)] * 1000 if self.waits else 0.0


def together(portal: Portal, seconds: float, *, slow: int = SLOW, endless: int = ENDLESS) -> Run:
    """Slow phones, endless connections and readers at once, for so many seconds."""
    run, end = Run(), time.monotonic() + seconds
    threads = [threading.Thread(target=_drip, args=(portal, run, number, end)) for number in range(slow)]
    threads += [threading.Thread(target=_read, args=(portal, run, number, end)) for number in range(READERS)]
    threads += [threading.Thread(target=_hold, args=(portal, run, endless, end))] if endless else []
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        run.memory.append(portal.memory_mib())
        time.sleep(1)
    return run


def _drip(portal: Portal, run: Run, number: int, end: float) -> None:
    """One slow phone: upload after upload, a little each quarter of a second."""
    phone = Phone(portal.port, Random(f"slow {number}"))
    while time.monotonic() < end:
        try:
            token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', phone.get("/reports/new", 60).text)
            body = multipart(
                [("csrf_token", token[1] if token else "")], picture(phone.random, 120_000), "photo", "a.jpg"
            )
            run.uploads[_dripped(portal.port, phone, body)] += 1
        except (*ERRORS, ValueError) as error:
            run.failures.append(f"upload: {error!r}")


def _dripped(port: int, phone: Phone, body: bytes) -> int:
    cookies = "; ".join(f"{key}={value}" for key, value in phone.cookies.items())
    with socket.create_connection(("127.0.0.1", port), 60) as connection:
        connection.sendall(
            f"POST /uploads/photos HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookies}\r\n"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
        )
        step = int(BYTES_PER_SECOND * TICK)
        for at in range(0, len(body), step):
            connection.sendall(body[at : at + step])
            time.sleep(TICK)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        answer.read()
        return answer.status


def _read(portal: Portal, run: Run, number: int, end: float) -> None:
    """One reader: a page, a breath, the next page. Signed with a cookie, so that no kept page is given."""
    phone = Phone(portal.port, Random(f"reader {number}"), cookies={"reader": str(number)})
    while time.monotonic() < end:
        path = phone.random.choice(PAGES)
        began = time.monotonic()
        try:
            status = phone.get(path, 60).status
        except ERRORS as error:
            run.failures.append(f"{path}: {error!r}")
            continue
        run.waits.append(time.monotonic() - began)
        if status != 200:
            run.failures.append(f"{path}: {status}")
        time.sleep(phone.random.uniform(0.05, 0.3))


def _hold(portal: Portal, run: Run, count: int, end: float) -> None:
    """Connections that never come to an end: half send headers a letter at a time, half stop in the body."""
    header = f"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Endless: {'a' * 5000}".encode()
    body = b"POST /reports/new HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n"
    held = []
    for number in range(count):
        connection = socket.create_connection(("127.0.0.1", portal.port), 60)
        connection.sendall(body if number % 2 else header[:30])
        connection.setblocking(False)
        held.append((connection, number % 2))
    run.endless, at = count, 30
    while time.monotonic() < end:
        for connection, is_body in list(held):
            try:
                connection.send(b"x" if is_body else header[at : at + 1])
                if not connection.recv(1):
                    raise ConnectionError
            except BlockingIOError:
                continue
            except OSError:
                run.cut += 1
                held.remove((connection, is_body))
                connection.close()
        at += 1
        time.sleep(1)
    for connection, _ in held:
        connection.close()


def chapter(run: Run, alone: Run, seconds: float, began: str) -> str:
    good = run.uploads.get(201, 0)
    rows = [
        ("readers' pages", len(run.waits)),
        ("readers wait, ms: median / p95 / longest",
         f"{run.wait_ms(0.5):.0f} / {run.wait_ms(0.95):.0f} / {run.wait_ms(1):.0f}"),
        ("the same before, without slow phones",
         f"{alone.wait_ms(0.5):.0f} / {alone.wait_ms(0.95):.0f} / {alone.wait_ms(1):.0f}"),
        ("slow uploads arrived", f"{good} of {sum(run.uploads.values())}"),
        ("failures", len(run.failures)),
        ("endless connections: held / cut off by the portal", f"{run.endless} / {run.cut}"),
        ("memory of all processes, MiB: first / most", f"{run.memory[0]:.0f} / {max(run.memory):.0f}"),
    ]  # fmt: skip
    return (
        f"{SLOW} phones at {BYTES_PER_SECOND // 1000} kB/s, {READERS} readers, "
        f"{run.endless} endless connections, {seconds:.0f} s. Load before: {began}, after: {load()}.\n\n"
        f"{table(('what', 'seen'), rows)}\n" + "".join(f"\n- {failure}" for failure in run.failures[:10])
    )


def run(seconds: float = SECONDS, folder: Path | None = None) -> str:
    began = load()
    with tempfile.TemporaryDirectory() as temporary:
        portal = Portal((folder or Path(temporary) / "instance").resolve(), free_port())
        portal.start()
        try:
            alone = together(portal, seconds / 3, slow=0, endless=0)
            return chapter(together(portal, seconds), alone, seconds, began)
        finally:
            portal.stop()


if __name__ == "__main__":
    given = sys.argv[1:]
    print(run(float(given[0]) if given else SECONDS, Path(given[1]) if len(given) > 1 else None))
