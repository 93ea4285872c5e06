"""`make bench`: every measurement, printed as it comes, and written to docs/performance.md.

`make bench ARGS=sturdy` measures what holds when things go wrong (`bench.sturdy`), `ARGS=kill` one part of
it. `make bench ARGS="--quick"` measures with fewer rows and shorter, prints only, and writes nothing. With
`--data=FOLDER` the filled portals stay there for the next time.
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
from pathlib import Path

from bench import growth, pages, photos, sturdy
from bench.generate import filled
from bench.table import load, machine

OUT = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
FEW, MANY = 1_000, 100_000

HEAD = """# Performance

Measured by `make bench` ({facts}); it writes this page anew each time. Load averages (1, 5, 15 minutes) say
how busy the machine was with other work: numbers in milliseconds and per second are worse on a busy machine,
ratios within one run much less so.
"""

PAGES = """## Public pages beside the floor

The floor is a bare Flask page with one query, on the same database file and the same kind of server, in the
same run. Wanted: half of the floor's throughput for the list and for a report's page (0.4 is the least), and
180 MiB of memory. The portal keeps public pages that everybody sees alike for two seconds; "made anew" is
without that. Trust the processor time where clients and servers share the cores.
"""

GROWTH = """## Growth

Wanted: at 100,000 reports at most 1.5 times what the page costs at 1,000 (SQLite). "Map data" are at most the
newest 2,000 reports that fit, so a portal with 1,000 has less to send.
"""

PHOTOS = """## Photo work

One 12-megapixel phone photo through the pipeline, beside plain Pillow doing the same steps and sizes without
limits or proof. Wanted: at most 1.3 times as long, 5 photos a second, at most 600 MB.
"""


def photo_work() -> str:
    """What `python -m bench.photos` prints."""
    caught = io.StringIO()
    with contextlib.redirect_stdout(caught):
        photos.main([])
    return f"Load before: {load()}.\n\n```\n{caught.getvalue().rstrip()}\n```\n"


def main() -> None:
    quick = "--quick" in sys.argv[1:]
    few, many = (200, 2_000) if quick else (FEW, MANY)
    head = HEAD.format(facts=machine())
    with tempfile.TemporaryDirectory() as temporary:
        kept = next((one.removeprefix("--data=") for one in sys.argv[1:] if one.startswith("--data=")), None)
        folders = {count: Path(kept or temporary).resolve() / str(count) for count in (few, many)}
        print(f"Filling two portals with {few:,} and {many:,} reports …", flush=True)
        apps = {count: filled(folder, count) for count, folder in folders.items()}
        chapters = [head]
        for title, measure in (
            (PAGES, lambda: pages.run(folders[many], many, 2.0 if quick else 4.0)),
            (GROWTH, lambda: growth.run(apps)),
            (PHOTOS, photo_work),
        ):
            chapters.append(f"{title}\n{measure()}")
            print(chapters[-1], flush=True)
    if not quick:
        OUT.write_text("\n".join(chapters), encoding="utf-8")
        print(f"written: docs/{OUT.name}")


if __name__ == "__main__":
    parts = [one for one in sys.argv[1:] if not one.startswith("--")]
    sys.exit(sturdy.main(parts) if parts else main())
