"""The photo pipeline beside plain Pillow: time for the same steps and sizes, memory, and photos a second.

    .venv/bin/python -m bench.photos [rounds] [photo ...]

Makes its own photo of 12 megapixels, as a phone would take it (EXIF with place, turned, 4 MB). Plain Pillow
gets every trick that helps it (draft at the photo's own aspect, reducing_gap) and runs in this very process,
without limits, without a proof, and without being kept apart from secrets. Both are run in turn, and the best
of each is compared, so that what else the machine does counts for neither.
"""

import contextlib
import io
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pi_heif
from PIL import Image, ImageOps

from bench.table import Chapter, Floor, load
from portal.media.decoding.pool import DecoderPool
from portal.media.exif import read_exif
from portal.media.sniffing import sniff_photo

WANTED_RATIO = 1.3
WANTED_PER_SECOND = 5
WANTED_MEMORY_MB = 600
TICKS = os.sysconf("SC_CLK_TCK")
SIDES = ((2048, 80, False), (800, 76, True), (320, 72, True))

pi_heif.register_heif_opener()


def phone_photo() -> bytes:
    """4032 x 3024 pixels with the detail of a street, about 4 MB, turned by its EXIF."""
    coarse = [
        Image.effect_noise((126, 95), 90).resize((4032, 3024), Image.Resampling.BICUBIC) for _ in range(3)
    ]
    fine = Image.effect_noise((4032, 3024), 28)
    picture = Image.merge("RGB", [Image.blend(layer, fine, 0.22) for layer in coarse])
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 16.0, 43.0), 3: "E", 4: (120.0, 9.0, 15.0)})
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88, exif=exif.tobytes())
    return out.getvalue()


def plain_pillow(data: bytes) -> None:
    """The same steps and sizes with nothing around them."""
    with Image.open(io.BytesIO(data)) as image:
        longest = max(image.size)
        part = next((p for p in (2, 4, 8) if 1920 <= longest / p <= 2048), None)
        scale = 1 / part if part else min(1.0, 2048 / longest)
        size = (-(-image.width // part), -(-image.height // part)) if part else _scaled(image.size, scale)
        image.draft("RGB", size)
        picture = image.convert("RGB") if image.mode != "RGB" else image
        if picture.size != size:
            picture = picture.resize(size, Image.Resampling.HAMMING, reducing_gap=2)
        picture = ImageOps.exif_transpose(picture)
    for side, quality, progressive in SIDES:
        if max(picture.size) > side:
            picture = picture.resize(
                _scaled(picture.size, side / max(picture.size)), Image.Resampling.HAMMING, reducing_gap=2
            )
        picture.save(io.BytesIO(), "JPEG", quality=quality, progressive=progressive, optimize=progressive)
    picture.resize((20, 15), Image.Resampling.BOX).save(io.BytesIO(), "WEBP", quality=30, method=2)
    ImageOps.grayscale(picture).resize((9, 8), Image.Resampling.BOX).tobytes()


def _scaled(size: tuple[int, int], scale: float) -> tuple[int, int]:
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def pipeline(pool: DecoderPool, data: bytes) -> None:
    header = sniff_photo(data)
    read_exif(header.exif)
    pool.render(data, header)


def seconds(work: Callable[..., object], *arguments: object) -> tuple[float, float]:
    """On the wall, and of processor time, the child processes' with it."""
    began, used = time.perf_counter(), tree_cpu_seconds()
    work(*arguments)
    return time.perf_counter() - began, tree_cpu_seconds() - used


def tree_cpu_seconds() -> float:
    """Of this process and the children that it has now. The pool keeps its children."""
    total = time.process_time()
    for pid in _children():
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


def tree_memory_mb() -> int:
    """Of this process and its children, shared pages counted once."""
    return sum(_pss_mb(pid) for pid in (str(os.getpid()), *_children()))


def _children() -> set[str]:
    children: set[str] = set()
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(OSError):  # a thread may end while it is looked at
            children.update((task / "children").read_text().split())
    return children


def _pss_mb(pid: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) // 1024


def compare(pool: DecoderPool, name: str, data: bytes, rounds: int) -> tuple[str, float, float]:
    """A line of text, and how many times as long the pipeline takes: on the wall and of processor time."""
    ours, plain = [], []
    for _ in range(rounds):
        plain.append(seconds(plain_pillow, data))
        ours.append(seconds(pipeline, pool, data))
    wall, plain_wall = (min(one[0] for one in times) for times in (ours, plain))
    # A child's processor time comes in ticks of 10 ms: the middle of all rounds, not the best.
    cpu, plain_cpu = (statistics.fmean(one[1] for one in times) for times in (ours, plain))
    line = (
        f"{name:<28} plain {plain_wall * 1000:6.0f} ms   pipeline {wall * 1000:6.0f} ms"
        f" (median {statistics.median(one[0] for one in ours) * 1000:.0f})   ratio {wall / plain_wall:.2f}"
        f"   processor {plain_cpu * 1000:.0f} and {cpu * 1000:.0f} ms, ratio {cpu / plain_cpu:.2f}"
    )
    return line, wall / plain_wall, cpu / plain_cpu


def throughput(pool: DecoderPool, data: bytes, count: int = 20) -> tuple[float, int]:
    """Photos a second with two at a time, and the most memory that was seen meanwhile."""
    peak = 0
    with ThreadPoolExecutor(2) as threads:
        began = time.perf_counter()
        work = [threads.submit(pipeline, pool, data) for _ in range(count)]
        while not all(future.done() for future in work):
            peak = max(peak, tree_memory_mb())
            time.sleep(0.05)
        taken = time.perf_counter() - began
    return count / taken, peak


def run(rounds: int = 10, paths: Sequence[str] = ()) -> Chapter:
    """Measure and return the chapter; the floors are those of the photo made here."""
    began, data = load(), phone_photo()
    photos = {f"12 megapixels, {len(data) / 1e6:.1f} MB": data}
    photos |= {Path(path).name: Path(path).read_bytes() for path in paths}
    pool = DecoderPool(size=2)
    throughput(pool, data, 2)  # the child processes start once, not for each photo
    found = [compare(pool, name, photo, rounds) for name, photo in photos.items()]
    rate, memory = throughput(pool, data)
    pool.close()
    lines = "\n".join(line for line, *_ in found)
    text = (
        f"Load before: {began}.\n\n```\n{lines}\n"
        f"two at a time: {rate:.1f} photos a second, {memory} MB in all\n```\n"
    )
    _, wall, cpu = found[0]
    return Chapter(
        text,
        (
            Floor(
                "a photo beside plain Pillow",
                f"{WANTED_RATIO} ×",
                f"{wall:.2f} × ({cpu:.2f} × by processor time)",
                wall <= WANTED_RATIO,
            ),
            Floor(
                "photos worked off",
                f"{WANTED_PER_SECOND} a second",
                f"{rate:.1f} a second",
                rate >= WANTED_PER_SECOND,
            ),
            Floor(
                "memory of photo work",
                f"{WANTED_MEMORY_MB} MB",
                f"{memory} MB",
                memory <= WANTED_MEMORY_MB,
            ),
        ),
    )


def main(arguments: list[str]) -> int:
    chapter = run(int(arguments[0]) if arguments else 10, arguments[1:])
    print(chapter.text)
    return int(not all(floor.met for floor in chapter.floors))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
