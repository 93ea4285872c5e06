"""Walks a WebP's RIFF chunks."""

from portal.media.types import FileProblem, FileRefused, PhotoHeader, PhotoKind

_MOST_CHUNKS = 20_000
_RIFF_HEADER = 12
_CHUNK_HEADER = 8
_START_OF_VP8 = b"\x9d\x01\x2a"
_START_OF_VP8L = b"\x2f"


def is_webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def read_header(data: bytes) -> PhotoHeader:
    end_of_file = _CHUNK_HEADER + int.from_bytes(data[4:8], "little")
    if end_of_file > len(data):
        raise _damaged("shorter than it says")
    size: tuple[int, int] | None = None
    exif: bytes | None = None
    position = _RIFF_HEADER
    for _ in range(_MOST_CHUNKS):
        if position + _CHUNK_HEADER > end_of_file:
            break
        name = data[position : position + 4]
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        start = position + _CHUNK_HEADER
        if start + length > end_of_file:
            raise _damaged("a chunk leaves the file")
        body = data[start : start + length] if name in (b"VP8X", b"EXIF") else data[start : start + 10]
        size = size or _size(name, body)
        if name == b"EXIF" and exif is None:
            exif = body.removeprefix(b"Exif\0\0")
        position = start + length + length % 2
    else:
        raise _damaged("too many chunks")
    if size is None or not all(size):
        raise _damaged("no size")
    return PhotoHeader(PhotoKind.WEBP, size[0], size[1], exif)


def _size(name: bytes, body: bytes) -> tuple[int, int] | None:
    """The size of the canvas or, without one, of the only frame. A canvas comes first where there is one."""
    if name == b"VP8X" and len(body) >= 10:
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if name == b"VP8 " and body[3:6] == _START_OF_VP8 and len(body) >= 10:
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    if name == b"VP8L" and body[:1] == _START_OF_VP8L and len(body) >= 5:
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None


def _damaged(detail: str) -> FileRefused:
    return FileRefused(FileProblem.DAMAGED, f"webp: {detail}")
