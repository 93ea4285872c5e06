"""Paints the committed pictures again: `python -m portal.devtools.scenes [name …]`; all, if none is named."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from functools import partial

from PIL import Image

from portal.devtools.scenes.album import ENTRIES
from portal.devtools.scenes.captions import EVIDENCE
from portal.devtools.scenes.catalogue import FOLDER
from portal.devtools.scenes.painter import paint, paint_evidence

LONG, SHORT = 1200, 900
BYTES = 78_000
"""What a picture may weigh."""


def main(wanted: list[str]) -> None:
    for name, painted in _pictures():
        if not wanted or any(name.startswith(start) for start in wanted):
            (FOLDER / f"{name}.jpg").write_bytes(packed(painted()))
            sys.stdout.write(f"{name}\n")
            sys.stdout.flush()


def _pictures() -> Iterator[tuple[str, Callable[[], Image.Image]]]:
    for entry in ENTRIES:
        size = (SHORT, LONG) if entry.upright else (LONG, SHORT)
        for state in entry.states():
            scene = entry.painted(state)
            yield entry.photo_name(state), partial(paint, scene, entry.seed, size)
    for name in EVIDENCE:
        yield f"evidence-{name}", partial(paint_evidence, name, (LONG, SHORT))


def packed(picture: Image.Image) -> bytes:
    """A JPEG as good as its weight allows."""
    data = b""
    for quality in range(76, 40, -4):
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
        data = buffer.getvalue()
        if len(data) <= BYTES:
            break
    return data


if __name__ == "__main__":
    main(sys.argv[1:])
