"""Walks a PNG's chunks to their end."""

from portal.media.types import FileProblem, FileRefused, PhotoHeader, PhotoKind

MAGIC = b"\x89PNG\r\n\x1a\n"
_MOST_CHUNKS = 20_000
_CHUNK_FRAME = 12
"""Length, type and checksum around a chunk's body, in bytes."""
_IHDR_LENGTH = 13


def read_header(data: bytes) -> PhotoHeader:
    if data[8:16] != _IHDR_LENGTH.to_bytes(4) + b"IHDR" or len(data) < 33:
        raise _damaged("does not begin with IHDR")
    width, height = int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    if not (width and height):
        raise _damaged("no size")
    exif: bytes | None = None
    position = len(MAGIC)
    for _ in range(_MOST_CHUNKS):
        length = int.from_bytes(data[position : position + 4])
        name = data[position + 4 : position + 8]
        end = position + _CHUNK_FRAME + length
        if len(name) < 4 or end > len(data):
            raise _damaged("a chunk leaves the file")
        if name == b"IEND":
            return PhotoHeader(PhotoKind.PNG, width, height, exif)
        if name == b"eXIf" and exif is None:
            exif = data[position + 8 : end - 4]
        position = end
    raise _damaged("too many chunks")


def _damaged(detail: str) -> FileRefused:
    return FileRefused(FileProblem.DAMAGED, f"png: {detail}")
