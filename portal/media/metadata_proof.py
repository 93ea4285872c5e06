"""Proves, byte by byte, that a picture we made carries the picture and nothing else.

Independent on purpose: it shares no code with the encoder or with `formats`. A JPEG passes if and only if
every byte belongs to a marker on the allow-list with exactly the length its own tables need, to a scan, or
to the end marker, and the end marker is the end of the file. So no EXIF, XMP, ICC, comment, thumbnail,
padding or trailer fits.
"""

import re

_JFIF_PLAIN = b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
_MARKER_IN_SCAN = re.compile(rb"\xff[^\x00]")
_BASELINE, _PROGRESSIVE = 0xC0, 0xC2
_SOI, _EOI = b"\xff\xd8", b"\xff\xd9"
_SOS, _DQT, _DHT, _APP0 = 0xDA, 0xDB, 0xC4, 0xE0
_COMPONENTS = (1, 3)


class MetadataFound(Exception):
    """Something beside the picture is in the file, or the file is not shaped as we make them."""


def prove_clean_jpeg(data: bytes) -> tuple[int, int]:
    """Width and height of a JPEG that holds only a picture, or MetadataFound."""
    if not data.startswith(_SOI):
        raise MetadataFound("does not start as a JPEG")
    size: tuple[int, int] | None = None
    scans = 0
    position = 2
    while data[position : position + 2] != _EOI:
        marker, body, position = _segment(data, position)
        if marker in (_BASELINE, _PROGRESSIVE):
            size = _frame(body, already=size)
        elif marker == _SOS:
            _require(size is not None and bool(body) and len(body) == 4 + 2 * body[0], "scan header")
            position = _end_of_scan(data, position)
            scans += 1
        else:
            _check_table(marker, body)
    _require(position + 2 == len(data), "bytes behind the end")
    _require(scans > 0, "no picture")
    if size is None:
        raise MetadataFound("no size")
    return size


def prove_clean_webp(data: bytes) -> None:
    """A lossy WebP of one chunk: the picture. Any extended chunk (EXIF, XMP, ICC, animation) is refused."""
    length = int.from_bytes(data[16:20], "little")
    _require(data[:4] == b"RIFF" and data[8:16] == b"WEBPVP8 ", "not a plain WebP")
    _require(int.from_bytes(data[4:8], "little") + 8 == len(data), "RIFF length")
    _require(20 + length + length % 2 == len(data), "bytes behind the picture")


def _segment(data: bytes, position: int) -> tuple[int, bytes, int]:
    length = int.from_bytes(data[position + 2 : position + 4])
    end = position + 2 + length
    _require(data[position : position + 1] == b"\xff" and length >= 2 and end <= len(data), "broken segment")
    return data[position + 1], data[position + 4 : end], end


def _frame(body: bytes, *, already: tuple[int, int] | None) -> tuple[int, int]:
    _require(already is None, "two pictures")
    _require(len(body) >= 6 and body[5] in _COMPONENTS and len(body) == 6 + 3 * body[5], "frame header")
    return int.from_bytes(body[3:5]), int.from_bytes(body[1:3])


def _end_of_scan(data: bytes, position: int) -> int:
    found = _MARKER_IN_SCAN.search(data, position)
    if found is None:
        raise MetadataFound("the end is missing")
    return found.start()


def _check_table(marker: int, body: bytes) -> None:
    if marker == _APP0:
        _require(body == _JFIF_PLAIN, "APP0 that is not a plain JFIF header")
    elif marker == _DQT:
        _require(_quantisation_length(body) == len(body), "padding in a quantisation table")
    elif marker == _DHT:
        _require(_huffman_length(body) == len(body), "padding in a Huffman table")
    else:
        raise MetadataFound(f"marker {marker:02x}")


def _quantisation_length(body: bytes) -> int:
    used = 0
    while used < len(body):
        used += 1 + 64 * (2 if body[used] >> 4 else 1)
    return used


def _huffman_length(body: bytes) -> int:
    used = 0
    while used < len(body):
        used += 17 + sum(body[used + 1 : used + 17])
    return used


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise MetadataFound(otherwise)
