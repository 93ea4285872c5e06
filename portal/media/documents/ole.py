"""Word, Excel and PowerPoint files of before 2007: a compound file, a small file system of sectors."""

import struct
from dataclasses import dataclass

from portal.media.types import DocumentKind, FileProblem, FileRefused

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_ENTRY = 128
_SHIFTS = (9, 12)
_LAST_REAL_SECTOR = 0xFFFFFFF9
_MOST_SECTORS = 60_000
_MOST_DIRECTORY_SECTORS = 2_000

_KINDS = {
    "WordDocument": DocumentKind.DOC,
    "Workbook": DocumentKind.XLS,
    "Book": DocumentKind.XLS,
    "PowerPoint Document": DocumentKind.PPT,
}
_MACROS = frozenset({"VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros"})
_LOCKED = frozenset({"EncryptedPackage", "EncryptionInfo", "EncryptedSummary"})
_WORD_FLAGS_AT, _WORD_ENCRYPTED = 0x0A, 0x0100
_EXCEL_FILE_PASS = 0x002F


@dataclass(frozen=True)
class _Stream:
    name: str
    start: int


def check_ole(data: bytes) -> DocumentKind:
    streams = {stream.name: stream for stream in _directory(data)}
    if _LOCKED & streams.keys():
        raise FileRefused(FileProblem.ENCRYPTED)
    name = next((name for name in _KINDS if name in streams), None)
    if name is None:
        raise FileRefused(FileProblem.NOT_A_DOCUMENT, "ole: no office document inside")
    if _MACROS & streams.keys():
        raise FileRefused(FileProblem.ACTIVE_CONTENT, "ole: macros")
    if _is_locked(_KINDS[name], _sector(data, streams[name].start)):
        raise FileRefused(FileProblem.ENCRYPTED)
    return _KINDS[name]


def _sector_size(data: bytes) -> int:
    shift = int.from_bytes(data[30:32], "little")
    if len(data) < _HEADER * 2 or shift not in _SHIFTS:
        raise _damaged("no sectors")
    return 1 << shift


def _sector(data: bytes, number: int) -> bytes:
    size = _sector_size(data)
    start = (number + 1) * size
    if number >= _LAST_REAL_SECTOR or start >= len(data):
        raise _damaged("a sector leaves the file")
    return data[start : start + size]


def _allocation(data: bytes) -> list[int]:
    """The table that names each sector's successor, as far as the header lists it (the first 6.8 MB of
    directory always lie there for files of our size; what lies beyond is only content)."""
    table: list[int] = []
    for number in struct.unpack_from("<109L", data, 76):
        if number < _LAST_REAL_SECTOR:
            sector = _sector(data, number)
            table.extend(struct.unpack(f"<{len(sector) // 4}L", sector[: len(sector) // 4 * 4]))
    if len(table) > _MOST_SECTORS * 128:
        raise _damaged("too many sectors")
    return table


def _directory(data: bytes) -> list[_Stream]:
    _sector_size(data)
    table = _allocation(data)
    number = int.from_bytes(data[48:52], "little")
    streams: list[_Stream] = []
    for _ in range(_MOST_DIRECTORY_SECTORS):
        if number >= _LAST_REAL_SECTOR:
            return streams
        sector = _sector(data, number)
        streams.extend(_entries(sector))
        if number >= len(table):
            raise _damaged("directory leaves the table")
        number = table[number]
    raise _damaged("directory does not end")


def _entries(sector: bytes) -> list[_Stream]:
    found: list[_Stream] = []
    for at in range(0, len(sector) - _ENTRY + 1, _ENTRY):
        length = int.from_bytes(sector[at + 64 : at + 66], "little")
        if sector[at + 66] in (1, 2, 5) and 2 <= length <= 64:
            name = sector[at : at + length - 2].decode("utf-16-le", "replace")
            found.append(_Stream(name, int.from_bytes(sector[at + 116 : at + 120], "little")))
    return found


def _is_locked(kind: DocumentKind, head: bytes) -> bool:
    if kind is DocumentKind.DOC:
        flags = int.from_bytes(head[_WORD_FLAGS_AT : _WORD_FLAGS_AT + 2], "little")
        return bool(flags & _WORD_ENCRYPTED)
    if kind is DocumentKind.XLS:
        return _has_excel_record(head, _EXCEL_FILE_PASS)
    return False


def _has_excel_record(head: bytes, wanted: int) -> bool:
    position = 0
    while position + 4 <= len(head):
        record, length = struct.unpack_from("<2H", head, position)
        if record == wanted:
            return True
        position += 4 + length
    return False


def _damaged(detail: str) -> FileRefused:
    return FileRefused(FileProblem.DAMAGED, f"ole: {detail}")
