"""The chain: each entry's hash covers its content and the hash before it (RFC 8785 canonical JSON)."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import rfc8785

from portal.audit.types import EntryBody


def chain_hash(before: str, body: EntryBody) -> str:
    """SHA-256 in hex over the hash before and the canonical body."""
    return hashlib.sha256(before.encode() + b"\n" + rfc8785.dumps(body)).hexdigest()


def entry_body(
    number: int, at: str, actor: str, action: str, subject: tuple[str, str], data: EntryBody
) -> EntryBody:
    """The content that is hashed. `at` is ISO 8601 UTC with microseconds."""
    return {
        "number": number,
        "at": at,
        "actor": actor,
        "action": action,
        "subject_type": subject[0],
        "subject_ref": subject[1],
        "data": data,
    }


def stamp(moment: datetime) -> str:
    """A moment as it enters a hash: the same text from both databases."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
