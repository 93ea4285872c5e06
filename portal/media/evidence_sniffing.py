"""Decides what an arriving evidence file is, from its bytes alone."""

from portal.media.documents import archive, ole, pdf
from portal.media.documents.ole import check_ole
from portal.media.documents.open_xml import check_open_xml
from portal.media.documents.pdf import check_pdf
from portal.media.sniffing import sniff_photo
from portal.media.types import DocumentKind, FileProblem, FileRefused, PhotoHeader

MOST_EVIDENCE_BYTES = 20_000_000


def sniff_evidence(data: bytes, *, most_bytes: int = MOST_EVIDENCE_BYTES) -> DocumentKind | PhotoHeader:
    """A document's kind, or the header of a photo (which then goes the way of all photos); else
    FileRefused."""
    if not data:
        raise FileRefused(FileProblem.EMPTY)
    if len(data) > most_bytes:
        raise FileRefused(FileProblem.TOO_LARGE)
    if data.startswith(pdf.MAGIC):
        return check_pdf(data)
    if data.startswith(archive.MAGIC):
        return check_open_xml(data)
    if data.startswith(ole.MAGIC):
        return check_ole(data)
    try:
        return sniff_photo(data, most_bytes=most_bytes)
    except FileRefused as refusal:
        if refusal.problem is FileProblem.NOT_A_PHOTO:
            raise FileRefused(FileProblem.NOT_A_DOCUMENT) from refusal
        raise
