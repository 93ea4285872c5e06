"""Pages are sent compressed: on a village line the transfer, not the server, is what people wait for."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable

from flask import Flask, Response, request

from portal.core import styles

_TYPES = {"text/html", "application/json", "application/geo+json", "image/svg+xml", "text/csv", "text/plain"}
_LEAST = 600
_LEVEL = 5
_HEAD = b"\x1f\x8b\x08" + bytes(6) + b"\xff"


def init_app(app: Flask) -> None:
    @app.after_request
    def _compress(response: Response) -> Response:
        if (
            response.mimetype not in _TYPES
            or response.direct_passthrough
            or response.is_streamed
            or "Content-Encoding" in response.headers
            or not request.accept_encodings["gzip"]
        ):
            return response
        response.vary.add("Accept-Encoding")
        data = response.get_data()
        if len(data) >= _LEAST:
            response.set_data(_packed(data, styles.in_page()))
            response.headers["Content-Encoding"] = "gzip"
            response.headers.pop("ETag", None)
        return response


def _packed(data: bytes, sheets: Iterable[styles.Sheet]) -> bytes:
    """`data` as gzip; the style sheets that stand in it come as they were packed once, at the start.

    A full flush ends on a whole byte, and what follows refers to nothing before it, so the parts fit.
    """
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    parts, rest = [_HEAD], data
    for sheet in sheets:
        before, text, after = rest.partition(sheet.text.encode())
        if text:
            parts += [packer.compress(before), packer.flush(zlib.Z_FULL_FLUSH), sheet.packed]
            rest = after
    parts += [packer.compress(rest), packer.flush()]
    parts.append(struct.pack("<LL", zlib.crc32(data), len(data) & 0xFFFFFFFF))
    return b"".join(parts)
