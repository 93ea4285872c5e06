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
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pi_heif
from PIL import Image, ImageOps

from portal.media.decoding.pool import DecoderPool
from portal.media.exif import read_exif
from portal.media.sniffing import sniff_photo

WANTED_RATIO = 1.3
WANTED_PER_SECOND = 5
WANTED_MEMORY_MB = 600
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


def seconds(work: Callable[..., object], *arguments: object) -> float:
    began = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - began


def tree_memory_mb() -> int:
    """Of this process and its children, shared pages counted once."""
    tasks = Path("/proc/self/task")
    children: set[str] = set()
    for task in tasks.iterdir():
        with contextlib.suppress(OSError):  # a thread may end while it is looked at
            children.update((task / "children").read_text().split())
    return sum(_pss_mb(pid) for pid in (str(os.getpid()), *children))


def _pss_mb(pid: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) // 1024


def compare(pool: DecoderPool, name: str, data: bytes, rounds: int) -> float:
    ours, plain = [], []
    for _ in range(rounds):
        plain.append(seconds(plain_pillow, data))
        ours.append(seconds(pipeline, pool, data))
    ratio = min(ours) / min(plain)
    print(
        f"{name:<28} plain {min(plain) * 1000:6.0f} ms   pipeline {min(ours) * 1000:6.0f} ms"
        f" (median {statistics.median(ours) * 1000:.0f})   ratio {ratio:.2f}"
    )
    return ratio


def throughput(pool: DecoderPool, data: bytes, count: int = 20) -> tuple[float, int]:
    """Photos a second with two at a time, and the most memory that was seen meanwhile."""
    peak = 0
    with ThreadPoolExecutor(2) as threads:
        began = time.perf_counter()
        work = [threads.submit(pipeline, pool, data) for _ in range(count)]
        while not all(future.done() for future in work):
            peak = max(peak, tree_memory_mb())
            time.sleep(0.02)
        taken = time.perf_counter() - began
    return count / taken, peak


def main(arguments: list[str]) -> int:
    rounds = int(arguments[0]) if arguments else 10
    data = phone_photo()
    photos = {f"12 megapixels, {len(data) / 1e6:.1f} MB": data}
    photos |= {Path(path).name: Path(path).read_bytes() for path in arguments[1:]}
    pool = DecoderPool(size=2)
    pipeline(pool, data)  # the child process starts once, not for each photo
    ratios = [compare(pool, name, photo, rounds) for name, photo in photos.items()]
    rate, memory = throughput(pool, data)
    print(f"two at a time: {rate:.1f} photos a second (wanted {WANTED_PER_SECOND}), {memory} MB in all")
    pool.close()
    return int(ratios[0] > WANTED_RATIO or rate < WANTED_PER_SECOND or memory > WANTED_MEMORY_MB)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
