"""Reads the boxes of a HEIC/HEIF file that say its size and where its EXIF lies.

Boxes nest, but this walks to named places only and never recurses, so a file of boxes in boxes costs nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.media.types import FileProblem, FileRefused, PhotoHeader, PhotoKind

_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_MOST_BOXES = 4_000
_LONGEST_EXIF = 1_000_000


@dataclass(frozen=True)
class _Box:
    name: bytes
    start: int
    """First byte of the body."""
    end: int


def is_heif(data: bytes) -> bool:
    if data[4:8] != b"ftyp":
        return False
    brands = data[8 : min(int.from_bytes(data[:4]), 256)]
    return any(brands[place : place + 4] in _BRANDS for place in range(0, len(brands), 4) if place != 4)


def read_header(data: bytes) -> PhotoHeader:
    whole = list(_boxes(data, 0, len(data)))  # to the end: a file that was cut short shows in its last box
    meta = next((box for box in whole if box.name == b"meta"), None)
    if meta is None:
        raise _damaged("no meta box")
    inside = {box.name: box for box in _boxes(data, meta.start + 4, meta.end)}
    properties = list(_properties(data, inside.get(b"iprp")))
    width, height = _largest_size(data, properties)
    turned = any(box.name in (b"irot", b"imir") for box in properties)
    return PhotoHeader(PhotoKind.HEIF, width, height, _exif(data, inside), turned_by_file=turned)


def _boxes(data: bytes, start: int, end: int) -> Iterator[_Box]:
    for _ in range(_MOST_BOXES):
        if start + 8 > end:
            return
        size, header = int.from_bytes(data[start : start + 4]), 8
        if size == 1:
            size, header = int.from_bytes(data[start + 8 : start + 16]), 16
        elif size == 0:
            size = end - start
        if size < header or start + size > end:
            raise _damaged("a box leaves its frame")
        yield _Box(data[start + 4 : start + 8], start + header, start + size)
        start += size
    raise _damaged("too many boxes")


def _properties(data: bytes, iprp: _Box | None) -> Iterator[_Box]:
    """What the file says of its pictures: sizes, transformations, codec."""
    for ipco in _boxes(data, iprp.start, iprp.end) if iprp else ():
        if ipco.name == b"ipco":
            yield from _boxes(data, ipco.start, ipco.end)


def _largest_size(data: bytes, properties: list[_Box]) -> tuple[int, int]:
    """A file holds tiles, thumbnails and depth maps too: the largest claim is the one to judge by."""
    sizes: list[tuple[int, int]] = []
    for box in properties:
        if box.name == b"ispe" and box.end - box.start >= 12:
            at = box.start + 4
            sizes.append((int.from_bytes(data[at : at + 4]), int.from_bytes(data[at + 4 : at + 8])))
    largest = max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))
    if not all(largest):
        raise _damaged("no size")
    return largest


def _exif(data: bytes, inside: dict[bytes, _Box]) -> bytes | None:
    """The TIFF block of the EXIF item. None where there is none or its description makes no sense."""
    try:
        item = _exif_item(data, inside[b"iinf"])
        start, length = _extent(data, inside[b"iloc"], item, inside.get(b"idat"))
    except (KeyError, FileRefused, LookupError):
        return None
    block = data[start : start + min(length, _LONGEST_EXIF)]
    skip = 4 + int.from_bytes(block[:4])
    return block[skip:] or None


def _exif_item(data: bytes, iinf: _Box) -> int:
    wide = data[iinf.start] != 0
    for box in _boxes(data, iinf.start + (8 if wide else 6), iinf.end):
        version = data[box.start]
        if box.name != b"infe" or version < 2:
            continue
        id_length = 2 if version == 2 else 4
        name_at = box.start + 4 + id_length + 2
        if data[name_at : name_at + 4] == b"Exif":
            return int.from_bytes(data[box.start + 4 : box.start + 4 + id_length])
    raise LookupError


def _extent(data: bytes, iloc: _Box, wanted: int, idat: _Box | None) -> tuple[int, int]:
    """Where the first piece of an item lies: start and length in the file (ISO/IEC 14496-12, 8.11.3)."""
    version = data[iloc.start]
    cursor = _Cursor(data, iloc.start + 4, iloc.end)
    sizes = cursor.number(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version in (1, 2) else 0
    for _ in range(min(cursor.number(4 if version == 2 else 2), _MOST_BOXES)):
        item = cursor.number(4 if version == 2 else 2)
        method = cursor.number(2) & 15 if version in (1, 2) else 0
        cursor.number(2)
        base = cursor.number(base_size)
        for extent in range(min(cursor.number(2), _MOST_BOXES)):
            cursor.number(index_size)
            offset, length = cursor.number(offset_size), cursor.number(length_size)
            if item == wanted and extent == 0:
                origin = idat.start if method == 1 and idat else 0
                return origin + base + offset, length
    raise LookupError


class _Cursor:
    def __init__(self, data: bytes, position: int, end: int) -> None:
        self._data, self._position, self._end = data, position, end

    def number(self, length: int) -> int:
        if self._position + length > self._end:
            raise LookupError
        value = int.from_bytes(self._data[self._position : self._position + length])
        self._position += length
        return value


def _damaged(detail: str) -> FileRefused:
    return FileRefused(FileProblem.DAMAGED, f"heif: {detail}")
