"""Refuses PDFs that are locked, that do something when opened, or that are two files in one.

An action in a PDF is named by its subtype (`/S /JavaScript`), so the whole file is searched for those
names, in every spelling PDF allows (`/J#61vaScript`), and the compressed object streams, where newer
writers put their objects, are unpacked and searched too. A stream that cannot be unpacked here is refused,
not trusted.
"""

import re
import zlib

from portal.media.types import DocumentKind, FileProblem, FileRefused

MAGIC = b"%PDF-"
_MOST_UNPACKED = 64_000_000
_LONGEST_DICTIONARY = 2_000
_BLANK = b" \t\r\n\f\0"


def _name(word: bytes) -> bytes:
    """A pattern for a PDF name in which any character may be written as # and two hex digits."""
    spelt = b"".join(b"(?:%c|#%02x|#%02X)" % (char, char, char) for char in word)
    return b"/" + spelt + rb"(?![A-Za-z0-9#])"


_ACTIVE_NAMES = (b"JavaScript", b"Launch", b"RichMedia", b"XFA", b"Movie")
_ACTIVE = re.compile(b"|".join(_name(word) for word in _ACTIVE_NAMES))
_ENCRYPT = re.compile(_name(b"Encrypt"))
_OBJECT_STREAM = re.compile(_name(b"ObjStm"))
_FILTER = re.compile(_name(b"Filter") + rb"\s*(\[[^\]]*\]|/[^\s/<>\[\]()]+)")
_PREDICTOR = re.compile(_name(b"DecodeParms"))
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_FLATE = re.compile(rb"\[?\s*/(?:FlateDecode|Fl)\s*\]?")


def check_pdf(data: bytes) -> DocumentKind:
    end = data.rfind(b"%%EOF")
    if end < 0:
        raise FileRefused(FileProblem.DAMAGED, "pdf: the end is missing")
    if data[end + 5 :].strip(_BLANK):
        raise FileRefused(FileProblem.MIXED_CONTENT, "pdf: bytes behind the end")
    if _ENCRYPT.search(data):
        raise FileRefused(FileProblem.ENCRYPTED)
    _refuse_active(data)
    unpacked = 0
    for stream in _STREAM.finditer(data):
        dictionary = data[max(0, stream.start() - _LONGEST_DICTIONARY) : stream.start()].rpartition(b"obj")[2]
        if _OBJECT_STREAM.search(dictionary):
            objects = _unpack(dictionary, data, stream.end())
            unpacked += len(objects)
            if unpacked > _MOST_UNPACKED:
                raise FileRefused(FileProblem.ARCHIVE_BOMB, "pdf: object streams too large")
            _refuse_active(objects)
    return DocumentKind.PDF


def _refuse_active(part: bytes) -> None:
    found = _ACTIVE.search(part)
    if found:
        raise FileRefused(FileProblem.ACTIVE_CONTENT, f"pdf: {found[0].decode('ascii', 'replace')}")


def _unpack(dictionary: bytes, data: bytes, start: int) -> bytes:
    filters = _FILTER.search(dictionary)
    if filters is None:
        return b""  # stored as it is: already searched with the whole file
    if not _FLATE.fullmatch(filters[1]) or _PREDICTOR.search(dictionary):
        raise FileRefused(FileProblem.ACTIVE_CONTENT, "pdf: objects packed in a way that cannot be checked")
    unpacker = zlib.decompressobj()
    try:
        objects = unpacker.decompress(data[start:], _MOST_UNPACKED)
    except zlib.error as error:
        raise FileRefused(FileProblem.DAMAGED, f"pdf: {error}") from error
    if unpacker.unconsumed_tail and not unpacker.eof and len(objects) >= _MOST_UNPACKED:
        raise FileRefused(FileProblem.ARCHIVE_BOMB, "pdf: object stream too large")
    return objects
