"""The chain: each entry's hash covers its content and the hash before it (RFC 8785 canonical JSON)."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import rfc8785

from portal.audit.types import EntryBody

SITTING = timedelta(minutes=30)
"""A page that saves by itself would fill the log: a pause as long as this begins a new entry of a line."""


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


def begins_sitting(last: datetime | None, now: datetime) -> bool:
    """Whether a change after `last` (None: the first one) is the first of a sitting, and so has an entry."""
    return last is None or now - last >= SITTING
