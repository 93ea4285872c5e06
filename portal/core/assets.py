"""Static files under one address that changes with their content, so that a phone keeps them for a year.

The version is part of the path, not a query: modules that import each other by relative address, and
pictures named in a style sheet, then change address together with it.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

STATIC = Path(__file__).resolve().parent.parent.parent / "static"
_COMPRESSED = {".css", ".js", ".svg", ".json", ".geojson", ".webmanifest", ".txt"}
_SKIPPED = {"src", "node_modules"}
YEAR = 31_536_000


class MissingAsset(LookupError):
    """A template names a static file that does not exist."""


@cache
def version() -> str:
    """A hash over all static files: ten hex digits."""
    total = hashlib.sha256()
    for path in _files():
        total.update(str(path.relative_to(STATIC)).encode() + path.read_bytes())
    return total.hexdigest()[:10]


@cache
def asset(path: str) -> str:
    """The address of `static/<path>`, e.g. `/static/1a2b3c4d5e/css/wufei.css`."""
    if not (STATIC / path).is_file():
        raise MissingAsset(path)
    return f"/static/{version()}/{path}"


def compress() -> None:
    """Write `<file>.gz` beside each text file that has none as new; a read-only folder is left alone."""
    for path in _files():
        packed = path.with_name(path.name + ".gz")
        if path.suffix not in _COMPRESSED:
            continue
        if packed.exists() and packed.stat().st_mtime >= path.stat().st_mtime:
            continue
        try:
            part = path.with_name(f".{path.name}.part")
            part.write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
            part.replace(packed)
        except OSError:
            return


def init_app(app: Flask) -> None:
    compress()
    served = WhiteNoise(app.wsgi_app, max_age=YEAR, autorefresh=False, immutable_file_test=lambda *_: True)
    for path in _files():
        # One by one: a whole folder would also serve the sources, and whatever a build left there.
        served.add_file_to_dictionary(f"/static/{version()}/{path.relative_to(STATIC)}", str(path))
    app.wsgi_app = served  # type: ignore[method-assign]  # the documented way to wrap
    app.jinja_env.globals["asset"] = asset


def _files() -> list[Path]:
    return sorted(
        path
        for path in STATIC.rglob("*")
        if path.is_file()
        and path.suffix != ".gz"
        and not path.name.startswith(".")
        and not _SKIPPED & set(path.relative_to(STATIC).parts)
    )
