"""Word, Excel and PowerPoint files of today: a ZIP with known parts."""

import re

from portal.media.documents.archive import read_directory, unpack
from portal.media.types import DocumentKind, FileProblem, FileRefused

_TYPES = "[Content_Types].xml"
_MAIN_PARTS = {
    "word/document.xml": DocumentKind.DOCX,
    "xl/workbook.xml": DocumentKind.XLSX,
    "ppt/presentation.xml": DocumentKind.PPTX,
}
_LONGEST_LIST = 4_000_000
_ACTIVE_PARTS = re.compile(
    r"vbaproject|vbadata|/activex/|/macrosheets/|\.(?:exe|dll|js|vbs|jar|html?|swf)$", re.IGNORECASE
)
_ACTIVE_TYPES = re.compile(
    rb"macroEnabled|vbaProject|ms-excel\.intlmacrosheet|ms-office\.activeX", re.IGNORECASE
)
_FETCHED = re.compile(rb"relationships/(?:attachedTemplate|oleObject|frame|subDocument)\b", re.IGNORECASE)
_RELATIONSHIP = re.compile(rb"<[^>]*Relationship\s[^>]*>")


def check_open_xml(data: bytes) -> DocumentKind:
    entries = read_directory(data)
    kinds = [kind for part, kind in _MAIN_PARTS.items() if part in entries]
    if _TYPES not in entries or not kinds:
        raise FileRefused(FileProblem.NOT_A_DOCUMENT, "zip: no office document inside")
    if len(kinds) > 1:
        raise FileRefused(FileProblem.MIXED_CONTENT, "zip: several documents in one")
    if any(_ACTIVE_PARTS.search(name) for name in entries):
        raise FileRefused(FileProblem.ACTIVE_CONTENT, "zip: macro part")
    if _ACTIVE_TYPES.search(unpack(data, entries[_TYPES], most_bytes=_LONGEST_LIST)):
        raise FileRefused(FileProblem.ACTIVE_CONTENT, "zip: macro type")
    lists = (entry for name, entry in entries.items() if name.endswith(".rels"))
    if any(_fetches(unpack(data, entry, most_bytes=_LONGEST_LIST)) for entry in lists):
        raise FileRefused(FileProblem.ACTIVE_CONTENT, "zip: loads a part from elsewhere")
    return kinds[0]


def _fetches(relationships: bytes) -> bool:
    """Does opening the document load a template or an object from another address?"""
    return any(
        b"External" in relationship and _FETCHED.search(relationship)
        for relationship in _RELATIONSHIP.findall(relationships)
    )
