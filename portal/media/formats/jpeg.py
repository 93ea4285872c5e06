"""Reads a JPEG's segments up to the first scan, and looks for the end of the image behind it."""

from portal.media.types import FileProblem, FileRefused, PhotoHeader, PhotoKind

MAGIC = b"\xff\xd8\xff"
_START_OF_SCAN = 0xDA
_APP0, _APP1, _APP2, _APP14, _COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
_MOST_SEGMENTS = 2_000
_MOST_SCANS = 100
"""A progressive photo has about ten. Each costs a pass over the whole picture, however short it is."""
_SHORTEST_FRAME_HEADER = 9


def read_header(data: bytes) -> PhotoHeader:
    width = height = components = 0
    exif: bytes | None = None
    progressive = False
    position = 2
    for _ in range(_MOST_SEGMENTS):
        marker, body, position = _segment(data, position)
        if marker in _FRAMES and not width:
            if len(body) < _SHORTEST_FRAME_HEADER:
                raise _damaged("short frame header")
            height, width = int.from_bytes(body[1:3]), int.from_bytes(body[3:5])
            components = body[5]
            progressive = marker in _PROGRESSIVE
        elif marker == _APP1 and exif is None and body.startswith(b"Exif\0"):
            exif = body[6:]
        elif marker == _START_OF_SCAN:
            break
    else:
        raise _damaged("too many segments")
    if not (width and height):
        raise _damaged("no size before the first scan")
    one_scan = not progressive and body[:1] == bytes([components])
    _check_scans(data, position, one_scan=one_scan)
    return PhotoHeader(PhotoKind.JPEG, width, height, exif, progressive)


def _check_scans(data: bytes, position: int, *, one_scan: bool) -> None:
    """Inside scans 0xFF is always followed by 0x00 or a restart marker, so what is found here is a real end
    and a real start. Phones put further pictures behind the end; the decoder never reads them, and stops at
    a second scan where the first holds every component (`one_scan`): there is nothing to count then."""
    if data.rfind(b"\xff\xd9", position) < 0:
        raise _damaged("the end is missing")
    if not one_scan and data.count(b"\xff\xda", position) > _MOST_SCANS:
        raise FileRefused(FileProblem.TOO_COSTLY, "jpeg: too many scans")


def without_metadata(data: bytes) -> bytes:
    """The JPEG as a decoder needs it: tables, colour profile, scans. What is not there is not misread."""
    parts = [data[:2]]
    position = 2
    for _ in range(_MOST_SEGMENTS):
        start = position
        marker, body, position = _segment(data, position)
        if marker == _START_OF_SCAN:
            parts.append(data[start:])
            return b"".join(parts)
        if not _is_metadata(marker, body):
            parts.append(data[start:position])
    raise _damaged("too many segments")


def _is_metadata(marker: int, body: bytes) -> bool:
    if marker in (_APP0, _APP14):  # JFIF and Adobe say how the colours are stored
        return False
    if marker == _APP2:
        return not body.startswith(b"ICC_PROFILE\0")
    return _APP1 <= marker <= 0xEF or marker == _COMMENT


def _segment(data: bytes, position: int) -> tuple[int, bytes, int]:
    """Marker, body and position behind the segment that starts at `position`."""
    if data[position : position + 1] != b"\xff":
        raise _damaged(f"no marker at {position}")
    while data[position + 1 : position + 2] == b"\xff":
        position += 1
    if position + 2 > len(data):
        raise _damaged("ends inside the headers")
    marker = data[position + 1]
    if marker in _WITHOUT_LENGTH:
        return marker, b"", position + 2
    length = int.from_bytes(data[position + 2 : position + 4])
    end = position + 2 + length
    if length < 2 or end > len(data):
        raise _damaged(f"segment {marker:02x} leaves the file")
    return marker, data[position + 4 : end], end


def _damaged(detail: str) -> FileRefused:
    return FileRefused(FileProblem.DAMAGED, f"jpeg: {detail}")
