"""Files that are no photos, or too much of one: never a 5xx, at most 10 s each, and the worker lives on.

make bench ARGS=hostile
"""

from __future__ import annotations

import gzip
import io
import struct
import sys
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from PIL import Image

from bench.kill import wait_for_photos
from bench.phone import ERRORS, Phone
from bench.running import Portal, free_port
from bench.soundness import faults
from bench.table import load

SLOWEST_SECONDS = 10.0


def files(random: Random) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of more than 60 files."""
    jpeg, png, webp = (_encoded(kind) for kind in ("JPEG", "PNG", "WEBP"))
    yield from _damaged(random, {"jpeg": jpeg, "png": png, "webp": webp})
    yield from _bombs(jpeg)
    yield from _disguised(jpeg, png)
    yield from _chunks(png)


def _encoded(kind: str, size: tuple[int, int] = (320, 240)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, kind)
    return out.getvalue()


def _damaged(random: Random, whole: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    yield "empty", b""
    yield "one byte", b"\xff"
    for kind, data in whole.items():
        for share in (0.01, 0.1, 0.5, 0.99):
            yield f"{kind} cut at {share}", data[: max(3, int(len(data) * share))]
        for number in range(4):
            torn = bytearray(data)
            for _ in range(40):
                torn[random.randrange(12, len(torn))] = random.randrange(256)
            yield f"{kind} with noise {number}", bytes(torn)
        yield f"{kind} zeroed after the head", data[:40] + bytes(len(data))
    yield "jpeg of markers only", b"\xff\xd8" + b"\xff\xe1\x00\x02" * 50_000 + b"\xff\xd9"
    yield "jpeg, segment longer than the file", b"\xff\xd8\xff\xe1\xff\xff" + b"Exif\x00\x00"
    yield "jpeg with a segment of length 0", b"\xff\xd8\xff\xe0\x00\x00" + whole["jpeg"][20:]


def _png(width: int, height: int, body: bytes, depth: int = 8, colour: int = 2) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _bombs(jpeg: bytes) -> Iterator[tuple[str, bytes]]:
    zeros = zlib.compress(bytes(30_000_000), 9)
    yield "png of 50,000 x 50,000", _png(50_000, 50_000, zeros)
    yield "png of 2^31-1 x 2^31-1", _png(2**31 - 1, 2**31 - 1, zeros)
    yield "png of 10,000 x 10,000, honest", _png(10_000, 10_000, zlib.compress(bytes(300_010_000), 1))
    yield "png of 7,000 x 7,000 in 16 bits", _png(7_000, 7_000, zeros, depth=16)
    yield "png, small head, much data", _png(10, 10, zlib.compress(bytes(200_000_000), 9))
    yield "png of 0 x 0", _png(0, 0, zeros)
    yield "png of 1 x 100,000", _png(1, 100_000, zlib.compress(bytes(400_000)))
    at = jpeg.index(b"\xff\xc0") + 5
    for height, width in ((65_535, 65_535), (0, 0), (65_500, 1), (20_000, 6_000)):
        yield (
            f"jpeg that says {width} x {height}",
            jpeg[:at] + struct.pack(">HH", height, width) + jpeg[at + 4 :],
        )
    out = io.BytesIO()
    Image.new("RGB", (6000, 5000)).save(out, "JPEG", progressive=True)
    yield "progressive jpeg of 30 megapixels", out.getvalue()
    scans = _encoded("JPEG", (64, 64))
    start = scans.index(b"\xff\xda")
    yield "jpeg with 3,000 scans", scans[:start] + scans[start:-2] * 3000 + b"\xff\xd9"
    frames, gif = [Image.new("L", (900, 900), n % 256) for n in range(200)], io.BytesIO()
    frames[0].save(gif, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    yield "webp of 200 frames", gif.getvalue()


def _disguised(jpeg: bytes, png: bytes) -> Iterator[tuple[str, bytes]]:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("evil.html", "<script>alert(1)</script>")
    yield "a page", b"<!doctype html><script>alert(1)</script>"
    yield "an SVG with a script", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    yield "an SVG with an entity bomb", b'<!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>'
    yield "a PDF", b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj"
    yield "a program", b"\x7fELF\x02\x01\x01" + bytes(500)
    yield "a Windows program", b"MZ" + bytes(500)
    yield "a script", b"#!/bin/sh\nrm -rf /\n"
    yield "a PHP page behind a jpeg", jpeg + b"<?php system($_GET['c']); ?>"
    yield "a zip behind a jpeg", jpeg + archive.getvalue()
    yield "a page inside a jpeg's comment", jpeg[:2] + b"\xff\xfe\x00\x1b<script>alert(1)</script>" + jpeg[2:]
    yield "a zip", archive.getvalue()
    yield "a gzip bomb", gzip.compress(bytes(50_000_000))
    yield "a GIF", b"GIF89a" + bytes(200)
    yield "a BMP", b"BM" + bytes(200)
    yield "a TIFF", b"II*\x00" + bytes(200)
    yield "an EPS", b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) (r) file"
    yield "a png named jpeg twice", png + jpeg
    yield "a HEIC head and nothing", struct.pack(">I", 24) + b"ftypheic" + bytes(4) + b"mif1heic"
    yield "a HEIC with a huge box", struct.pack(">I", 24) + b"ftypheic" + bytes(12) + b"\xff\xff\xff\xffmeta"
    yield "an AVIF head", struct.pack(">I", 24) + b"ftypavif" + bytes(12)
    yield "an MP4", struct.pack(">I", 24) + b"ftypisom" + bytes(300)


def _chunks(png: bytes) -> Iterator[tuple[str, bytes]]:
    """PNGs whose small print is large, and JPEGs whose EXIF leads nowhere."""
    begin, end = png[:33], png[33:]
    yield (
        "png with a text bomb",
        begin + _chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(50_000_000), 9)) + end,
    )
    yield (
        "png with a profile bomb",
        begin + _chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(50_000_000), 9)) + end,
    )
    yield "png with 20,000 texts", begin + _chunk(b"tEXt", b"a\0b") * 20_000 + end
    loop = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0\x08\0\0\0"
    jpeg = _encoded("JPEG")
    for name, exif in (
        ("an EXIF that points at itself", loop),
        ("an EXIF with 65,535 entries", b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + bytes(200)),
        ("an EXIF that points outside", b"Exif\0\0MM\0*\xff\xff\xff\xff"),
        (
            "a place divided by zero",
            b"Exif\0\0II*\0\x08\0\0\0\x01\0\x25\x88\x04\0\x01\0\0\0\x1a\0\0\0" + bytes(60),
        ),
    ):
        yield name, jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:]


def send_all(portal: Portal) -> tuple[Counter[int], float, list[str]]:
    """Send every file; answers by status, the slowest answer in seconds, and what went wrong."""
    random = Random(11)
    phone, statuses, slowest, wrong = Phone(portal.port, random), Counter[int](), 0.0, []
    phone.token = phone._token()
    for name, data in files(random):
        began = time.monotonic()
        try:
            answer = phone.post(
                "/uploads/photos",
                [("csrf_token", phone.token)],
                data,
                field="photo",
                name=f"{name}.jpg",
                timeout=60,
            )
        except ERRORS as error:
            wrong.append(f"{name}: {error!r}")
            continue
        seconds = time.monotonic() - began
        statuses[answer.status] += 1
        slowest = max(slowest, seconds)
        if answer.status >= 500 or seconds > SLOWEST_SECONDS:
            wrong.append(f"{name}: {answer.status} after {seconds:.1f} s")
        if sum(statuses.values()) % 30 == 0:  # nobody may have more than 40 files waiting
            phone.cookies.clear()
            phone.token = phone._token()
    return statuses, slowest, wrong


def run(folder: Path | None = None) -> str:
    began = load()
    with tempfile.TemporaryDirectory() as temporary:
        portal = Portal((folder or Path(temporary) / "instance").resolve(), free_port())
        portal.start()
        try:
            worker = portal.named("worker")
            start = time.monotonic()
            statuses, slowest, wrong = send_all(portal)
            left = wait_for_photos(portal, 300)
            taken = time.monotonic() - start
            memory = portal.memory_mib()
            wrong += faults(portal.folder)
            wrong += ["the worker died"] if portal.named("worker") != worker else []
        finally:
            portal.stop()
    told = ", ".join(f"{count} x {status}" for status, count in sorted(statuses.items()))
    return (
        f"{sum(statuses.values())} files: {told}; slowest answer {slowest:.1f} s; {left} not worked off, "
        f"all else within {taken:.0f} s; {memory:.0f} MiB afterwards; {len(wrong)} faults. "
        f"Load before: {began}.\n" + "".join(f"\n- {one}" for one in wrong)
    )


if __name__ == "__main__":
    print(run(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
