"""Taking a file in: look at it, keep it sealed on disk. No database: rows follow in an action.

The order is the promise: first the file and its folder are on disk, then the row, then the answer. A crash in
between leaves a sealed file that nobody refers to, never a row without its file.
"""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import datetime

from portal.media.evidence_sniffing import MOST_EVIDENCE_BYTES, sniff_evidence
from portal.media.exif import parse_moment, read_exif
from portal.media.rules import moment_taken
from portal.media.sniffing import MOST_PHOTO_BYTES, sniff_photo
from portal.media.types import EvidenceKind, PhotoHeader, ReceivedEvidence, ReceivedPhoto
from portal.media.vault import Vault, new_file_ref

_LONGEST_NAME = 120


def receive_photo(
    vault: Vault,
    data: bytes,
    *,
    now: datetime,
    most_bytes: int = MOST_PHOTO_BYTES,
    most_pixels: int | None = None,
    told: str = "",
) -> ReceivedPhoto:
    """Keep a photo's original. FileRefused where it is none; Unavailable where there is no room for it.

    `told` is when it was taken, as the phone read it from EXIF before it made the photo smaller; what the
    photo itself says goes before it.
    """
    header = sniff_photo(data, most_bytes=most_bytes, most_pixels=most_pixels)
    return _keep_photo(vault, data, header, now, told)


def receive_evidence(
    vault: Vault, data: bytes, name: str | None, *, now: datetime, most_bytes: int = MOST_EVIDENCE_BYTES
) -> ReceivedEvidence:
    """Keep an evidence file. FileRefused where it is of no kind that is taken."""
    found = sniff_evidence(data, most_bytes=most_bytes)
    if isinstance(found, PhotoHeader):
        photo = _keep_photo(vault, data, found, now)
        return ReceivedEvidence(
            new_file_ref(), photo.sha256, len(data), EvidenceKind.PHOTO, shown_name(name), photo
        )
    ref = new_file_ref()
    vault.keep_original(ref, data)
    kind = EvidenceKind(found.value)
    return ReceivedEvidence(ref, hashlib.sha256(data).hexdigest(), len(data), kind, shown_name(name))


def shown_name(name: str | None) -> str:
    """A sender's file name as it may be shown: its last part, no controls, not too long."""
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    plain = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip()
    return plain if len(plain) <= _LONGEST_NAME else f"{plain[: _LONGEST_NAME - 16]}…{plain[-15:]}"


def _keep_photo(
    vault: Vault, data: bytes, header: PhotoHeader, now: datetime, told: str = ""
) -> ReceivedPhoto:
    facts = read_exif(header.exif)
    ref = new_file_ref()
    vault.keep_original(ref, data)
    return ReceivedPhoto(
        ref,
        hashlib.sha256(data).hexdigest(),
        len(data),
        header.kind,
        moment_taken(facts.taken or parse_moment(told), now),
        facts.position,
    )
