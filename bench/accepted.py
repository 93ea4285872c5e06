"""How many reports a second the portal takes in, with a photo as a phone has made it smaller, and without.

    .venv/bin/python -m bench.accepted [seconds]

Eight phones send one report after the other to two gunicorn workers. A report counts when the answer leads to
its number, which leaves only after row, photo and folder are on disk. What is done with a photo afterwards is
a job for the worker process, which does not run here: that work is measured apart.
"""

from __future__ import annotations

import http.client
import io
import random
import re
import sys
import tempfile
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from bench.generate import environment_for, filled
from bench.pages import CLIENTS, WORKERS, Measured, Server, server
from bench.table import Chapter, Floor, load, table

WANTED = {"with a photo": 30, "without": 100}
PHOTO_KB = 400
FEW_REPORTS = 200
STREET = re.compile(r'<option value="([0-9]{9})"')
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def small_photo(number: int) -> bytes:
    """About 390 kB: 1600 x 1200 pixels with some of a street's detail, another one for each number."""
    base = Image.effect_noise((400, 300), 60).resize((1600, 1200), Image.Resampling.BICUBIC)
    grain = Image.effect_noise((1600, 1200), 24 + number % 5)
    picture = Image.merge("RGB", [Image.blend(base, grain, 0.3)] * 3)
    for quality in range(80, 20, -4):
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality)
        if out.tell() <= PHOTO_KB * 1000:
            break
    return out.getvalue()


@dataclass
class Phone:
    """One visitor: the page with the form is fetched once, then its fields are sent again and again."""

    port: int
    photos: list[bytes] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)

    def prepare(self) -> None:
        status, text = self._ask("GET", "/reports/new")
        token, street = TOKEN.search(text), STREET.search(text)
        if status != 200 or token is None or street is None:
            raise RuntimeError(f"the report form answered {status}")
        self.fields = {
            "csrf_token": token[1],
            "category": "household",
            "area_code": street[1],
            "address": "桥边，垃圾站旁",
            "description": "两袋垃圾堆在桥边，已有三天。",
        }

    def send(self, with_photo: bool) -> bool:
        fields = self.fields | {"submission_id": str(uuid.uuid4())}
        photo = random.choice(self.photos) if with_photo else None
        status, where = self._ask("POST", "/reports/new", *_multipart(fields, photo))
        return status == 303 and "/receipt" in where

    def _ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, str]:
        """Status and text, or where a redirect leads."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Referer": f"http://127.0.0.1:{self.port}/reports/new",
        }
        connection.request(method, path, body or None, headers | ({"Content-Type": kind} if kind else {}))
        answer = connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        connection.close()
        # A receipt for each report ever sent would make the cookies longer and longer.
        self.cookies = {n: v for n, v in self.cookies.items() if n in ("wufei_session", "wufei_visitor")}
        return answer.status, answer.headers.get("Location") or text


def _multipart(fields: dict[str, str], photo: bytes | None) -> tuple[bytes, str]:
    mark = "wufei-bench-part"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    if photo is not None:
        head = 'Content-Disposition: form-data; name="photos"; filename="a.jpg"\r\nContent-Type: image/jpeg'
        parts.append(f"--{mark}\r\n{head}\r\n\r\n".encode() + photo + b"\r\n")
    return b"".join(parts) + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


def measure(name: str, phones: list[Phone], on: Server, seconds: float) -> Measured:
    into, lock = Measured(name), threading.Lock()
    stop = time.perf_counter() + seconds

    def use(phone: Phone) -> None:
        while time.perf_counter() < stop:
            began = time.perf_counter()
            accepted = phone.send(name == "with a photo")
            took = time.perf_counter() - began
            with lock:
                into.requests += accepted
                into.failures += not accepted
                into.waits.append(took)

    before, began = on.cpu_seconds(), time.perf_counter()
    threads = [threading.Thread(target=use, args=(phone,)) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    into.seconds, into.cpu = time.perf_counter() - began, on.cpu_seconds() - before
    return into


def run(folder: Path, seconds: float = 8.0) -> Chapter:
    """Measure over a portal of its own in `folder` and return the chapter."""
    filled(folder, FEW_REPORTS)
    photos = [small_photo(number) for number in range(8)]
    size = sum(map(len, photos)) / len(photos) / 1000
    began = load()
    with server("wsgi:app", environment_for(folder)) as portal:
        phones = [Phone(portal.port, photos) for _ in range(CLIENTS)]
        for phone in phones:
            phone.prepare()
        found = [measure(name, phones, portal, seconds) for name in WANTED]
    rows = [
        (
            one.name,
            f"{one.rate:.0f}",
            WANTED[one.name],
            f"{one.cpu_ms:.1f}",
            f"{one.wait_ms(0.5):.0f} / {one.wait_ms(0.95):.0f}",
            one.failures,
        )
        for one in found
    ]
    head = ("report", "accepted/s", "wanted", "CPU ms each", "p50 / p95 ms", "failures")
    text = (
        f"{WORKERS} gunicorn workers, {CLIENTS} phones, photos of {size:.0f} kB, {seconds:.0f} s each. "
        f"Load before: {began}.\n\n{table(head, rows)}\n"
    )
    floors = [
        Floor(
            f"reports accepted {one.name}",
            f"{WANTED[one.name]} a second",
            f"{one.rate:.0f} a second",
            one.rate >= WANTED[one.name] and not one.failures,
        )
        for one in found
    ]
    return Chapter(text, tuple(floors))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        print(run(Path(temporary), float(sys.argv[1]) if len(sys.argv) > 1 else 8.0).text)
