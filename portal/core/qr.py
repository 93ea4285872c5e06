"""QR codes as SVG, drawn by us into the page: no picture to load, sharp at any size."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

import qrcode
from markupsafe import Markup
from qrcode.constants import ERROR_CORRECT_M

_QUIET = 4
"""Modules of white around the code, which readers need."""


@lru_cache(maxsize=256)
def qr_svg(text: str) -> Markup:
    """The code of `text` as an inline SVG on white. Decorative: name it where it stands."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    size = len(rows) + 2 * _QUIET
    path = "".join(_row(row, y + _QUIET) for y, row in enumerate(rows))
    return Markup(
        '<svg viewBox="0 0 {size} {size}" shape-rendering="crispEdges" aria-hidden="true" focusable="false">'
        '<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path}"/></svg>'
    ).format(size=size, path=path)


def _row(modules: list[bool], y: int) -> str:
    """The dark runs of one row as path commands."""
    path, x = "", _QUIET
    for dark, run in groupby(modules):
        width = len(list(run))
        path += f"M{x} {y}h{width}v1h-{width}z" if dark else ""
        x += width
    return path
