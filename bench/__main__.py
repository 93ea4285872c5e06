"""`make bench`: every measurement, printed as it comes, and written to docs/performance.md. Six minutes.

`make bench ARGS=sturdy` measures what holds when things go wrong (`bench.sturdy`), `ARGS=kill` one part of
it. `make bench ARGS="--quick"` measures with fewer rows and shorter, prints only, and writes nothing. With
`--data=FOLDER` the filled portals stay there for the next time.
"""

from __future__ import annotations

import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

from bench import accepted, growth, pages, photos, sturdy
from bench.generate import filled
from bench.table import Chapter, Floor, machine, table

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
180 MiB of memory. The portal keeps its list for two seconds, and a report's page until the report changes or
a minute is over ([ADR 14](adr/0014-public-pages-kept-for-seconds.md)); "made anew" is without that: what a
page costs that nobody has just asked for, below the wanted half. Trust the processor time where clients and
servers share the cores.
"""

ACCEPTED = """## Reports accepted

Wanted: 30 a second with a photo that the phone has made smaller, 100 without. Each answer leaves after row,
photo and folder are on disk (`fsync`), and SQLite writes one report at a time.
"""

GROWTH = """## Growth

Wanted: at 100,000 reports at most 1.5 times what the page costs at 1,000 (SQLite), each made anew. Map data
are at most the newest 500 reports that fit: in a portal with 1,000 a quarter holds a handful, in one with
100,000 it holds 500. So the quarter of the large portal is held against the whole city of the small one: 500
against 500, whose time and size stand in its row.
"""

PHOTOS = """## Photo work

One 12-megapixel phone photo through the pipeline, beside plain Pillow doing the same steps and sizes without
limits or proof. Wanted: at most 1.3 times as long, 5 photos a second, at most 600 MB. Decoding happens in two
processes that are kept from photo to photo; on a busy machine the hand-over between processes waits its turn,
which the processor time does not show.
"""


def measured(title: str, measure: Callable[[], Chapter]) -> Chapter:
    """The chapter under its title. One that fails says so in its place, and the others are measured."""
    try:
        found = measure()
    except Exception as error:
        traceback.print_exc()
        found = Chapter(f"Not measured: {type(error).__name__}: {error}\n")
    return Chapter(f"{title}\n{found.text}", found.floors)


def summary(floors: list[Floor]) -> str:
    """What was wanted and what was found, what is missed first."""
    rows = [
        (one.what, one.wanted, one.found, "yes" if one.met else "**no**")
        for one in sorted(floors, key=lambda one: one.met)
    ]
    met = sum(one.met for one in floors)
    return f"## Floors\n\n{met} of {len(floors)} met.\n\n{table(('what', 'wanted', 'found', 'met'), rows)}\n"


def main() -> None:
    quick = "--quick" in sys.argv[1:]
    few, many = (200, 2_000) if quick else (FEW, MANY)
    seconds = 2.0 if quick else 5.0
    head = HEAD.format(facts=machine())
    with tempfile.TemporaryDirectory() as temporary:
        kept = next((one.removeprefix("--data=") for one in sys.argv[1:] if one.startswith("--data=")), None)
        folders = {count: Path(kept or temporary).resolve() / str(count) for count in (few, many)}
        print(f"Filling two portals with {few:,} and {many:,} reports …", flush=True)
        apps = {count: filled(folder, count) for count, folder in folders.items()}
        chapters = []
        for title, measure in (
            (PAGES, lambda: pages.run(folders[many], many, seconds)),
            (ACCEPTED, lambda: accepted.run(Path(temporary) / "accepted", 2 * seconds)),
            (GROWTH, lambda: growth.run(apps)),
            (PHOTOS, lambda: photos.run(4 if quick else 10)),
        ):
            chapters.append(measured(title, measure))
            print(chapters[-1].text, flush=True)
    floors = summary([floor for chapter in chapters for floor in chapter.floors])
    print(floors)
    if not quick:
        OUT.write_text("\n".join([head, floors, *(one.text for one in chapters)]), encoding="utf-8")
        print(f"written: docs/{OUT.name}")


if __name__ == "__main__":
    parts = [one for one in sys.argv[1:] if not one.startswith("--")]
    sys.exit(sturdy.main(parts) if parts else main())
