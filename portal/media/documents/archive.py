"""Reads a ZIP's central directory strictly: one file, nothing before, between or behind, no bomb, no lock.

Written by hand because Python's zipfile forgives what an attacker needs: data before the first entry,
entries that overlap, a comment that holds another file, a million names.
"""

import struct
import zlib
from dataclasses import dataclass

from portal.media.types import FileProblem, FileRefused

MAGIC = b"PK\x03\x04"
_END_MAGIC, _ENTRY_MAGIC = b"PK\x05\x06", b"PK\x01\x02"
_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED_FLAG = 1
_MOST_ENTRIES = 5_000
_MOST_UNPACKED = 400_000_000
_MOST_RATIO = 300
_RATIO_COUNTS_FROM = 5_000_000


@dataclass(frozen=True)
class Entry:
    name: str
    method: int
    packed: int
    unpacked: int
    offset: int


def read_directory(data: bytes) -> dict[str, Entry]:
    """The entries by name, or FileRefused."""
    end_at = len(data) - _END.size
    if data.rfind(_END_MAGIC) != end_at:
        raise FileRefused(FileProblem.MIXED_CONTENT, "zip: does not end with its directory")
    _, disk, first_disk, here, count, length, start, _ = _END.unpack_from(data, end_at)
    if disk or first_disk or here != count or start + length != end_at:
        raise FileRefused(FileProblem.MIXED_CONTENT, "zip: directory is not where it says")
    if count > _MOST_ENTRIES:
        raise FileRefused(FileProblem.ARCHIVE_BOMB, f"zip: {count} entries")
    entries = _entries(data, start, end_at, count)
    _refuse_bombs(list(entries.values()), start)
    return entries


def unpack(data: bytes, entry: Entry, *, most_bytes: int) -> bytes:
    """One entry, or FileRefused if it is longer than `most_bytes`."""
    if data[entry.offset : entry.offset + 4] != MAGIC:
        raise FileRefused(FileProblem.DAMAGED, "zip: entry is not where it says")
    *_, name_length, extra_length = _LOCAL.unpack_from(data, entry.offset)
    start = entry.offset + _LOCAL.size + name_length + extra_length
    packed = data[start : start + entry.packed]
    if entry.method == _STORED:
        return packed
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = unpacker.decompress(packed, most_bytes)
    except zlib.error as error:
        raise FileRefused(FileProblem.DAMAGED, f"zip: {error}") from error
    if not unpacker.eof:
        raise FileRefused(FileProblem.ARCHIVE_BOMB, f"zip: {entry.name} is longer than {most_bytes}")
    return content


def _entries(data: bytes, start: int, end: int, count: int) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    position = start
    for _ in range(count):
        if position + _ENTRY.size > end or data[position : position + 4] != _ENTRY_MAGIC:
            raise FileRefused(FileProblem.DAMAGED, "zip: broken directory")
        fields = _ENTRY.unpack_from(data, position)
        flags, method, packed, unpacked = fields[3], fields[4], fields[8], fields[9]
        name_length, extra, comment, offset = fields[10], fields[11], fields[12], fields[16]
        name_at = position + _ENTRY.size
        name = data[name_at : name_at + name_length].decode("utf-8", "replace")
        position = name_at + name_length + extra + comment
        if flags & _ENCRYPTED_FLAG:
            raise FileRefused(FileProblem.ENCRYPTED)
        if method not in (_STORED, _DEFLATED) or name in entries or not _is_safe(name) or offset >= start:
            raise FileRefused(FileProblem.MIXED_CONTENT, f"zip: entry {name[:80]!r}")
        entries[name] = Entry(name, method, packed, unpacked, offset)
    if position != end:
        raise FileRefused(FileProblem.MIXED_CONTENT, "zip: bytes inside the directory")
    if not entries or min(entry.offset for entry in entries.values()) != 0:
        raise FileRefused(FileProblem.MIXED_CONTENT, "zip: bytes before the first entry")
    return entries


def _is_safe(name: str) -> bool:
    plain = bool(name) and not name.startswith("/") and not any(char in name for char in "\\\0")
    return plain and ".." not in name.split("/")


def _refuse_bombs(entries: list[Entry], room: int) -> None:
    packed = sum(entry.packed for entry in entries)
    unpacked = sum(entry.unpacked for entry in entries)
    if packed > room:
        raise FileRefused(FileProblem.ARCHIVE_BOMB, "zip: entries overlap")
    too_dense = unpacked > _RATIO_COUNTS_FROM and unpacked > packed * _MOST_RATIO
    if unpacked > _MOST_UNPACKED or too_dense:
        raise FileRefused(FileProblem.ARCHIVE_BOMB, f"zip: {unpacked} bytes from {packed}")
